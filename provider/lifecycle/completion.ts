/**
 * The lifecycle of a `Completion`: its `create` waits for a task within the `up` that started it,
 * and keeps the task's result. Nothing else of it ever calls AWS.
 */
import { calledBy } from "./caller";
import { type Checked, readBeacon, settingFailures } from "./check";
import type { Context } from "./context";
import type { Created } from "./create";
import { describeTask, mayShowLater, withAccount } from "./describe";
import type { Difference } from "./diff";
import { explain, RefusedError } from "./errors";
import { identityOf, urnFor } from "./identity";
import { completionFields, pollingRule, waitMode } from "./inputs";
import { record } from "./json";
import { isFailure, type TaskKind } from "./kind";
import { type Convergence, fromOutcome } from "./outcome";
import type { Props } from "./ports";
import { redact } from "./redact";
import { inputsOf, nextState, RESULT_OUTPUTS, taskStateOf } from "./state";
import { endedText, lastLine, partialText, unlistedText } from "./texts";
import { isUnknown, validate } from "./validate";
import { awaitTask } from "./wait";

/** In place of a kind in the input `taskKind`. */
export const COMPLETION = "Completion";

/** The kind of the task that is waited for. */
export function completedKind(props: Props): unknown {
  return record(props.of).taskKind;
}

export function checkCompletion(context: Context, news: Props): Checked {
  const { __beacon, ...inputs } = news;
  const identity = identityOf(inputs);
  const beacon = readBeacon(__beacon, inputs);
  if (identity !== undefined) context.memory.beacons.set(identity, beacon);
  const reasons = [
    ...validate(completionFields(inputs), inputs, beacon.secrets),
    ...pollingRule(inputs, beacon.secrets),
    ...settingFailures(context),
  ];
  return { inputs, failures: reasons.map((reason) => ({ property: "", reason })) };
}

/** Only another task replaces it. Without a `check` (a look at dependants) an unknown is no other. */
export function diffCompletion(context: Context, olds: Props, news: Props): Difference {
  const identity = identityOf(news);
  const isChecked = identity !== undefined && context.memory.beacons.has(identity);
  const isOther = isUnknown(news.task) ? isChecked : news.task !== olds.task;
  return isOther ? { changes: true, replaces: ["task"] } : { changes: false };
}

/** Waits. What is thrown leaves nothing in the state: the next `up` waits again. */
export async function createCompletion(
  context: Context,
  kind: TaskKind,
  inputs: Props,
): Promise<Created> {
  const id = String(inputs.task);
  const task = taskOf(context, id, inputs);
  const outputs = await finalOutputs({ context, kind, id, task, inputs });
  const fail = (text: string) => new RefusedError(redact(text, task));
  if (isFailure(taskStateOf(outputs))) {
    throw fail(`${endedText(kind, id, outputs)} There is no result.`);
  }
  if (taskStateOf(outputs) === "running") {
    throw fail(
      `${kind.title} ${id} is still ${String(outputs[kind.statusOutput] ?? "running")}, and ` +
        "waiting is turned off (PULUMI_AWS_TASKS_WAIT or pulumi-aws-tasks:wait): there is no " +
        "result in this `up`.",
    );
  }
  if (outputs.artifactGone === true) {
    throw fail(
      `what ${kind.title} ${id} has made does not exist any more: there is no result. Change ` +
        "`triggers` of the task to make it again.",
    );
  }
  const urn = urnFor(inputs);
  if (outputs.partial === true) context.row.warn(urn, partialText(kind, id));
  const line = inputs.completed === undefined ? lastLine(context, kind, id, outputs) : undefined;
  if (line !== undefined) context.row.info(urn, line);
  const { taskKind, __identity } = inputs;
  const { taskState } = outputs;
  const completed = resultOf(kind, outputs);
  return { id, outs: { taskKind, __identity, task: id, taskState, completed } };
}

/**
 * What is known of the task: what this process saw of it last, else what the program says of it.
 * Where any of its inputs is secret, the program does not say which: then all are.
 */
function taskOf(context: Context, id: string, { of, completed }: Props): Props {
  const { inputs, ...call } = record(of);
  const given = record(inputs);
  const secrets = completed === undefined ? {} : { __secrets: Object.keys(given) };
  const known = context.memory.outputsOf(id) ?? { ...given, ...secrets };
  return calledBy({ ...call, ...known }, call);
}

/** One wait of a completion; `task` is what is known of the task. */
interface Waited {
  readonly context: Context;
  readonly kind: TaskKind;
  readonly id: string;
  readonly task: Props;
  readonly inputs: Props;
}

async function finalOutputs(waited: Waited): Promise<Props> {
  const { context, kind, task } = waited;
  const state = taskStateOf(task);
  if (state === "succeeded" || isFailure(state)) return task;
  const { seen, trouble } = await watched(waited);
  if (trouble !== undefined) throw new RefusedError(redact(trouble, task));
  // With what was secret: the whole of a result with secrets is one.
  const open = { ...inputsOf(kind, task), __secrets: undefined };
  return withAccount(context.aws(task), nextState(kind, open, task, seen), seen);
}

async function watched({ context, kind, id, task, inputs }: Waited): Promise<Convergence> {
  try {
    if (waitMode({}, context.settings.waitOverride()) !== "none") {
      const outcome = await awaitTask(context, kind, id, task, inputs);
      return await fromOutcome(context, kind, id, task, outcome);
    }
    const seen = await describeTask(context, kind, context.aws(task), id, task);
    if (seen || mayShowLater(context, task)) return { seen };
    return { trouble: unlistedText(context, kind, id, task) };
  } catch (error) {
    const text = `${kind.title} ${id} could not be waited for. ${explain(kind, error)}`;
    throw new RefusedError(redact(text, task), { cause: error });
  }
}

function resultOf(kind: TaskKind, outputs: Props): Props {
  const all: Props = { ...kind.computed(outputs), ...outputs };
  const names = [...RESULT_OUTPUTS, ...kind.result].filter((name) => all[name] !== undefined);
  return Object.fromEntries(names.map((name) => [name, all[name]]));
}
