/**
 * The lifecycle of a `Completion`: its `create` waits for a task within the `up` that started it,
 * and keeps the task's result. Nothing else of it ever calls AWS.
 */
import { calledBy } from "./caller";
import { type Checked, readBeacon, settingFailures } from "./check";
import type { Context } from "./context";
import type { Created } from "./create";
import { describeTask } from "./describe";
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
  const known = context.memory.outputsOf(id) ?? {};
  const olds = calledBy({ ...record(inputs.of), ...known }, record(inputs.of));
  const outputs = await finalOutputs(context, kind, id, olds, inputs);
  if (isFailure(taskStateOf(outputs))) {
    // Who knows the task only by its id does not know what of it is secret.
    const withheld = inputs.completed !== undefined && context.memory.outputsOf(id) === undefined;
    const told = withheld ? { ...outputs, failureReason: "its inputs are secret" } : outputs;
    throw new RefusedError(redact(`${endedText(kind, id, told)} There is no result.`, olds));
  }
  if (taskStateOf(outputs) === "running") {
    throw new RefusedError(
      `${kind.title} ${id} is still ${String(outputs[kind.statusOutput])}, and waiting is turned ` +
        "off (PULUMI_AWS_TASKS_WAIT or pulumi-aws-tasks:wait): there is no result in this `up`.",
    );
  }
  if (outputs.partial === true) context.row.warn(urnFor(inputs), partialText(kind, id));
  const taskState = outputs.taskState;
  const line = inputs.completed === undefined ? lastLine(kind, id, outputs) : undefined;
  if (line !== undefined) context.row.info(urnFor(inputs), line);
  return { id, outs: { ...inputs, taskState, completed: resultOf(kind, outputs) } };
}

async function finalOutputs(
  context: Context,
  kind: TaskKind,
  id: string,
  olds: Props,
  inputs: Props,
): Promise<Props> {
  const state = taskStateOf(olds);
  if (state === "succeeded" || isFailure(state)) return olds;
  const { seen, trouble } = await watched(context, kind, id, olds, inputs);
  if (trouble !== undefined) throw new RefusedError(redact(trouble, olds));
  // With what was secret: the whole of a result with secrets is one.
  return nextState(kind, { ...inputsOf(kind, olds), __secrets: undefined }, olds, seen);
}

async function watched(
  context: Context,
  kind: TaskKind,
  id: string,
  olds: Props,
  inputs: Props,
): Promise<Convergence> {
  try {
    const mode = waitMode({}, context.settings.waitOverride());
    if (mode !== "none") {
      return await fromOutcome(
        context,
        kind,
        id,
        olds,
        await awaitTask(context, kind, id, olds, inputs),
      );
    }
    const seen = await describeTask(context, kind, context.aws(olds), id, olds);
    if (!seen) return { trouble: unlistedText(context, kind, id, olds) };
    return { seen };
  } catch (error) {
    const text = `${kind.title} ${id} could not be waited for. ${explain(kind, error)}`;
    throw new RefusedError(redact(text, olds), { cause: error });
  }
}

function resultOf(kind: TaskKind, outputs: Props): Props {
  const all: Props = { ...kind.computed(outputs), ...outputs };
  const names = [...RESULT_OUTPUTS, ...kind.result].filter((name) => all[name] !== undefined);
  return Object.fromEntries(names.map((name) => [name, all[name]]));
}
