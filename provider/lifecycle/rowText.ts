/** The texts on a row, which are gone when the operation ends. Pure. */

/** As it is when it is shown: so much later than it was given. */
export type RowText = string | ((agoMs: number) => string);

/** The first and the last text of a wait are also for a log that is no screen. */
export type Moment = "begins" | "ends";

export const textAt = (text: RowText, agoMs: number): string =>
  typeof text === "string" ? text : text(agoMs);

/** The text with `change` made to whatever it will be. */
export const changedText = (text: RowText, change: (text: string) => string): RowText =>
  typeof text === "string" ? change(text) : (agoMs) => change(text(agoMs));
