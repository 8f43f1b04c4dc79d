/** The tasks in a stack's state, as `pulumi stack export` writes it. */
import { KINDS } from "../provider/kinds";
import { record } from "../provider/lifecycle/json";
import type { TaskKind } from "../provider/lifecycle/kind";
import type { Props } from "../provider/lifecycle/ports";
import { CommandError, MISUSED } from "./failure";
import type { Io } from "./io";

/** A task that a stack has in its state. */
export interface Held {
  readonly kind: TaskKind;
  /** Undefined as long as it is not created. */
  readonly id: string | undefined;
  /** `project/stack`, as the tag on a task has it. */
  readonly stack: string;
  /** The resource's name in the program. */
  readonly name: string;
  /** Only read (`get`): another program's, or nobody's. */
  readonly isExternal: boolean;
  /** Inputs and outputs, less what is secret. */
  readonly props: Props;
  /** The names of what is secret. */
  readonly secrets: ReadonlySet<string>;
}

export interface StackFile {
  readonly tasks: readonly Held[];
  /** The stack, as `project/stack`; none where nothing at all is in its state. */
  readonly stacks: readonly string[];
}

const TYPE = "pulumi-nodejs:dynamic/aws-tasks/";
/** By this key the engine marks a secret: https://github.com/pulumi/pulumi, `resource.SigKey`. */
const SIGNATURE = "4dabf18193072939515e22adb298388d";

export function readStackFile(io: Io, path: string): StackFile {
  return stackFileOf(read(io, path), path);
}

function read(io: Io, path: string): string {
  try {
    return io.read(path);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const why = code === "ENOENT" ? "there is no such file" : message;
    throw new CommandError(`${path}: ${why}. ${ADVICE}`, MISUSED);
  }
}

const ADVICE = "A stack's state is made by: pulumi stack export --file stack.json";

/** Throws where that is no state. */
export function stackFileOf(text: string, path: string): StackFile {
  let exported: unknown;
  try {
    exported = JSON.parse(text);
  } catch {
    throw new CommandError(`${path}: is not JSON. ${ADVICE}`, MISUSED);
  }
  const { deployment } = record(exported);
  const { manifest, resources = [] } = record(deployment);
  // A stack in which nothing is yet has no list of resources.
  if (manifest === undefined || !Array.isArray(resources)) {
    throw new CommandError(`${path}: is JSON, but no stack's state. ${ADVICE}`, MISUSED);
  }
  const all = resources.map(record);
  return {
    tasks: all.flatMap((resource) => heldBy(resource) ?? []),
    stacks: [...new Set(all.flatMap(({ urn }) => partsOf(urn)?.stack ?? []))],
  };
}

/** `project/stack` and the resource's name, from its URN. */
function partsOf(urn: unknown): { readonly stack: string; readonly name: string } | undefined {
  const [, stack, project, name = ""] =
    String(urn).match(/^urn:pulumi:(.+?)::(.+?)::.*?::(.*)$/s) ?? [];
  return stack === undefined ? undefined : { stack: `${project}/${stack}`, name };
}

function heldBy(resource: Props): Held | undefined {
  const { type, id, urn, external } = resource;
  const kind = KINDS.find((one) => type === TYPE + one.type);
  if (!kind) return undefined;
  const { stack = "", name = "" } = partsOf(urn) ?? {};
  const inputs = record(resource.inputs);
  const outputs = record(resource.outputs);
  const all = Object.entries({ ...outputs, ...inputs });
  const isOpen = (name: string) => !hasSecret(inputs[name]) && !hasSecret(outputs[name]);
  return {
    kind,
    id: typeof id === "string" && id !== "" ? id : undefined,
    stack,
    name,
    isExternal: external === true,
    props: Object.fromEntries(all.filter(([name]) => isOpen(name))),
    secrets: new Set(all.map(([name]) => name).filter((name) => !isOpen(name))),
  };
}

function hasSecret(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  return SIGNATURE in value || Object.values(value).some(hasSecret);
}
