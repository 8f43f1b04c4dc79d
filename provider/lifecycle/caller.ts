/**
 * As whom and where a task's calls are made: the inputs `profile`, `assumeRole` and `endpoint`,
 * which go before the configuration, and the Region, which stays the task's own.
 */
import { DURATION, durationMs } from "../waiting/deadline";
import type { Settings } from "./context";
import { RefusedError } from "./errors";
import { canonical } from "./identity";
import { record } from "./json";
import type { Props } from "./ports";
import { type Field, hasUnknown, type ObjectField, type StringField, validate } from "./validate";

/** STS AssumeRole's members under the names of @pulumi/aws; `duration` such as `"1h"`. */
export interface Role {
  readonly roleArn: string;
  readonly sessionName?: string;
  readonly externalId?: string;
  readonly duration?: string;
  readonly policy?: string;
  readonly policyArns?: readonly string[];
  readonly sourceIdentity?: string;
  readonly tags?: Readonly<Record<string, string>>;
  readonly transitiveTagKeys?: readonly string[];
}

/** The services we call, by the names under which an endpoint may be given. */
export const SERVICES = ["ec2", "appstream", "workspaces", "discovery", "sts"] as const;
export type Service = (typeof SERVICES)[number];

/** All that decides where a call goes and who makes it. */
export interface Caller {
  readonly region: string;
  readonly profile?: string;
  /** Assumed one after the other. */
  readonly roles?: readonly (Role & { readonly seconds?: number })[];
  readonly endpoints?: Readonly<Partial<Record<Service, string>>>;
}

const ROLE = /^arn:aws[\w-]*:iam::\d{12}:role\/[\w+=,.@/-]{1,512}$/;
const POLICY = /^arn:aws[\w-]*:iam::(\d{12}|aws):policy\/[\w+=,.@/-]{1,512}$/;
/** As long as STS lets a session live; a role may say less. */
const SHORTEST_MS = 900_000;
const LONGEST_MS = 43_200_000;
const TEXT: StringField = { type: "string", min: 1, max: 256 };

const policyArn: StringField = {
  type: "string",
  pattern: POLICY,
  form: "be the ARN of an IAM policy",
};

const role: ObjectField = {
  type: "object",
  fields: {
    roleArn: { type: "string", required: true, pattern: ROLE, form: "be the ARN of an IAM role" },
    sessionName: {
      type: "string",
      pattern: /^[\w+=,.@-]{2,64}$/,
      form: "be 2 to 64 letters, digits and + = , . @ - _",
    },
    externalId: { type: "string", min: 2, max: 1_224 },
    duration: {
      type: "string",
      pattern: DURATION,
      accepts: (text) => {
        const ms = durationMs(text);
        return ms >= SHORTEST_MS && ms <= LONGEST_MS;
      },
      form: 'be a duration from "15m" to "12h"',
    },
    policy: { type: "string", min: 1, max: 2_048 },
    policyArns: { type: "list", max: 10, items: policyArn },
    sourceIdentity: { type: "string", min: 2, max: 64 },
    tags: { type: "map", most: 50, key: { ...TEXT, max: 128 }, value: { ...TEXT, min: 0 } },
    transitiveTagKeys: { type: "list", max: 50, items: TEXT },
  },
};

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
      ? { type: "list", min: 1, max: 5, items: role }
      : role,
    endpoint: typeof given.endpoint === "string" ? url : { type: "object", fields: perService },
  };
}

/** The names under which the configuration says the same. */
export const CONFIGURED = {
  profile: "aws:profile",
  assumeRole: "aws:assumeRole",
  endpoint: "aws:endpoints",
} as const;

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

/** What is wrong with it, under the names of there; what is configured may be a secret. */
export function callerFailures(settings: Settings): string[] {
  const caller = configuredCaller(settings);
  const named = <T>(values: Readonly<Record<string, T>>) =>
    Object.fromEntries(Object.entries(CONFIGURED).map(([name, key]) => [key, values[name]!]));
  const secrets = new Set<string>(Object.values(CONFIGURED));
  return validate(named<Field>(callFields(caller)), named(caller), secrets);
}

/**
 * Who calls for a task with these properties. A resource that names a profile is not called for by
 * the configured role: the two belong together.
 */
export function callerOf(props: Props, settings: Settings): Caller {
  // A refresh and a destroy have no `check` that would say so.
  const failures = [...settings.failures(), ...callerFailures(settings)];
  if (failures.length > 0) throw new RefusedError(failures.join("\n"));
  // What `get` reads has no Region of its own.
  const region = props.region ?? settings.defaultRegion();
  if (typeof region !== "string") {
    throw new RefusedError("The Region is not known: set aws:region or AWS_REGION.");
  }
  const configured = configuredCaller(settings);
  const isOwn = props.profile !== undefined || props.assumeRole !== undefined;
  const { profile = configured.profile } = props;
  const assumeRole = isOwn ? props.assumeRole : configured.assumeRole;
  return {
    region,
    ...(typeof profile === "string" && { profile }),
    roles: ([assumeRole ?? []].flat() as Role[]).map(timed),
    endpoints: { ...endpointsOf(configured.endpoint), ...endpointsOf(props.endpoint) },
  };
}

function timed(role: Role): Role & { seconds?: number } {
  const { duration } = role;
  return typeof duration !== "string"
    ? role
    : { ...role, seconds: Math.round(durationMs(duration) / 1_000) };
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
