/** Where and as whom AWS is asked: by options, environment and shared files, as the resources do. */
import { settingsFrom } from "../provider/aws/settings";
import { callerOf } from "../provider/lifecycle/caller";
import type { Aws } from "../provider/lifecycle/ports";
import { CommandError, MISUSED } from "./failure";
import type { Io } from "./io";
import { safe } from "./text";

export interface PlaceOptions {
  readonly region?: string;
  readonly profile?: string;
}

export function awsFor(io: Io, { region, profile }: PlaceOptions): Aws {
  const settings = settingsFrom(() => ({}), io.environment);
  if (region === undefined && settings.defaultRegion(profile) === undefined) {
    throw new CommandError("The Region is not known: give --region, or set AWS_REGION.", MISUSED);
  }
  try {
    return io.aws(callerOf({ region, profile }, settings));
  } catch (error) {
    throw new CommandError(safe(error instanceof Error ? error.message : String(error)), MISUSED);
  }
}
