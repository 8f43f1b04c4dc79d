/** Where and as whom AWS is asked: as the SDK would, by options and environment. */
import type { Aws } from "../provider/lifecycle/ports";
import { CommandError, MISUSED } from "./failure";
import type { Io } from "./io";
import { safe } from "./text";

export interface PlaceOptions {
  readonly region?: string;
  readonly profile?: string;
}

export async function awsFor(io: Io, { region, profile }: PlaceOptions): Promise<Aws> {
  const chosen = region ?? (await standardRegion(io, profile));
  return io.aws({ region: chosen, ...(profile !== undefined && { profile }) });
}

async function standardRegion({ environment }: Io, profile: string | undefined): Promise<string> {
  const { AWS_REGION, AWS_DEFAULT_REGION } = environment;
  const region = AWS_REGION || AWS_DEFAULT_REGION;
  if (region) return region;
  const { loadConfig, NODE_REGION_CONFIG_FILE_OPTIONS, NODE_REGION_CONFIG_OPTIONS } =
    await import("@smithy/core/config");
  const options = { ...NODE_REGION_CONFIG_FILE_OPTIONS, ...(profile !== undefined && { profile }) };
  try {
    return await loadConfig(NODE_REGION_CONFIG_OPTIONS, options)();
  } catch (error) {
    const why = safe(error instanceof Error ? error.message : String(error));
    throw new CommandError(
      `The Region is not known (${why}): give --region, or set AWS_REGION.`,
      MISUSED,
    );
  }
}
