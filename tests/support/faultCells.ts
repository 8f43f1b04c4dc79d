/**
 * The cells of the fault matrix for faults of the network and of AWS: a kind, a point of its
 * lifecycle, and what goes wrong there. Each cell is one story: the operation that is hit, then the
 * same without the fault, to the end. The emulator tells how many tasks there were.
 */
import assert from "node:assert/strict";
import type { AnswerEffect, Emulator } from "../../emulator";
import type { Observation } from "../../provider/lifecycle/kind";
import type { Props } from "../../provider/lifecycle/ports";
import type { Subject } from "../contract/options/subjects";
import type { EngineStack } from "./stack";

/** A resource of that kind, its AWS, and a way to let time pass. */
export interface Bench {
  readonly emulator: Emulator;
  readonly stack: EngineStack<unknown>;
  jump(ms: number): void;
  /** Whether the last update is followed by another, which has nothing to do. */
  readonly isThorough: boolean;
}

/** What goes wrong, for every call that is hit. */
export const FAULTS = {
  "connection reset": { kind: "resetBefore" },
  "server error": { kind: "status5xx", status: 503 },
  throttled: { kind: "throttle" },
  denied: { kind: "deny" },
  "credentials expired": {
    kind: "error",
    code: "ExpiredTokenException",
    message: "The security token included in the request is expired",
    status: 400,
  },
} as const satisfies Readonly<Record<string, AnswerEffect>>;
export type FaultName = keyof typeof FAULTS;
export const FAULT_NAMES = Object.keys(FAULTS) as readonly FaultName[];

/** The operations that one kind calls for what every kind does. */
interface Operations {
  /** The describe of one task. */
  readonly look: readonly string[];
  /** The lists in which a start of ours may be. */
  readonly find: readonly string[];
  /** What shows whether the result is usable. */
  readonly artifact: string | undefined;
  readonly tag: string | undefined;
  readonly untag: string | undefined;
  readonly erase: string | undefined;
}

/** Of a task that has made all that tasks make. */
const DONE: Observation = { id: "id", status: "", outputs: new Proxy({}, { get: () => "id" }) };

export function operationsOf({ kind, inputs }: Subject): Operations {
  const looks = [["id"], ["id", "other"]].map((ids) => kind.describe(ids).request.operation);
  const finds = kind.candidates(inputs).filter(({ optional }) => optional === undefined);
  return {
    look: [...new Set(looks)],
    find: finds.map(({ request }) => request.operation),
    artifact: kind.usable?.ask(DONE)?.request.operation,
    tag: kind.tagging?.add("id", {}).operation,
    untag: kind.tagging?.remove("id", []).operation,
    erase: kind.erase?.request(DONE)?.operation,
  };
}

/** What brings the resource to the point, with the fault in place; undefined: it failed. */
export interface Point {
  readonly name: string;
  /** Why there is no such cell, if so. */
  notFor?(subject: Subject, fault: FaultName): string | undefined;
  /** All that comes before the fault. */
  before?(bench: Bench, program: Props): Promise<void>;
  /** The operations that are hit, and from which of their calls on. */
  hit(subject: Subject, operations: Operations): Hit;
  /** The operation of the engine in the middle of which it happens. */
  during(bench: Bench, program: Props): Promise<unknown>;
  /** More inputs than the kind needs. */
  readonly more?: Props;
  /** The inputs in the operation that is hit, and from then on. */
  readonly changed?: Props;
  /** The resource is deleted; else it is brought to its end. */
  readonly isDeletion?: boolean;
}

interface Hit {
  readonly operations: readonly string[];
  /** 1: from the first call on. */
  readonly from?: number;
  /** The work is done all the same, where the fault leaves that open. */
  readonly workDone?: boolean;
}

const JOB_MS = 60_000;

const started = async ({ stack }: Bench, program: Props) => {
  assert.equal((await stack.up(program)).error, undefined);
};
const finished = async (bench: Bench, program: Props) => {
  await started(bench, program);
  bench.jump(JOB_MS);
};
const settled = async (bench: Bench, program: Props) => {
  await finished(bench, program);
  assert.equal((await bench.stack.up(program)).error, undefined);
  assert.equal(bench.stack.state!.outputs.taskState, "succeeded");
};
const up = ({ stack }: Bench, program: Props) => stack.up(program);
const destroy = ({ stack }: Bench) => stack.destroy();
const lacks = (member: keyof Operations, reason: string) => (subject: Subject) =>
  operationsOf(subject)[member] === undefined ? reason : undefined;
const noTags = lacks("tag", "AWS keeps no tags of this kind");
const ANSWERED: readonly FaultName[] = ["throttled", "denied", "credentials expired"];

export const POINTS: readonly Point[] = [
  {
    name: "create: whose account",
    hit: () => ({ operations: ["GetCallerIdentity"] }),
    during: up,
  },
  { name: "create: find", hit: (_subject, { find }) => ({ operations: find }), during: up },
  {
    name: "create: start, not done",
    hit: ({ start }) => ({ operations: [start] }),
    during: up,
  },
  {
    name: "create: start, done but not answered",
    notFor: (_subject, fault) =>
      ANSWERED.includes(fault) ? "AWS refuses before it does the work" : undefined,
    hit: ({ start }) => ({ operations: [start], workDone: true }),
    during: up,
  },
  {
    name: "create: look after the start",
    hit: (_subject, { look, find }) => ({
      // What is the find's operation too is hit from its second call on.
      operations: look.filter((one) => look.length === 1 || !find.includes(one)),
      from: look.length === 1 && find.includes(look[0]!) ? 2 : 1,
    }),
    during: up,
  },
  {
    name: "create: mark after the start",
    notFor: (subject) =>
      subject.kind.type === "appstream:ExportImageTask"
        ? "the AMI that carries the mark is not there yet"
        : noTags(subject),
    hit: (_subject, { tag }) => ({ operations: [tag!] }),
    during: up,
  },
  {
    name: "preview: look",
    before: started,
    hit: (_subject, { look }) => ({ operations: look }),
    during: ({ stack }, program) => stack.preview(program),
  },
  {
    name: "diff: first look of the wait",
    more: { timeouts: { wait: "5s" } },
    before: started,
    hit: (_subject, { look }) => ({ operations: look }),
    during: up,
  },
  {
    name: "diff: in the middle of the wait",
    more: { timeouts: { wait: "8s" } },
    before: started,
    hit: (_subject, { look }) => ({ operations: look, from: 2 }),
    during: up,
  },
  {
    name: "diff: look at the result",
    more: { timeouts: { wait: "5s" } },
    notFor: lacks("artifact", "the task's own status tells all"),
    before: finished,
    hit: (_subject, { artifact }) => ({ operations: [artifact!] }),
    during: up,
  },
  {
    name: "update: look",
    changed: { wait: "none" },
    before: finished,
    hit: (_subject, { look }) => ({ operations: look }),
    during: up,
  },
  {
    name: "update: tags",
    notFor: noTags,
    changed: { tags: { team: "others", tier: "gold" } },
    before: settled,
    hit: (_subject, { tag }) => ({ operations: [tag!] }),
    during: up,
  },
  {
    name: "read: look",
    before: finished,
    hit: (_subject, { look }) => ({ operations: look }),
    during: ({ stack }) => stack.refresh(),
  },
  {
    name: "delete: look, running",
    isDeletion: true,
    before: started,
    hit: (_subject, { look }) => ({ operations: look }),
    during: destroy,
  },
  {
    name: "delete: cancel, not done",
    isDeletion: true,
    more: { timeouts: { cancel: "5s" } },
    notFor: ({ kind }) => (kind.cancel ? undefined : "AWS can't cancel this kind"),
    before: started,
    hit: ({ kind }) => ({ operations: [kind.cancel!("").operation] }),
    during: destroy,
  },
  {
    name: "delete: look, finished",
    isDeletion: true,
    before: settled,
    hit: (_subject, { look }) => ({ operations: look }),
    during: destroy,
  },
  {
    name: "delete: result, not done",
    isDeletion: true,
    more: { onDelete: "delete" },
    notFor: lacks("erase", "what it makes is not ours to delete"),
    before: settled,
    hit: (_subject, { erase }) => ({ operations: [erase!] }),
    during: destroy,
  },
  {
    name: "delete: marks, not done",
    isDeletion: true,
    notFor: noTags,
    before: settled,
    hit: (_subject, { untag }) => ({ operations: [untag!] }),
    during: destroy,
  },
];

/** The same for cells of one kind that end with the same outputs. */
export function storyOf(subject: Subject, { more, changed, isDeletion }: Point): string {
  return JSON.stringify([subject.name, more ?? {}, changed ?? {}, isDeletion ?? false]);
}

/** A resource's outputs without ids and times, which are another task's. */
export function lasting(outputs: Props): unknown {
  const text = JSON.stringify({ ...outputs, __hold: undefined, __startedAt: undefined })
    .replace(/[0-9]{4}-[0-9-]{5}T[0-9:.]+Z/g, "<time>")
    .replace(/[0-9]{8}T[0-9]{6}Z/g, "<time>")
    // Not the numbers.
    .replace(/(?<!:[0-9]*)[0-9a-f]{8,}(-[0-9a-f]{4,})*/g, "<id>");
  return JSON.parse(text);
}

/** Why there is no such cell, or undefined where there is one. */
export function notApplicable(
  subject: Subject,
  point: Point,
  fault: FaultName,
): string | undefined {
  return point.notFor?.(subject, fault);
}

/** What a cell came to, as the emulator saw it. */
export interface Cell {
  readonly started: number;
  /** Tasks of AWS's that no state knows, or ids in the state that AWS does not. */
  readonly lost: number;
  readonly outputs: Props;
  /** Calls that were hit: none would mean that nothing was tried. */
  readonly hits: number;
}

/** Plays the story of one cell. Throws where it does not end as it should. */
export async function play(
  bench: Bench,
  subject: Subject,
  point: Point,
  fault: FaultName | undefined,
): Promise<Cell> {
  const { emulator, stack } = bench;
  const polling = { minInterval: "1s", maxInterval: "3s" };
  const { timeouts, ...more } = point.more ?? {};
  const program: Props = {
    ...{ ...subject.inputs, polling, ...more },
    timeouts: { start: "1m", ...(timeouts as Props | undefined) },
  };
  await point.before?.(bench, program);
  const later = { ...program, ...point.changed };
  emulator.clearLog();
  const target = point.hit(subject, operationsOf(subject));
  if (fault) hit(emulator, target, FAULTS[fault]);
  await point.during(bench, later).catch(() => undefined);
  const hits = emulator
    .log()
    .filter(({ operation, outcome }) => target.operations.includes(operation) && outcome !== "ok");
  emulator.clearFaults();
  if (point.isDeletion) {
    if (stack.state) await stack.destroy();
    const { kind } = subject;
    const ends = [kind.cancel?.("").operation, operationsOf(subject).erase];
    const ended = emulator
      .log()
      .filter(({ operation, outcome }) => ends.includes(operation) && outcome === "ok");
    assert.ok(ended.length <= 1, "ended or removed twice");
    const running = emulator.tasks().filter((task) => task.running);
    if (kind.cancel) assert.deepEqual(running, [], "a task is left running");
    return { started: emulator.tasks().length, lost: 0, outputs: {}, hits: hits.length };
  }
  await toTheEnd(bench, later);
  const { id, outputs } = stack.state!;
  // A store has no id of AWS's: its time tells it.
  const others = emulator
    .tasks()
    .filter((task) => task.id !== id && task.startedAt !== outputs.taskStartTime);
  const { length } = emulator.tasks();
  return { started: length, lost: others.length, outputs, hits: hits.length };
}

/** As a person would: `up` until it succeeds and is settled. */
async function toTheEnd(bench: Bench, program: Props): Promise<void> {
  const { wait, ...waiting } = { ...program, timeouts: undefined } as Props;
  let last: string | undefined;
  for (let run = 0; run < 4; run++) {
    const { step, error } = await bench.stack.up(waiting);
    const hasSucceeded = !error && bench.stack.state!.outputs.taskState === "succeeded";
    if (hasSucceeded && (step === "same" || !bench.isThorough)) return;
    last = error ?? step;
    bench.jump(JOB_MS);
  }
  assert.fail(`not settled after four updates: ${last} (wait ${String(wait)})`);
}

/** Rules count the calls that they fit, so that from a call on is one rule for each. */
function hit(emulator: Emulator, { operations, from = 1, workDone }: Hit, effect: AnswerEffect) {
  const done = workDone ? withWorkDone(effect) : effect;
  for (const operation of operations) {
    if (from === 1) emulator.addFault({ operation, effect: done });
    else for (let nth = from; nth < 60; nth++) emulator.addFault({ operation, nth, effect: done });
  }
}

function withWorkDone(effect: AnswerEffect): AnswerEffect {
  if (effect.kind === "resetBefore") return { kind: "resetAfter" };
  return effect.kind === "status5xx" ? { ...effect, workDone: true } : effect;
}
