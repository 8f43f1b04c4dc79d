import type { ServiceName } from "./operation";
import type { Random } from "./random";
import type { TaskFault } from "./taskRecord";

/**
 * Instead of the answer, or to it. With `workDone` the call has its effect before the error goes
 * out, as when AWS fails after the start.
 *
 * - `error`: this error, in the service's own form; the message is the code and the status 400
 *   unless given.
 * - `throttle`: the service's throttling error, with or without a hint when to come back.
 * - `deny`: the service's access error; with `onlyWithTags` for the right to tag, in calls that tag.
 * - `status5xx`: 500 unless given, as the service's own error (`aws`, the default), an HTML page or
 *   nothing.
 * - `resetBefore`, `resetAfter`: the connection is reset before or after the work is done.
 * - `cutBody`: half of the answer; with `reset` the connection breaks there, else it is only short.
 * - `hang`: the work is done, the answer withheld until `release()` or until the client gives up;
 *   with `workDone: false` the call waits before its work, which is never done if the client goes.
 *
 * @example
 * const busy: AnswerEffect = { kind: "throttle", retryAfterSeconds: 2 };
 */
export type AnswerEffect =
  | {
      readonly kind: "error";
      readonly code: string;
      readonly message?: string;
      readonly status?: number;
      readonly headers?: Readonly<Record<string, string>>;
      readonly workDone?: boolean;
    }
  | {
      readonly kind: "throttle";
      readonly retryAfterSeconds?: number;
      readonly retryAfterMs?: number;
    }
  | { readonly kind: "deny"; readonly onlyWithTags?: boolean }
  | {
      readonly kind: "status5xx";
      readonly status?: number;
      readonly body?: "aws" | "html" | "empty";
      readonly workDone?: boolean;
    }
  | { readonly kind: "resetBefore" }
  | { readonly kind: "resetAfter" }
  | { readonly kind: "cutBody"; readonly reset?: boolean }
  | { readonly kind: "hang"; readonly workDone?: boolean };

/**
 * The answer comes later by so much real time; the work is done at once.
 *
 * @example
 * const slow: DelayEffect = { kind: "delayMs", ms: 250 };
 */
export interface DelayEffect {
  readonly kind: "delayMs";
  readonly ms: number;
}

/**
 * What a fault rule does: to the answer, to its time, or to the task.
 *
 * @example
 * const effects: Effect[] = [{ kind: "hang" }, { kind: "stick", atPercent: 80 }];
 */
export type Effect = AnswerEffect | DelayEffect | TaskFault;

/**
 * When something goes wrong, and what. Without conditions: at every call.
 *
 * One call has one answer: of the rules for it whose turn it is, the first has it. The others keep
 * their turn for the next call that fits.
 *
 * @example
 * const lostAnswer: FaultRule = {
 *   operation: "ExportImage",
 *   times: 1,
 *   effect: { kind: "resetAfter" },
 * };
 */
export interface FaultRule {
  /** By AWS's name, such as `ExportImage`; one that the emulator does not have is refused. */
  readonly operation?: string;
  /** Where several services have the operation, as `CreateTags`, or for all calls of one. */
  readonly service?: ServiceName;
  /** Only calls that name one of these. */
  readonly ids?: readonly string[];
  /** Only the nth of the calls that fit, from 1. */
  readonly nth?: number;
  /** Each second, third, … of the calls that fit. */
  readonly every?: number;
  /** No more than so many times. */
  readonly times?: number;
  /** 0..1. */
  readonly probability?: number;
  /**
   * One to the answer or its time befalls the call. One to a task goes to the task that the call
   * starts, or to the tasks that it names.
   */
  readonly effect: Effect;
}

/** A call as the rules see it. */
interface Candidate {
  readonly service: ServiceName;
  readonly operation: string;
  readonly ids: readonly string[];
  readonly hasTags: boolean;
}

interface Verdict {
  readonly answer: AnswerEffect | undefined;
  readonly delayMs: number;
  readonly taskFaults: readonly TaskFault[];
}

export interface Faults {
  add(rule: FaultRule): void;
  rules(): readonly FaultRule[];
  clear(): void;
  /** What befalls this call; counts it for every rule that it fits and that does not wait. */
  judge(call: Candidate): Verdict;
}

export function createFaults(random: Random): Faults {
  let rules: Counted[] = [];
  return {
    add(rule) {
      rules.push({ rule, seen: 0, fired: 0 });
    },
    rules: () => rules.map(({ rule }) => rule),
    clear() {
      rules = [];
    },
    judge(call) {
      let answer: AnswerEffect | undefined;
      let delayMs = 0;
      const taskFaults: TaskFault[] = [];
      for (const counted of rules.filter(({ rule }) => fits(rule, call))) {
        const { effect } = counted.rule;
        const isTurn = isDue(counted);
        // A rule that finds the answer taken keeps its turn: as if the call had not been.
        if (isTurn && isAnswerEffect(effect) && answer !== undefined) continue;
        counted.seen += 1;
        if (!isTurn || !isLikely(counted.rule, random)) continue;
        counted.fired += 1;
        if (isAnswerEffect(effect)) answer = effect;
        else if (effect.kind === "delayMs") delayMs += effect.ms;
        else taskFaults.push(effect);
      }
      return { answer, delayMs, taskFaults };
    },
  };
}

interface Counted {
  readonly rule: FaultRule;
  seen: number;
  fired: number;
}

function fits({ operation, service, ids, effect }: FaultRule, call: Candidate): boolean {
  if (operation !== undefined && operation !== call.operation) return false;
  if (service !== undefined && service !== call.service) return false;
  if (ids && !ids.some((id) => call.ids.includes(id))) return false;
  return effect.kind !== "deny" || !effect.onlyWithTags || call.hasTags;
}

/** Whether the next call that fits is one for the rule, but for its probability. */
function isDue({ rule: { nth, every, times }, seen, fired }: Counted): boolean {
  const number = seen + 1;
  if (nth !== undefined && number !== nth) return false;
  if (every !== undefined && number % every !== 0) return false;
  return times === undefined || fired < times;
}

const isLikely = ({ probability }: FaultRule, random: Random): boolean =>
  probability === undefined || random.next() < probability;

export const isTaskEffect = (effect: Effect): effect is TaskFault =>
  !isAnswerEffect(effect) && effect.kind !== "delayMs";

function isAnswerEffect(effect: Effect): effect is AnswerEffect {
  return answerKinds.has(effect.kind);
}

const answerKinds: ReadonlySet<string> = new Set<AnswerEffect["kind"]>([
  "error",
  "throttle",
  "deny",
  "status5xx",
  "resetBefore",
  "resetAfter",
  "cutBody",
  "hang",
]);
