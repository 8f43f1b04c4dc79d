// What is secret is shown nowhere: whatever the secrets are, and however they overlap.
import assert from "node:assert/strict";
import fc from "fast-check";
import { redact, redactAll, secretNames } from "../../../provider/lifecycle/redact";
import type { Props } from "../../../provider/lifecycle/ports";
import { frozen } from "./support/host";
import { runs } from "./support/runs";
import { anyText } from "./support/texts";
import { anyJson, anyRecord, canBeText } from "./support/values";

/** Shorter ones are words of any text. */
const SHORTEST = 3;

/** Of few letters, so that one is often within another, or overlaps it. */
const secret = fc.oneof(
  fc.string({ unit: fc.constantFrom("a", "b", "🙂"), minLength: 1, maxLength: 6 }),
  fc.constantFrom("secret", "[secret]", "ret]", "$&", "$1", ".*", "ecr"),
  anyText,
);

const hidden = fc.array(secret, { minLength: 1, maxLength: 5 });

/** A program whose secrets lie at all depths. */
const programWith = (secrets: readonly string[]): Props => ({
  plain: "aaabbb",
  one: secrets[0],
  list: secrets.slice(1, 3),
  deep: { er: secrets.slice(3).map((value) => ({ value })) },
  __secrets: ["one", "list", "deep"],
});

/** The secrets in the text, and what is around them. */
const telling = (secrets: readonly string[]) =>
  fc
    .array(fc.oneof(fc.constantFrom(...secrets), secret), { maxLength: 8 })
    .map((parts) => parts.join(""));

const told = hidden.chain((secrets) =>
  fc.record({ secrets: fc.constant(secrets), text: telling(secrets) }),
);

function assertHidden(text: string, secrets: readonly string[]): void {
  for (const value of secrets.filter(({ length }) => length >= SHORTEST)) {
    // The mark itself, and what it is next to, may look like one.
    for (const part of text.split("[secret]")) assert.equal(part.includes(value), false);
  }
}

describe("redact", () => {
  it("leaves no secret in any text", () => {
    const holds = fc.property(told, ({ secrets, text }) => {
      assertHidden(redact(text, frozen(programWith(secrets))), secrets);
    });
    fc.assert(holds, runs(3_000));
  });

  it("leaves nothing of a secret that another one is a part of", () => {
    const letters = fc.string({
      unit: fc.constantFrom("a", "b", "🙂"),
      minLength: 2,
      maxLength: 9,
    });
    const holds = fc.property(fc.array(letters, { minLength: 1, maxLength: 5 }), (secrets) => {
      const longest = secrets.reduce((a, b) => (b.length > a.length ? b : a));
      fc.pre(longest.length >= SHORTEST);
      assert.equal(redact(`<${longest}>`, programWith(secrets)), "<[secret]>");
    });
    fc.assert(holds, runs(1_000));
  });

  it("changes no text in which there is none", () => {
    const holds = fc.property(anyText, hidden, (text, secrets) => {
      fc.pre(!secrets.some((value) => text.includes(value)));
      assert.equal(redact(text, programWith(secrets)), text);
    });
    fc.assert(holds, runs(1_000));
  });

  it("takes whatever was stored", () => {
    const stored = fc
      .tuple(anyRecord, anyJson.filter(canBeText))
      .map(([props, names]) => ({ ...props, __secrets: names }));
    const holds = fc.property(anyText, stored, anyJson, (text, props, value) => {
      assert.equal(typeof redact(text, props), "string");
      redactAll(value, props);
      secretNames(props);
    });
    fc.assert(holds, runs(1_000));
  });
});

describe("redactAll", () => {
  it("leaves no secret in any text within a value, and all else as it was", () => {
    const holds = fc.property(told, anyJson, ({ secrets, text }, value) => {
      const given = frozen({ text, list: [text, { text }], value });
      const shown = redactAll(given, programWith(secrets)) as typeof given;
      const [first, second] = shown.list as [string, { text: string }];
      for (const part of [shown.text, first, second.text]) assertHidden(part, secrets);
      assert.deepEqual(redactAll(given, { __secrets: [] }), given);
    });
    fc.assert(holds, runs(1_500));
  });
});
