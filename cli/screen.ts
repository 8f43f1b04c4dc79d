/** Where a table is drawn again and again: in its place on a terminal, one below the other elsewhere. */
import type { Io, Sink } from "./io";
import type { Report } from "./view";

interface Screen {
  draw(report: Report, text: string): void;
  end(): void;
}

export function screenFor({ out }: Io): Screen {
  return out.isTTY === true ? new TerminalScreen(out) : new LogScreen(out);
}

/** The terminal's second screen, so that what was there before comes back. */
const OPEN = "\u001b[?1049h\u001b[?25l";
const CLOSE = "\u001b[?25h\u001b[?1049l";
const FROM_THE_TOP = "\u001b[H\u001b[J";

/** Some terminals say that they have none. */
const USUAL_ROWS = 24;

class TerminalScreen implements Screen {
  #last = "";

  constructor(readonly out: Sink) {}

  draw(_report: Report, text: string): void {
    const most = Math.max(1, (this.out.rows || USUAL_ROWS) - 2);
    const lines = text.split("\n");
    const shown = lines.slice(0, most).join("\n");
    const rest = lines.length > most ? `\n… ${lines.length - most} lines more` : "";
    this.out.write(`${this.#last === "" ? OPEN : ""}${FROM_THE_TOP}${shown}${rest}`);
    this.#last = text;
  }

  /** The last table stays. */
  end(): void {
    if (this.#last !== "") this.out.write(CLOSE + this.#last);
  }
}

/** Draws only what has changed: ages and times always do. */
class LogScreen implements Screen {
  #last = "";

  constructor(readonly out: Sink) {}

  draw({ rows, notes }: Report, text: string): void {
    const tasks = rows.map(({ id, state, status, message, percent }) => {
      return [id, state, status, message, percent];
    });
    const key = JSON.stringify([tasks, notes]);
    if (key === this.#last) return;
    this.out.write(this.#last === "" ? text : `\n${text}`);
    this.#last = key;
  }

  end(): void {}
}
