/** `pulumi-aws-tasks policy`: what is declared, by a stack's state or by kinds, as IAM's JSON. */
import type { TaskKind } from "../provider/lifecycle/kind";
import type { Need } from "../provider/lifecycle/permissions";
import { record } from "../provider/lifecycle/json";
import { tagsOf } from "../provider/lifecycle/inputs";
import type { Props } from "../provider/lifecycle/ports";
import { CommandError, DONE, MISUSED } from "./failure";
import type { Io } from "./io";
import { KIND_NAMES, kindsNamed } from "./kindNames";
import { type Declaration, policyOf, rolesOf } from "./policy";
import { type Held, readStackFile } from "./stackFile";

export interface PolicyOptions {
  readonly trust?: boolean;
  /** False: without `identityTags`, whatever is declared. */
  readonly identityTags: boolean;
  /** As with this `onDelete`, whatever is declared. */
  readonly onDelete?: string;
  readonly region?: string;
  readonly account?: string;
}

const NOTE =
  "This allows the calls that pulumi-aws-tasks makes and what AWS documents as made in the " +
  "caller's name. It is not proven complete: key policies, bucket policies and service control " +
  "policies have their say, and AWS does not document every call behind an import.\n";

/** Longer ones IAM does not take as a managed policy; white space does not count. */
const MOST_CHARACTERS = 6_144;

export function policyCommand(io: Io, what: readonly string[], options: PolicyOptions): number {
  const declarations = what.flatMap((one) => declared(io, one, options));
  const made = options.trust ? rolesOf(declarations) : policyOf(declarations);
  io.out.write(`${JSON.stringify(made, null, 2)}\n`);
  io.err.write(NOTE);
  const assumed = [...new Set(declarations.flatMap(({ props }) => rolesAssumed(props)))];
  if (assumed.length > 0) {
    io.err.write(`Tasks of ${assumed.join(", ")} (assumeRole): attach it there, and allow `);
    io.err.write("sts:AssumeRole on that role to whoever runs Pulumi.\n");
  }
  const length = JSON.stringify(made).length;
  if (!options.trust && length > MOST_CHARACTERS) {
    const text = `It has ${length} characters, IAM takes ${MOST_CHARACTERS} in a managed policy`;
    io.err.write(`${text}: divide its statements among several.\n`);
  }
  return DONE;
}

/** The role that calls: the last of several that are assumed one after the other. */
function rolesAssumed({ assumeRole }: Props): string[] {
  const { roleArn } = record([assumeRole].flat().at(-1));
  return typeof roleArn === "string" ? [roleArn] : [];
}

function declared(io: Io, what: string, options: PolicyOptions): readonly Declaration[] {
  const kinds = kindsNamed(what);
  if (kinds.length > 0) {
    const props = { region: options.region, accountId: options.account };
    // Nobody knows what tags they will have: without the marks none are reckoned with.
    const facts = { isExternal: false, hasTags: options.identityTags };
    return kinds.map((kind) => ({ kind, props, needs: needsOf(kind, facts, {}, options) }));
  }
  // What looks like a kind is a misspelt one, not a file that is missing.
  if (/^[a-z0-9]+[.:][A-Z]\w+$/.test(what)) {
    throw new CommandError(`${what}: no such task kind. There are ${KIND_NAMES}.`, MISUSED);
  }
  const { tasks } = readStackFile(io, what);
  if (tasks.length > 0) return tasks.map((task) => declarationOf(task, options));
  throw new CommandError(`${what}: this stack has no task of pulumi-aws-tasks.`, MISUSED);
}

function declarationOf(
  { kind, props, secrets, isExternal }: Held,
  options: PolicyOptions,
): Declaration {
  const { region = options.region, accountId = options.account } = props;
  const hasTags =
    secrets.has("tags") || secrets.has("tagsAll") || Object.keys(tagsOf(props)).length > 0;
  const needs = needsOf(kind, { isExternal, hasTags }, props, options);
  return { kind, needs, props: { ...props, region, accountId } };
}

function needsOf(
  kind: TaskKind,
  { isExternal, hasTags }: { readonly isExternal: boolean; readonly hasTags: boolean },
  props: Props,
  options: PolicyOptions,
): ReadonlySet<Need> {
  if (isExternal) return new Set(["read"]);
  const areMarksOff = !options.identityTags || props.identityTags === false;
  const isMarked = kind.tagging !== undefined && !areMarksOff;
  const isErased = (options.onDelete ?? props.onDelete) === "delete";
  return new Set<Need>([
    ...(["read", "manage"] as const),
    ...(hasTags || isMarked ? (["tag"] as const) : []),
    ...(isErased ? (["erase"] as const) : []),
  ]);
}
