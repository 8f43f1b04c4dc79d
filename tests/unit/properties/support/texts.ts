/** Texts and numbers as nobody writes them by hand. */
import fc from "fast-check";
import { UNKNOWN } from "../../../../provider/lifecycle/validate";

/** Names that mean something to JavaScript, to Pulumi or to us. */
const LOADED_NAMES = [
  ...["__proto__", "constructor", "prototype", "toString", "valueOf", "hasOwnProperty", "toJSON"],
  ...["__identity", "__provider", "__secrets", "__hold", "__startedAt", "tagsAll", "taskState"],
  ...["length", "0", "", "$unknown", "$metadata", "then", "a.b", "a[0]"],
];

const LOADED_TEXTS = [
  ...[UNKNOWN, "", " ", "\u0000", "\u001b[2J", "\r\n", "\u2028", "\ufeff", "null", "NaN", "-0"],
  ...["مرحبا \u202eabc", "👩‍👩‍👧‍👦", "e\u0301", "\ufffd", "ß", "İ", "[secret]", "$&", "${x}", "aws:x"],
  ...["1e400", "true", "{", '"', "\\", "2026-02-30T00:00:00Z", "0000-01-01T00:00:00+01:00"],
  ...["2026-01-31", "15m", "0s", "1h30m", "999999.999h"],
];

/** About as long as what is cut in a message, so that the cut falls into the middle of something. */
const longText = fc
  .tuple(fc.integer({ min: 70, max: 90 }), fc.constantFrom("a", "🙂", "e\u0301", "ü"))
  .map(([length, unit]) => `${"x".repeat(length)}${unit.repeat(20)}`);

const hugeText = fc
  .tuple(fc.integer({ min: 1_000, max: 6_000 }), fc.constantFrom("a", "🙂", "\u0000"))
  .map(([length, unit]) => unit.repeat(length));

/** Any text that UTF-8 can carry: no other comes from the engine. */
export const text = fc.oneof(
  { weight: 6, arbitrary: fc.string({ unit: "grapheme", maxLength: 12 }) },
  { weight: 4, arbitrary: fc.string({ unit: "binary", maxLength: 12 }) },
  { weight: 8, arbitrary: fc.constantFrom(...LOADED_TEXTS) },
  { weight: 2, arbitrary: longText },
  { weight: 1, arbitrary: hugeText },
);

/** With halves of surrogate pairs. */
export const brokenText = fc.string({
  unit: fc.oneof(
    fc.constantFrom("a", "🙂"),
    fc.integer({ min: 0xd800, max: 0xdfff }).map((code) => String.fromCharCode(code)),
  ),
  minLength: 1,
  maxLength: 8,
});

export const anyText = fc.oneof(
  { weight: 9, arbitrary: text },
  { weight: 1, arbitrary: brokenText },
);

export const name = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...LOADED_NAMES) },
  { weight: 2, arbitrary: text },
);

export const anyNumber = fc.oneof(
  fc.double(),
  fc.integer(),
  fc.constantFrom(0, -0, 2 ** 53, 1e308, -1e-320, NaN, Infinity, -Infinity),
);

/** Whether there are halves of surrogate pairs in it, which UTF-8 can't carry. */
export function isBroken(value: string): boolean {
  return /\p{Surrogate}/u.test(value);
}
