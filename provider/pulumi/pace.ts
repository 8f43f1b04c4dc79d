/**
 * Which passing texts are sent, and when: on a screen one per resource and second, the last one
 * winning; in a log the first and the last of a wait, and between them ever fewer.
 */
import type { Clock } from "../lifecycle/ports";
import { type Moment, type RowText, textAt } from "../lifecycle/rowText";

export interface Pace {
  /** A passing text for that resource; `undefined` is the stack. */
  text(urn: string | undefined, text: RowText, moment?: Moment): void;
  /** Something that stays was said of that resource: what was passing is out of date. */
  said(urn: string | undefined): void;
}

type Send = (urn: string | undefined, text: string) => void;

/** At most one passing text per resource in this time; the engine repaints for each. */
const SCREEN_EVERY_MS = 1_000;

/** So often the time that has passed is shown, though nobody has looked again. */
const REPAINT_EVERY_MS = 30_000;

interface Text {
  readonly text: RowText;
  readonly atMs: number;
}

interface ScreenRow {
  sentAtMs: number;
  shown?: Text | undefined;
  /** Held back until a second is over. */
  next?: Text | undefined;
}

export class ScreenPace implements Pace {
  readonly #rows = new Map<string | undefined, ScreenRow>();
  #isRepainting = false;

  constructor(
    readonly clock: Clock,
    readonly send: Send,
  ) {}

  text(urn: string | undefined, text: RowText): void {
    const row = this.#rows.get(urn) ?? { sentAtMs: -Infinity };
    this.#rows.set(urn, row);
    const isHeld = row.next !== undefined;
    row.next = { text, atMs: this.clock.now() };
    if (!isHeld) this.#sendInTime(urn, row);
  }

  said(urn: string | undefined): void {
    const row = this.#rows.get(urn);
    if (!row) return;
    row.next = undefined;
    row.shown = undefined;
  }

  #sendInTime(urn: string | undefined, row: ScreenRow): void {
    if (!row.next) return;
    const leftMs = row.sentAtMs + SCREEN_EVERY_MS - this.clock.now();
    if (leftMs > 0) {
      void this.clock.sleep(leftMs).then(() => this.#sendInTime(urn, row));
      return;
    }
    row.shown = row.next;
    row.next = undefined;
    row.sentAtMs = this.clock.now();
    this.send(urn, this.#asOfNow(row.shown));
    if (isTicking(row)) void this.#repaint();
  }

  #asOfNow({ text, atMs }: Text): string {
    return textAt(text, this.clock.now() - atMs);
  }

  async #repaint(): Promise<void> {
    if (this.#isRepainting) return;
    this.#isRepainting = true;
    while ([...this.#rows.values()].some(isTicking)) {
      await this.clock.sleep(REPAINT_EVERY_MS);
      const now = this.clock.now();
      for (const [urn, row] of this.#rows) {
        if (row.next || !isTicking(row) || now - row.sentAtMs < REPAINT_EVERY_MS) continue;
        row.sentAtMs = now;
        this.send(urn, this.#asOfNow(row.shown));
      }
    }
    this.#isRepainting = false;
  }
}

function isTicking(row: ScreenRow): row is ScreenRow & { readonly shown: Text } {
  return typeof row.shown?.text === "function";
}

const MINUTE_MS = 60_000;
/** When a log gets a line on a wait, since its beginning; later at each multiple of the last. */
const LINES_AT_MS = [10_000, 30_000, ...[1, 2, 5, 10, 15].map((minutes) => minutes * MINUTE_MS)];

/** Where more wait than that, the line for all of them tells how they are. */
const MOST_WITH_LINES = 10;

export class LogPace implements Pace {
  readonly #rows = new Map<string | undefined, { beganAt: number; dueMs: number }>();
  readonly #waiting = new Set<string>();

  constructor(
    readonly clock: Clock,
    readonly send: Send,
  ) {}

  text(urn: string | undefined, text: RowText, moment?: Moment): void {
    const row = this.#rows.get(urn);
    const now = this.clock.now();
    if (moment === "ends") {
      this.#rows.delete(urn);
      this.#waiting.delete(urn ?? "");
    } else if (!row || moment === "begins") {
      this.#rows.set(urn, { beganAt: now, dueMs: LINES_AT_MS[0]! });
      if (moment === "begins") this.#waiting.add(urn ?? "");
      // The line for all has nothing to add to the beginnings of each.
      if (urn === undefined) return;
    } else {
      const elapsedMs = now - row.beganAt;
      if (elapsedMs < row.dueMs) return;
      row.dueMs = nextLineMs(elapsedMs);
      if (urn !== undefined && this.#waiting.size > MOST_WITH_LINES) return;
    }
    this.send(urn, textAt(text, 0));
  }

  said(): void {}
}

function nextLineMs(elapsedMs: number): number {
  const lastMs = LINES_AT_MS.at(-1)!;
  const early = LINES_AT_MS.find((ms) => ms > elapsedMs);
  return early ?? (Math.floor(elapsedMs / lastMs) + 1) * lastMs;
}
