/** `pulumi-aws-tasks watch`: looks again and again, within the bounds of each kind's polling. */
import { pollingMs } from "../provider/lifecycle/inputs";
import type { TaskKind, TaskState } from "../provider/lifecycle/kind";
import { intervalMs } from "../provider/waiting/interval";
import { DONE, FAILED } from "./failure";
import type { Io } from "./io";
import { documentOf } from "./json";
import { nameOf } from "./kindNames";
import { isPassing } from "./looker";
import { type ListOptions, styleFor } from "./listCommand";
import type { Row } from "./rows";
import { screenFor } from "./screen";
import { tableOf } from "./table";
import { safe } from "./text";
import { type Report, View } from "./view";

export interface WatchOptions extends ListOptions {
  readonly untilDone?: boolean;
}

export async function watchCommand(io: Io, options: WatchOptions): Promise<number> {
  const view = await View.make(io, options);
  const stop = new AbortController();
  io.onInterrupt(() => stop.abort());
  const show = options.json ? jsonLines(io) : screenFor(io);
  try {
    return await follow(view, options, stop.signal, (report) =>
      show.draw(report, options.json ? "" : tableOf(report, styleFor(io))),
    );
  } finally {
    show.end();
  }
}

function jsonLines({ out }: Io) {
  return {
    draw: (report: Report) => void out.write(`${JSON.stringify(documentOf(report))}\n`),
    end: () => undefined,
  };
}

/** Looks until it is stopped or, if that is wanted, until nothing runs: the exit code. */
async function follow(
  view: View,
  { untilDone }: WatchOptions,
  signal: AbortSignal,
  draw: (report: Report) => void,
): Promise<number> {
  const { clock } = view.io;
  const dueAt = new Map(view.kinds.map((kind) => [kind, clock.now()]));
  const followed = new Followed();
  while (!signal.aborted) {
    const due = view.kinds.filter((kind) => dueAt.get(kind)! <= clock.now());
    await view.look(due, signal);
    if (signal.aborted) break;
    const report = view.report();
    draw(report);
    followed.see(report.rows);
    if (untilDone && isDone(view, report)) return followed.verdict(view.io);
    const now = clock.now();
    for (const kind of due) dueAt.set(kind, now + pauseMs(view, kind, report, now));
    await clock.sleep(Math.min(...dueAt.values()) - now, signal);
  }
  return untilDone ? FAILED : DONE;
}

/** What was seen running, with what it was seen as last. */
class Followed {
  readonly #states = new Map<string, TaskState>();

  see(rows: readonly Row[]): void {
    for (const { kind, id, state } of rows) {
      const name = `${nameOf(kind)} ${id}`;
      if (state === "running" || this.#states.has(name)) this.#states.set(name, state);
    }
  }

  /** Once nothing runs: the exit code. */
  verdict({ err }: Io): number {
    const states = [...this.#states];
    for (const [name] of states.filter(([, state]) => state === "running")) {
      err.write(`${safe(name)}: AWS does not list it any more, and has not told how it ended.\n`);
    }
    return states.every(([, state]) => state === "succeeded") ? DONE : FAILED;
  }
}

/** The shortest that one of its tasks wants. */
function pauseMs({ io }: View, kind: TaskKind, { rows }: Report, now: number): number {
  const { minMs, maxMs } = pollingMs(kind, {});
  const running = rows.filter((row) => row.kind === kind && row.state === "running");
  const wanted = running.map(({ began = now, percent }) =>
    intervalMs({ elapsedMs: now - began, percent, minMs, maxMs }, io.chance()),
  );
  return Math.min(maxMs, ...wanted);
}

function isDone({ looks }: View, { rows }: Report): boolean {
  const isRunning = rows.some(({ state }) => state === "running");
  return !isRunning && !looks.some(({ trouble }) => isPassing(trouble));
}
