/**
 * Which resource a task belongs to, written so that AWS can carry it: the id tag and the client
 * token by which a lost start is found again. Pure but for the hash.
 */
import { createHash } from "node:crypto";
import type { TaskKind } from "./kind";
import type { Props } from "./ports";

export const ID_TAG = "pulumi-aws-tasks:id";
export const STACK_TAG = "pulumi-aws-tasks:stack";
export const HOLD_TAG = "pulumi-aws-tasks:hold";
/** Tags with this beginning are ours. */
export const OUR_TAGS = "pulumi-aws-tasks:";
/** How many tags a task may get from us. */
export const OUR_TAG_COUNT = 3;

/** The input `__identity`: organization, identity configuration and URN, as one JSON list. */
export function identityText(organization: string, configured: string, urn: string): string {
  return JSON.stringify([organization, configured, urn]);
}

/** The identity of a resource from its inputs or outputs; what `get` made has none. */
export function identityOf(props: Props): string | undefined {
  return typeof props.__identity === "string" ? props.__identity : undefined;
}

/** The URN of a resource from its inputs or outputs, for texts on its row. */
export function urnFor(props: Props): string | undefined {
  return urnOf(identityOf(props));
}

/** The URN within an identity, or undefined if that isn't one. */
export function urnOf(identity: string | undefined): string | undefined {
  if (identity === undefined) return undefined;
  try {
    const parts: unknown = JSON.parse(identity);
    const urn: unknown = Array.isArray(parts) ? parts[2] : undefined;
    return typeof urn === "string" ? urn : undefined;
  } catch {
    return undefined;
  }
}

/** 32 hex digits over the identity, what determines the task's result, and `triggers`. */
export function idHash(kind: TaskKind, identity: string, inputs: Props): string {
  const determining = kind.replaces.map((name) => [name, inputs[name] ?? null]);
  return sha256([kind.type, identity, determining, inputs.triggers ?? []]).slice(0, 32);
}

/** Under what a start is noted, with the account: its identity and inputs, and the Region. */
export function journalKey(kind: TaskKind, inputs: Props, region: string): string {
  return sha256([idHash(kind, identityOf(inputs) ?? "", inputs), region]);
}

/** The client token of the nth attempt: 64 ASCII characters, EC2's most. */
export function clientToken(
  identity: string,
  body: object,
  triggers: unknown,
  attempt: number,
): string {
  return sha256([identity, body, triggers ?? [], attempt]);
}

/** The tags by which this resource's task is found again, for the start request. */
export function identityTags(kind: TaskKind, inputs: Props): Record<string, string> {
  const identity = identityOf(inputs);
  if (identity === undefined || inputs.identityTags === false) return {};
  const stack = stackOf(urnOf(identity));
  return {
    [ID_TAG]: idHash(kind, identity, inputs),
    ...(stack === undefined ? {} : { [STACK_TAG]: stack }),
  };
}

/** `project/stack` from `urn:pulumi:<stack>::<project>::<type>::<name>`. */
function stackOf(urn: string | undefined): string | undefined {
  const match = urn?.match(/^urn:pulumi:(.+?)::(.+?)::/);
  return match ? `${match[2]}/${match[1]}`.slice(0, 255) : undefined;
}

function sha256(value: unknown): string {
  return createHash("sha256").update(canonical(value)).digest("hex");
}

/** The same text for equal values whatever the order of their keys, which Pulumi doesn't keep. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  // It has no members to tell it from another.
  if (value instanceof Date) return JSON.stringify(value);
  if (typeof value !== "object" || value === null) return JSON.stringify(value) ?? "null";
  const entries = Object.entries(value).filter(([, item]) => item !== undefined);
  entries.sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, item]) => `${JSON.stringify(key)}:${canonical(item)}`).join(",")}}`;
}
