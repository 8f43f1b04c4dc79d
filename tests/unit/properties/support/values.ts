/** Values of any shape: as JSON has them, and as JavaScript does. */
import fc from "fast-check";
import { anyNumber, anyText, name, text } from "./texts";

const entriesOf = (value: fc.Arbitrary<unknown>, key: fc.Arbitrary<string>) =>
  // So that `__proto__` is a member like any other, as in what `JSON.parse` gives.
  fc
    .array(fc.tuple(key, value), { maxLength: 4 })
    .map((entries): Record<string, unknown> => Object.fromEntries(entries));

function jsonOf(texts: fc.Arbitrary<string>, key: fc.Arbitrary<string>, depth: number) {
  const leaf = fc.oneof(
    { weight: 4, arbitrary: texts },
    { weight: 2, arbitrary: anyNumber },
    { weight: 1, arbitrary: fc.constantFrom(null, true, false) },
  );
  let value: fc.Arbitrary<unknown> = leaf;
  for (let level = 0; level < depth; level++) {
    value = fc.oneof(
      { weight: 4, arbitrary: leaf },
      { weight: 1, arbitrary: fc.array(value, { maxLength: 4 }) },
      { weight: 2, arbitrary: entriesOf(value, key) },
    );
  }
  return value;
}

/** Objects that JavaScript can't make a text of, and lists that are none. */
const impostor = fc
  .constantFrom<object>({ toString: 1 }, { valueOf: 0, toString: "x" }, { length: 2 }, { then: 1 })
  .map((value) => ({ ...value }));

/** Whether JavaScript can make a text of it; what can't be one is in no program and no state. */
export function canBeText(value: unknown): boolean {
  try {
    return String(value).length >= 0;
  } catch {
    return false;
  }
}

/** Far deeper than any program, and than what the engine takes. */
const abyss = fc.tuple(fc.integer({ min: 20, max: 300 }), fc.boolean()).map(([depth, isList]) => {
  let value: unknown = "bottom";
  for (let level = 0; level < depth; level++) value = isList ? [value] : { value };
  return value;
});

/** JSON of texts that UTF-8 can carry. */
export const json = fc.oneof(
  { weight: 20, arbitrary: jsonOf(text, name, 3) },
  { weight: 1, arbitrary: impostor },
);

/** JSON of any texts, of any depth. */
export const anyJson = fc.oneof(
  { weight: 30, arbitrary: jsonOf(anyText, fc.oneof(name, anyText), 3) },
  { weight: 3, arbitrary: impostor },
  { weight: 1, arbitrary: abyss },
);

/** A map of JSON values. */
export const jsonRecord = entriesOf(json, name);
export const anyRecord = entriesOf(anyJson, fc.oneof(name, anyText));

class Sample {
  readonly own = 1n;
  readonly at = new Date(0);
}

const ODDITIES: readonly unknown[] = [
  ...[undefined, new Date(0), new Date(NaN), Buffer.from("ab"), Buffer.alloc(3)],
  ...[() => 1, Sample, Symbol("s"), new Sample(), new Map([["a", 1n]]), new Set([undefined])],
  ...[new Error("e"), /re/, Object(1), Object("text"), Object(1n), new WeakMap(), 2n ** 70n],
  ...[Promise.resolve(1), new URL("http://a.b/"), new ArrayBuffer(2), new Float64Array([NaN])],
  ...[new BigInt64Array(2), new Uint8ClampedArray(2), new DataView(new ArrayBuffer(1)), 5n],
];

const laden = (value: fc.Arbitrary<unknown>) =>
  fc.oneof(
    entriesOf(value, name),
    fc.array(value, { maxLength: 4 }),
    fc.tuple(text, value).map(([member, item]) => ({ $unknown: [member, item] })),
    value.map((item) => Object.assign(Object.create(null) as object, { item })),
  );

const smallest = fc.oneof(json, fc.constantFrom(...ODDITIES), fc.bigInt());

/** Anything that JavaScript has, but for cycles: AWS's clients parse text, which has none. */
export const anything = fc
  .oneof(
    smallest,
    laden(smallest),
    laden(laden(smallest)),
    laden(laden(laden(smallest))),
    fc.anything({ withBigInt: true, withDate: true, withMap: true, withTypedArray: true }),
  )
  .filter(isNamed);

/** AWS's clients put nothing but a text before the value of a member that is new to them. */
function isNamed(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return true;
  const { $unknown } = value as { $unknown?: unknown };
  if (Array.isArray($unknown) && !canBeText($unknown[0])) return false;
  return Object.values(value).every(isNamed);
}
