/** What is wrong with a function's arguments, all at once and before anything is called. Pure. */
import { callerFailures, configuredCaller } from "../lifecycle/caller";
import type { Settings } from "../lifecycle/context";
import { fieldsOf } from "../lifecycle/inputs";
import type { Props } from "../lifecycle/ports";
import { secretNames } from "../lifecycle/redact";
import { type Field, validate } from "../lifecycle/validate";
import type { ReadOperation } from "./operation";

/** Arguments of ours beside AWS's: where and as whom to call. */
export const CALL_ARGUMENTS = ["region", "profile", "assumeRole", "endpoint"] as const;

export function refusals(operation: ReadOperation, args: Props, settings: Settings): string[] {
  const region = args.region ?? settings.defaultRegion(args.profile);
  const { ids } = operation.list ?? {};
  const hasNoIds = ids !== undefined && Array.isArray(args[ids]) && args[ids].length === 0;
  const looked = { ...args, region, ...(hasNoIds && { [ids]: undefined }) };
  const fields = { ...operation.fields, ...callFields(operation, args) };
  return [
    // Some of AWS's services take an empty list for none, and show all.
    ...(hasNoIds ? [`${ids}: must not be empty; leave it out for all`] : []),
    ...validate(fields, looked, secretNames(args)),
    ...(operation.rules?.(args) ?? []),
    ...settings.failures(),
    ...callerFailures(configuredCaller(settings)),
    ...(isGiven(region) ? [] : [NO_REGION]),
  ];
}

const NO_REGION =
  "region: is required; set it here, as the configuration aws:region, or as AWS_REGION";

/** The rules that a task's inputs of those names have. */
function callFields({ kind }: ReadOperation, args: Props): Record<string, Field> {
  const all = fieldsOf(kind, args);
  return Object.fromEntries(CALL_ARGUMENTS.map((name) => [name, all[name]!]));
}

export function isGiven(value: unknown): boolean {
  return value !== undefined && value !== null;
}
