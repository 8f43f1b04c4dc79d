/**
 * One row of the table of options: a task of one kind is brought into a state, one command is run,
 * and what it did is told in words that are the same for all kinds.
 */
import assert from "node:assert/strict";
import type { Props } from "../../../provider/lifecycle/ports";
import { record } from "../../support/lifecycleTable";
import { Stack, type Up, World } from "../../support/stack";
import { FAILING, type Subject, SUBJECTS } from "./subjects";

/** Longer than a task of the emulator lasts, and than its AMI or image is pending. */
const TO_THE_END_MS = 60_000;

export class Trial {
  readonly world: World;
  readonly stack: Stack;
  /** The program's inputs; a row changes them. */
  inputs: Props;

  private constructor(
    readonly subject: Subject,
    world: World,
  ) {
    this.world = world;
    this.stack = new Stack(world, subject.kind);
    this.inputs = subject.inputs;
  }

  static async make(subject: Subject): Promise<Trial> {
    return new Trial(subject, await World.make());
  }

  set(more: Props): void {
    this.inputs = { ...this.inputs, ...more };
  }

  get id(): string {
    return this.stack.state!.id;
  }

  /** The task comes to its end in AWS, and nobody has looked yet. */
  finish(): void {
    this.world.clock.jump(TO_THE_END_MS);
  }

  async up(more: Props = {}): Promise<Up> {
    this.set(more);
    return this.stack.up(this.inputs);
  }

  willFail(): void {
    this.world.emulator.addFault({ operation: this.subject.start, times: 1, effect: FAILING });
  }
}

export type State = keyof typeof STATES;

/** How a task comes into each of the states that rows begin with. */
const STATES = {
  none: async () => {},
  running: async (trial: Trial) => void (await trial.up()),
  "finished, not recorded": async (trial: Trial) => {
    await trial.up();
    trial.finish();
  },
  succeeded: async (trial: Trial) => {
    await trial.up();
    trial.finish();
    await trial.up();
    assert.equal(trial.stack.state!.outputs.taskState, "succeeded");
  },
  "failed, not reported": async (trial: Trial) => {
    trial.willFail();
    await trial.up();
    trial.finish();
    await trial.stack.refresh();
    assert.equal(trial.stack.state!.outputs.taskState, "failed");
  },
  "failed, reported": async (trial: Trial) => {
    trial.willFail();
    await trial.up();
    assert.match((await trial.up()).error ?? "", /It broke/);
  },
} as const;

export interface Expectation {
  readonly option: string;
  readonly state: State;
  /** What is told of the state beside its name. */
  readonly told?: string;
  readonly command: "preview" | "up" | "refresh" | "destroy" | "up --replace";
  /** All kinds, unless given. */
  readonly of?: (subject: Subject) => boolean;
  /** Before the task is started, and after it has come into its state. */
  readonly before?: (trial: Trial) => void;
  readonly after?: (trial: Trial) => void | Promise<void>;
  /** What must have happened, in the words of the table; by the kind's name where they differ. */
  readonly happens: RegExp | ((subject: Subject) => RegExp);
  /** How many tasks the command may start, 0 unless given. */
  readonly starts?: number | ((subject: Subject) => number);
  /** How many running tasks it may cancel, 0 unless given. */
  readonly cancels?: number;
}

/** One test for each kind, which is also a row of the table. */
export function row(expected: Expectation): void {
  const { option, state, told, command, of = () => true } = expected;
  const title = `${option}, ${told ?? state}, ${command}`;
  for (const subject of SUBJECTS.filter(of)) {
    it(`${title}: ${subject.name}`, async () => {
      const trial = await Trial.make(subject);
      try {
        expected.before?.(trial);
        await STATES[state](trial);
        await expected.after?.(trial);
        const seen = await observed(trial, command);
        check(subject, expected, seen);
        const { happened, calls } = seen;
        const kind = subject.name;
        record({
          section: "emulator",
          option,
          state: told ?? state,
          command,
          kind,
          happened,
          calls,
        });
      } finally {
        await trial.world.close();
      }
    });
  }
}

interface Seen {
  readonly happened: string;
  readonly calls: readonly string[];
  readonly starts: number;
  readonly waitedMs: number;
}

async function observed(trial: Trial, command: Expectation["command"]): Promise<Seen> {
  const { world } = trial;
  world.calls();
  const before = world.emulator.tasks().length;
  const beganAt = world.clock.now();
  const what = await run(trial, command);
  const waitedMs = world.clock.now() - beganAt;
  const waited = waitedMs > 0 && /up|destroy/.test(command) ? "; waited" : "";
  const starts = world.emulator.tasks().length - before;
  return { happened: what + waited, calls: world.calls(), starts, waitedMs };
}

async function run(trial: Trial, command: Expectation["command"]): Promise<string> {
  switch (command) {
    case "preview":
      return previewed(trial);
    case "refresh":
      return refreshed(trial);
    case "destroy":
      return destroyed(trial);
    case "up":
      return upped(trial, await trial.up());
    case "up --replace":
      return upped(trial, await trial.stack.replace(trial.inputs));
  }
}

async function previewed(trial: Trial): Promise<string> {
  try {
    const difference = await trial.stack.preview(trial.inputs);
    if (!difference) return "shows a start";
    if (!difference.changes) return "no change";
    if (!difference.replaces?.length) return "shows an update";
    return `shows a replacement, ${orderOf(difference.deleteBeforeReplace)}`;
  } catch (error) {
    return `fails: ${plain(trial, error)}`;
  }
}

async function refreshed(trial: Trial): Promise<string> {
  const { changes } = await trial.stack.refresh();
  const { taskState, recordExpired } = trial.stack.state!.outputs;
  return `${String(taskState)}${recordExpired === true ? ", record expired" : ""}${changes ? ", shown as a change" : ""}`;
}

async function destroyed(trial: Trial): Promise<string> {
  const { id } = trial;
  try {
    await trial.stack.destroy();
  } catch (error) {
    return `fails: ${plain(trial, error)}`;
  }
  const task = trial.world.emulator.tasks().find((one) => one.id === id);
  const isLeft = task?.running === true;
  return isLeft ? "removed from the stack, left running and named" : "removed from the stack";
}

function upped(trial: Trial, up: Up): string {
  if (up.error !== undefined) return `${up.step} fails: ${plain(trial, up.error)}`;
  const state = String(trial.stack.state!.outputs.taskState);
  if (up.step === "same") return `no change (${state})`;
  const order = up.step === "replace" ? `, ${orderOf(up.difference?.deleteBeforeReplace)}` : "";
  return `${up.step}${order} (${state})`;
}

const orderOf = (deleteFirst: boolean | undefined) =>
  deleteFirst ? "old one goes first" : "new one first";

/** The first sentence, in words that are the same for every kind and id. */
function plain(trial: Trial, error: unknown): string {
  const { kind } = trial.subject;
  const text = error instanceof Error ? error.message : String(error);
  const ids = trial.world.emulator.tasks().map(({ id }) => id);
  const named = [...ids, trial.stack.state?.id].filter((id) => id !== undefined);
  const ami = String(trial.stack.state?.outputs.amiId ?? "no AMI");
  const told = named.reduce((all, id) => all.replaceAll(id, "<id>"), text).replaceAll(ami, "<ami>");
  const [sentence = ""] = told.replaceAll(kind.title, "<task>").split(/(?<=[.;]) /, 1);
  return sentence
    .replace(/[.;]$/, "")
    .replace(/(is still|was) [A-Z_a-z]+ (?=after|when)/, "$1 <status> ")
    .replace(/ \([^()]*poll[^()]*\)/, "");
}

function check(subject: Subject, expected: Expectation, seen: Seen): void {
  const happens = expected.happens instanceof RegExp ? expected.happens : expected.happens(subject);
  assert.match(seen.happened, happens);
  const { starts = 0, cancels = 0 } = expected;
  assert.equal(seen.starts, typeof starts === "number" ? starts : starts(subject), "starts");
  const cancelled = seen.calls.filter((call) => call.startsWith("Cancel"));
  assert.equal(cancelled.length, cancels, "cancels");
  const waits = expected.command === "preview" || expected.command === "refresh";
  if (waits) assert.equal(seen.waitedMs, 0, "a preview and a refresh never wait");
}
