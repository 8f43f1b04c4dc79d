/** All waits of the process in one line, for when they are many; and how long each one took. */
import { aged, leftText, type Progress } from "./progress";

/** From so many on there is a line for all of them. */
const MANY = 3;

interface Waited {
  /** How many wait for that task. */
  waiters: number;
  seen?: { readonly progress: Progress; readonly atMs: number };
}

export class Waits {
  readonly #waiting = new Map<string, Waited>();
  /** Of those that waited together: the status that each one ended with. */
  readonly #ended: string[] = [];
  readonly #took = new Map<string, string>();
  #areMany = false;

  begin(id: string): void {
    const waited = this.#waiting.get(id) ?? { waiters: 0 };
    waited.waiters++;
    this.#waiting.set(id, waited);
    if (this.#waiting.size >= MANY) this.#areMany = true;
  }

  seen(progress: Progress, atMs: number): void {
    const waited = this.#waiting.get(progress.id);
    if (waited) waited.seen = { progress, atMs };
  }

  /** `status` and `took`: undefined where the wait ended before the task. */
  end(id: string, status: string | undefined, took: string | undefined): void {
    if (took !== undefined) this.#took.set(id, took);
    const waited = this.#waiting.get(id);
    if (!waited || --waited.waiters > 0) return;
    this.#waiting.delete(id);
    this.#ended.push(status ?? "no longer waited for");
  }

  /** `12m`, for a task that was seen to its end: how long it took. */
  took(id: string): string | undefined {
    return this.#took.get(id);
  }

  /** Whether the last one has ended of those that waited together. */
  get areOver(): boolean {
    return this.#waiting.size === 0;
  }

  /** Whether there are so many, or have been, that there is a line for all of them. */
  get areMany(): boolean {
    return this.#areMany && !this.areOver;
  }

  /** After the last one: `12 tasks have ended: 12 completed`; undefined if they were few. */
  closing(): string | undefined {
    const ended = this.#ended.splice(0);
    const wereMany = this.#areMany;
    this.#areMany = false;
    return wereMany ? `${ended.length} tasks have ended: ${counted(ended)}` : undefined;
  }

  /** `12 tasks waiting: 9 active, 3 pending, slowest ~40m left` */
  text(nowMs: number): string {
    const all = [...this.#waiting.values()];
    const statuses = all.map(({ seen }) => seen?.progress.status ?? "not seen yet");
    const left = all.map(({ seen }) => seen && aged(seen.progress, nowMs - seen.atMs).remainingMs);
    const slowestMs = Math.max(...left.map((ms) => ms ?? 0));
    const slowest = slowestMs > 0 ? `, slowest ${leftText(slowestMs)}` : "";
    const tasks = all.length === 1 ? "task" : "tasks";
    return `${all.length} ${tasks} waiting: ${counted(statuses)}${slowest}`;
  }
}

/** `9 active, 3 pending` */
function counted(words: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  const mostFirst = [...counts].sort(([, a], [, b]) => b - a);
  return mostFirst.map(([word, count]) => `${count} ${word}`).join(", ");
}
