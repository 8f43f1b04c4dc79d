/**
 * As whom and where a task's calls are made: the inputs `profile`, `assumeRole` and `endpoint`,
 * which go before the configuration, and the Region, which stays the task's own.
 */
import {
  type Accounts,
  accountsIn,
  CONFIGURED_FIELDS,
  configuredFailures,
  type Connection,
  connectionIn,
  identityIn,
  type Keys,
} from "./configured";
import type { Settings } from "./context";
import { RefusedError } from "./errors";
import { canonical } from "./identity";
import { record } from "./json";
import type { Props } from "./ports";
import { type Role, roleField, type Timed, timed, type WebIdentity } from "./roles";
import { type Field, hasUnknown, type StringField, validate } from "./validate";

/** The services we call, by the names under which an endpoint may be given. */
export const SERVICES = ["ec2", "appstream", "workspaces", "discovery", "sts"] as const;
export type Service = (typeof SERVICES)[number];

/** All that decides where a call goes and who makes it. */
export interface Caller {
  readonly region: string;
  readonly profile?: string;
  /** These call, or assume the roles, before any profile or web identity. */
  readonly keys?: Keys;
  readonly webIdentity?: Timed<WebIdentity>;
  /** Assumed one after the other. */
  readonly roles?: readonly Timed<Role>[];
  readonly endpoints?: Readonly<Partial<Record<Service, string>>>;
  /** In which nothing is called before the account is known. */
  readonly accounts?: Accounts;
  readonly connection?: Connection;
}

const TEXT: StringField = { type: "string", min: 1, max: 256 };

const url: StringField = {
  type: "string",
  pattern: /^https?:\/\/[^\s/?#@]+(\/[^\s?#]*)?$/,
  form: 'be a URL such as "https://vpce-0123.ec2.eu-central-1.vpce.amazonaws.com"',
};

/** The rules of the three inputs, in the form in which they are given. */
export function callFields(given: Props): Record<"profile" | "assumeRole" | "endpoint", Field> {
  const perService = Object.fromEntries(SERVICES.map((service) => [service, url]));
  return {
    profile: TEXT,
    assumeRole: Array.isArray(given.assumeRole)
      ? { type: "list", min: 1, max: 5, items: roleField }
      : roleField,
    endpoint: typeof given.endpoint === "string" ? url : { type: "object", fields: perService },
  };
}

/** The name under which the configuration says it. */
const nameOf = (member: string) => (member === "endpoint" ? "aws:endpoints" : `aws:${member}`);

/** What the configuration says; of services that we do not call it may say what it likes. */
export function configuredCaller(settings: Settings): Props {
  const configured = settings.caller();
  if (typeof configured.endpoint !== "object" || Array.isArray(configured.endpoint)) {
    return configured;
  }
  const known = Object.entries(record(configured.endpoint)).filter(([service]) =>
    SERVICES.some((one) => one === service),
  );
  return { ...configured, endpoint: Object.fromEntries(known) };
}

/** What is wrong with what is configured, under the names of there; it may be a secret. */
export function callerFailures(caller: Props): string[] {
  const named = <T>(values: Readonly<Record<string, T>>): Record<string, T> =>
    Object.fromEntries(Object.entries(values).map(([name, value]) => [nameOf(name), value]));
  const fields = named<Field>({ ...callFields(caller), ...CONFIGURED_FIELDS });
  const failures = validate(fields, named(caller), new Set(Object.keys(fields)));
  return [...failures, ...configuredFailures(caller)];
}

/**
 * Who calls for a task with these properties. A resource that names a profile is called for by
 * neither the configured keys nor the configured roles: these belong together.
 */
export function callerOf(props: Props, settings: Settings): Caller {
  // A refresh and a destroy have no `check` that would say so.
  const given = configuredCaller(settings);
  const failures = [...settings.failures(), ...callerFailures(given)];
  if (failures.length > 0) throw new RefusedError(failures.join("\n"));
  const { profile = given.profile } = props;
  // What `get` reads has no Region of its own.
  const region = props.region ?? settings.defaultRegion(props.profile);
  if (typeof region !== "string") {
    throw new RefusedError("The Region is not known: set aws:region or AWS_REGION.");
  }
  const isOwn = props.profile !== undefined || props.assumeRole !== undefined;
  const assumeRole = isOwn ? props.assumeRole : given.assumeRole;
  const accounts = accountsIn(given);
  const connection = connectionIn(given);
  return {
    region,
    ...(typeof profile === "string" && { profile }),
    ...(props.profile === undefined && identityIn(given)),
    roles: ([assumeRole ?? []].flat() as Role[]).map(timed),
    endpoints: { ...endpointsOf(given.endpoint), ...endpointsOf(props.endpoint) },
    ...(accounts && { accounts }),
    ...(connection && { connection }),
  };
}

function endpointsOf(given: unknown): NonNullable<Caller["endpoints"]> {
  if (typeof given !== "string") return record(given) as NonNullable<Caller["endpoints"]>;
  return Object.fromEntries(SERVICES.map((service) => [service, given]));
}

export const CALL_INPUTS = ["profile", "assumeRole", "endpoint"] as const;

/** Whether the program says now that others call, perhaps of another account. */
export function isOtherCaller(olds: Props, news: Props): boolean {
  return CALL_INPUTS.some(
    (name) => canonical(olds[name] ?? null) !== canonical(news[name] ?? null),
  );
}

/** Calls are made as the program says now, in the Region where the task is. */
export function calledBy(olds: Props, news: Props): Props {
  // What a preview does not know yet is as it was.
  const known = CALL_INPUTS.filter((name) => !hasUnknown(news[name]));
  return { ...olds, ...Object.fromEntries(known.map((name) => [name, news[name]])) };
}
