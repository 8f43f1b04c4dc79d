/** What people see of one wait: its row, the line for all that wait, a warning if it stands still. */
import { Course } from "../waiting/course";
import { durationMs, durationText, within } from "../waiting/deadline";
import { aged, type Progress, progressText } from "../waiting/progress";
import type { Outcome } from "../waiting/wait";
import type { Context } from "./context";
import { urnFor } from "./identity";
import { timeoutMs } from "./inputs";
import type { Observation, TaskKind } from "./kind";
import { isAwsError, type Props } from "./ports";
import { redact } from "./redact";
import { changedText, type Moment, type RowText } from "./rowText";
import { bookkeepingOf } from "./state";

/** An AWS that answers at once has more to say than that it is asked. */
const SILENT_FOR_MS = 1_000;

export class ShownWait {
  readonly #course: Course;
  readonly #urn: string | undefined;
  readonly #beganAt: number;
  readonly #answered: () => void;
  #hasBegun = false;

  constructor(
    readonly context: Context,
    readonly kind: TaskKind,
    readonly id: string,
    readonly olds: Props,
    readonly news: Props,
  ) {
    this.#urn = urnFor(news);
    this.#course = new Course(durationMs(kind.defaults.timeouts.wait));
    const { startedAt } = bookkeepingOf(olds);
    this.#beganAt = startedAt === undefined ? context.clock.now() : Date.parse(startedAt);
    context.memory.waits.begin(id);
    let answered = () => {};
    const answer = new Promise<void>((resolve) => (answered = resolve));
    this.#answered = answered;
    const late = "late" as const;
    void within(context.clock, SILENT_FOR_MS, late, () => answer).then((when) => {
      if (when === late) this.#begin();
    });
  }

  progress(seen: Progress): void {
    this.#begin();
    const progress = this.#course.seen(seen);
    this.#status((agoMs) => progressText(aged(progress, agoMs)));
    this.context.memory.waits.seen(progress, this.context.clock.now());
    this.#summarise();
    const stillMs = this.#course.stall();
    if (stillMs !== undefined) this.#warn(progress, stillMs);
  }

  trouble(error: unknown): void {
    this.#begin();
    const code = isAwsError(error) ? error.code : "no answer";
    this.#status(`AWS can't be asked (${code}), trying again; ${this.id} goes on`);
  }

  /** What stays on the row until the engine shows something else: it must be true by then. */
  ended(outcome: Outcome<Observation>): void {
    this.#answered();
    this.#hasBegun = true;
    const { context, id } = this;
    const status = outcome.ending === "terminal" ? outcome.sight.status : undefined;
    const took = status === undefined ? undefined : this.#took(outcome);
    const how = outcome.ending === "terminal" ? outcome.sight.status : ENDED[outcome.ending];
    this.#status([how, took, id].filter((word) => word !== undefined).join(", "), "ends");
    context.memory.waits.end(id, status, took);
    this.#summarise();
  }

  /** Nobody knows when a task ended that had ended at the first look. */
  #took({ polls }: Outcome<Observation>): string | undefined {
    const took = durationText(this.context.clock.now() - this.#beganAt);
    if (polls > 1) return took;
    return bookkeepingOf(this.olds).startedAt === undefined ? undefined : `${took} at most`;
  }

  #begin(): void {
    this.#answered();
    if (this.#hasBegun) return;
    this.#hasBegun = true;
    const text = `waiting for ${this.id}; interrupting it loses nothing (Ctrl-C twice ends the wait)`;
    this.#status(text, "begins");
  }

  #status(text: RowText, moment?: Moment): void {
    this.context.row.status(this.#urn, changedText(text, this.#open), moment);
  }

  /** AWS's words on what it is doing may repeat what is secret. */
  readonly #open = (text: string): string => redact(redact(text, this.olds), this.news);

  #summarise(): void {
    const { row, clock, memory } = this.context;
    const { waits } = memory;
    const now = clock.now();
    const closing = waits.areOver ? waits.closing() : undefined;
    if (closing !== undefined) row.status(undefined, closing, "ends");
    // Made when it is shown: of many that are looked at together each would make one.
    else if (waits.areMany) row.status(undefined, (agoMs) => waits.text(now + agoMs));
  }

  #warn({ status, percent }: Progress, stillMs: number): void {
    const { kind, id, news } = this;
    const where = percent === undefined ? status : `${status}, ${percent} %,`;
    const limit = durationText(timeoutMs(kind, news, "wait"));
    const again = kind.cancel
      ? "change `triggers`: the next `pulumi up` cancels it and starts another"
      : "change `triggers`: the next `pulumi up` starts another";
    const text =
      `${kind.title} ${id} has been ${where} for ${durationText(stillMs)} without a change: it may ` +
      "be slow, or stuck. See what the AWS console says of it; the wait goes on until " +
      `timeouts.wait (${limit}), and interrupting it loses nothing. To give it up ${again}.`;
    this.context.row.warn(this.#urn, this.#open(text));
  }
}

const ENDED: Readonly<Record<Exclude<Outcome<unknown>["ending"], "terminal">, string>> = {
  timedOut: "not waited for any longer",
  aborted: "the wait was interrupted",
  unlisted: "not listed by AWS",
  refused: "AWS can't be asked",
};
