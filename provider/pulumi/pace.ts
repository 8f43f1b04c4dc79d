/**
 * Which passing texts are sent, and when: on a screen one per resource and second, the last one
 * winning; in a log the first and the last of a wait, and between them ever fewer.
 */
import type { Clock } from "../lifecycle/ports";

export type Moment = "begins" | "ends" | undefined;

export interface Pace {
  /** A passing text for that resource; `undefined` is the stack. */
  text(urn: string | undefined, text: string, moment?: Moment): void;
  /** Something that stays was said of that resource: what was held back is out of date. */
  said(urn: string | undefined): void;
}

type Send = (urn: string | undefined, text: string) => void;

/** At most one passing text per resource in this time; the engine repaints for each. */
const SCREEN_EVERY_MS = 1_000;

export class ScreenPace implements Pace {
  readonly #rows = new Map<string | undefined, { sentAt: number; next?: string | undefined }>();

  constructor(
    readonly clock: Clock,
    readonly send: Send,
  ) {}

  text(urn: string | undefined, text: string): void {
    const row = this.#rows.get(urn);
    if (!row) return this.#send(urn, text);
    const isSent = row.next === undefined;
    row.next = text;
    if (!isSent) return;
    const leftMs = row.sentAt + SCREEN_EVERY_MS - this.clock.now();
    if (leftMs <= 0) return this.#send(urn, text);
    void this.clock.sleep(leftMs).then(() => {
      if (row.next !== undefined) this.#send(urn, row.next);
    });
  }

  said(urn: string | undefined): void {
    const row = this.#rows.get(urn);
    if (row) row.next = undefined;
  }

  #send(urn: string | undefined, text: string): void {
    const row = this.#rows.get(urn) ?? { sentAt: 0 };
    row.sentAt = this.clock.now();
    row.next = undefined;
    this.#rows.set(urn, row);
    this.send(urn, text);
  }
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

  text(urn: string | undefined, text: string, moment?: Moment): void {
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
    this.send(urn, text);
  }

  said(): void {}
}

function nextLineMs(elapsedMs: number): number {
  const lastMs = LINES_AT_MS.at(-1)!;
  const early = LINES_AT_MS.find((ms) => ms > elapsedMs);
  return early ?? (Math.floor(elapsedMs / lastMs) + 1) * lastMs;
}
