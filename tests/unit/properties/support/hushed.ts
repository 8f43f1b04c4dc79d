/** Values that must not be shown, and whether a text shows any. */
import assert from "node:assert/strict";
import fc from "fast-check";

const CANARY = "hush-4711";
const CANARY_NUMBER = 8_086_471_100_815;

/** Of every type, in keys and values, short and longer than what a message shows. */
export const hushed = fc.constantFrom<unknown>(
  ...[CANARY, `${CANARY}${"x".repeat(300)}`, [CANARY, { [CANARY]: CANARY }], CANARY_NUMBER],
  ...[{ [CANARY]: 1 }, { s3Bucket: CANARY, [CANARY]: 1 }, [[CANARY]], { a: { b: CANARY } }],
  ...[{ minInterval: CANARY }, { minInterval: "808647h", maxInterval: "1s" }],
);

export function assertHushed(text: string): void {
  assert.doesNotMatch(text, /hush-|808647/);
}
