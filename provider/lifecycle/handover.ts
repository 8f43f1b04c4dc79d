/** Whether a downstream stack may have a task's result, and what to run where it may not. Pure. */
import { endSentence, remediesFor } from "./errors";
import { record } from "./json";
import { isFailure, type TaskKind } from "./kind";
import type { Props } from "./ports";
import { HINDRANCES, taskStateOf } from "./state";
import { partialText } from "./texts";

/** An output of another stack: an update that fails leaves it as it was. */
export interface Offer {
  /** The stack's name, as `pulumi up --stack` takes it. */
  readonly stack: string;
  readonly output: string;
  /** Undefined: there is no such output. */
  readonly value: unknown;
  /** The names of all outputs of that stack. */
  readonly names: readonly string[];
  /** Then no text repeats anything of the value that an outsider can't know. */
  readonly isSecret: boolean;
}

export interface Demand {
  /** The only `taskKind` that will do; else any. */
  readonly taskKind?: string | undefined;
  readonly allowPartial: boolean;
}

/** The result of a task that has succeeded, or why there is none. */
export type Handover = { readonly result: Props } | { readonly refusal: string };

/** What is offered as the result of a task. */
interface Told {
  readonly offer: Offer;
  readonly result: Props;
  /** Undefined for one that only a newer version of this package knows. */
  readonly kind: TaskKind | undefined;
}

export function handover(offer: Offer, demand: Demand, kinds: readonly TaskKind[]): Handover {
  const result = resultIn(offer.value);
  if (result === undefined) return { refusal: noResultText(offer) };
  const { stack, output } = offer;
  const { taskKind } = result;
  if (demand.taskKind !== undefined && taskKind !== demand.taskKind) {
    const refusal =
      `Output "${output}" of stack ${stack} is the result of ${String(taskKind)}, ` +
      `not of ${demand.taskKind}: name another output, or that kind.`;
    return { refusal };
  }
  const told = { offer, result, kind: kinds.find(({ type }) => type === taskKind) };
  const hindrance = hindranceTo(told, demand.allowPartial);
  if (hindrance === undefined) return { result: withoutHindrances(result) };
  return { refusal: `Output "${output}" of stack ${stack} can't be used: ${hindrance}` };
}

/** The task for a text: `EC2 image export export-ami-1`. */
export function taskName(offer: Offer, result: Props, kinds: readonly TaskKind[]): string {
  return nameOf({ offer, result, kind: kinds.find(({ type }) => type === result.taskKind) });
}

/** What is exported may be a result, or a task or a `Completion`, which have one. */
function resultIn(value: unknown): Props | undefined {
  const given = record(value);
  return [record(given.result), given].find(
    ({ taskKind, taskState }) => typeof taskKind === "string" && typeof taskState === "string",
  );
}

function noResultText(offer: Offer): string {
  const { stack, output, value, names } = offer;
  if (value !== undefined) {
    const several = namesOfResults(offer);
    const each = `, each under a name of its own (it has those of ${listed(several)})`;
    return (
      `Output "${output}" of stack ${stack} is not the result of a task: export the \`result\` ` +
      `of a task or of a Completion there${several.length === 0 ? "" : each}.`
    );
  }
  const there = `\`pulumi up --stack ${stack}\` in its project`;
  if (names.length === 0) {
    return (
      `Stack ${stack} has no outputs, and so no "${output}": no \`pulumi up\` of it has ` +
      `succeeded yet, or its program exports nothing. Run ${there}, then this again.`
    );
  }
  return (
    `Stack ${stack} has no output "${output}", only ${listed(names)}. Correct the name, or export ` +
    `the \`result\` of a task under it and run ${there}.`
  );
}

/** Where one output holds several. */
function namesOfResults({ value, isSecret }: Offer): readonly string[] {
  const entries = isSecret ? [] : Object.entries(record(value));
  return entries.filter(([, item]) => resultIn(item)).map(([name]) => name);
}

function hindranceTo(told: Told, allowPartial: boolean): string | undefined {
  const { result, kind, offer } = told;
  const state = taskStateOf(result);
  const name = nameOf(told);
  const up = `\`pulumi up --stack ${offer.stack}\` in its project`;
  if (isFailure(state)) {
    return (
      `${endedText(told)} Mend the cause and run ${up}, with other \`triggers\` if the task has ` +
      'onFailure: "keep"; run it again to wait for the new task, then this.'
    );
  }
  // Any other state is one that a newer version has: it is no success either.
  if (state !== "succeeded") {
    return (
      `${name} was ${statusText(told)} after that stack's last successful \`pulumi up\`. Run ` +
      `${up}, which waits for the task or says why it failed, then this again.`
    );
  }
  if (result.artifactGone === true) {
    return (
      `what ${name} has made does not exist any more. Change \`triggers\` of the task and run ` +
      `${up}, once to make it again and once to wait for it, then this.`
    );
  }
  if (allowPartial) return undefined;
  const asItIs = "To take it as it is set { allowPartial: true }.";
  if (result.partial === true) {
    const text = kind ? partialText(kind, idOf(told)) : `${name} is incomplete.`;
    return `${text} Mend that and run ${up}, once to start and once to wait. ${asItIs}`;
  }
  const lacking = lackingIn(told);
  if (lacking.length === 0) return undefined;
  return (
    `${name} has succeeded, but its result lacks ${listed(lacking)}, which AWS does not tell of a ` +
    `task that is only read (\`get\`). Have it from the stack that started the task. ${asItIs}`
  );
}

/** What the types promise of a success. */
function lackingIn({ result, kind }: Told): readonly string[] {
  const promised = kind?.successOutputs.filter((name) => kind.result.includes(name)) ?? [];
  return promised.filter((name) => result[name] === undefined || result[name] === null);
}

function withoutHindrances(result: Props): Props {
  const isHindrance = (name: string) => (HINDRANCES as readonly string[]).includes(name);
  return Object.fromEntries(Object.entries(result).filter(([name]) => !isHindrance(name)));
}

function nameOf(told: Told): string {
  return `${told.kind?.title ?? String(told.result.taskKind)} ${idOf(told)}`.trimEnd();
}

function idOf({ offer, result }: Told): string {
  if (typeof result.id !== "string") return "";
  return offer.isSecret ? "[secret]" : result.id;
}

function endedText(told: Told): string {
  const { offer, result, kind } = told;
  const how = result.taskState === "cancelled" ? "was cancelled" : "failed";
  const status = statusOf(told);
  const ended = `${nameOf(told)} ${how}${status === undefined ? "" : ` (${status})`}`;
  const { failureReason } = result;
  if (typeof failureReason !== "string") return `${ended}.`;
  const reason = offer.isSecret ? "[secret]." : endSentence(failureReason);
  return [`${ended}: ${reason}`, ...(kind ? remediesFor(kind, failureReason) : [])].join(" ");
}

function statusText(told: Told): string {
  const state = taskStateOf(told.result) ?? "not finished";
  const status = statusOf(told);
  return status === undefined ? state : `${state} (${status})`;
}

/** AWS's word; of a secret result one that AWS has for every task. */
function statusOf({ offer, result, kind }: Told): string | undefined {
  const status = kind && result[kind.statusOutput];
  if (typeof status !== "string") return undefined;
  return offer.isSecret && !Object.hasOwn(kind!.states, status) ? undefined : status;
}

/** `a`, `a and b`, `a, b and c`. */
function listed(names: readonly string[]): string {
  if (names.length < 2) return names.join("");
  return `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
}
