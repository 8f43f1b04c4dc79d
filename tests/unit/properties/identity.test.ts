// By what a task is found again: the same for what is the same, another one for anything else.
import assert from "node:assert/strict";
import { isDeepStrictEqual } from "node:util";
import fc from "fast-check";
import {
  canonical,
  clientToken,
  identityTags,
  identityText,
  idHash,
  journalKey,
  STACK_TAG,
  urnFor,
  urnOf,
} from "../../../provider/lifecycle/identity";
import { startTags } from "../../../provider/lifecycle/tags";
import type { Props } from "../../../provider/lifecycle/ports";
import { edited, PROGRAMS } from "./support/programs";
import { runs } from "./support/runs";
import { anyText } from "./support/texts";
import { anyJson, json } from "./support/values";

/** The same value with its keys in another order, at every depth. */
function reversed(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(reversed);
  const entries = Object.entries(value).map(([key, item]) => [key, reversed(item)]);
  return Object.fromEntries(entries.reverse());
}

/** As Pulumi's engine stores it: what JSON can say. */
const stored = (value: unknown): unknown => JSON.parse(JSON.stringify(value));
const plain = anyJson.map(stored);

describe("canonical of any JSON", () => {
  it("is the same for the same keys in any order, and says all of the value", () => {
    const holds = fc.property(plain, (value) => {
      assert.equal(canonical(reversed(value)), canonical(value));
      assert.deepEqual(JSON.parse(canonical(value)), value);
    });
    fc.assert(holds, runs(2_000));
  });

  it("tells two values apart unless they are equal", () => {
    const pair = fc.oneof(
      fc.tuple(plain, plain),
      fc.clone(plain, 2).map(([a, b]): [unknown, unknown] => [a, reversed(b)]),
    );
    const holds = fc.property(pair, ([a, b]) => {
      assert.equal(canonical(a) === canonical(b), isDeepStrictEqual(a, b));
    });
    fc.assert(holds, runs(2_000));
  });
});

describe("a URN in any identity", () => {
  it("is found, or there is none; nothing throws", () => {
    const holds = fc.property(anyText, plain, (text, value) => {
      for (const identity of [text, JSON.stringify(value)]) urnOf(identity);
      urnFor({ __identity: value });
      assert.equal(urnOf(identityText(text, text, text)), text);
    });
    fc.assert(holds, runs(1_000));
  });

  it("makes a tag only of what Pulumi calls a URN, and never a longer one than AWS takes", () => {
    const { kind, inputs } = PROGRAMS[0]!;
    const urn = fc.oneof(
      anyText,
      fc.tuple(anyText, anyText).map(([a, b]) => urnWith(a, b)),
    );
    const holds = fc.property(urn, (text) => {
      const __identity = identityText("", "", text);
      const tag = identityTags(kind, { ...inputs, __identity })[STACK_TAG];
      assert.ok(tag === undefined || (tag.length > 0 && tag.length <= 255));
    });
    fc.assert(holds, runs(1_000));
  });
});

const urnWith = (stack: string, project: string) => `urn:pulumi:${stack}::${project}::type::name`;

/** What Pulumi takes for the name of a stack or a project. */
const ownName = fc.stringMatching(/^[A-Za-z0-9_.-]{1,100}$/);

for (const { name, kind, inputs } of PROGRAMS) {
  describe(`the marks of ${name}`, () => {
    const identity = String(inputs.__identity);
    const unmarked = ["taskKind", "region", ...kind.replaces, "triggers"];
    const free = Object.keys(inputs).filter((one) => !unmarked.includes(one));

    it("are 32 digits, whatever the inputs are", () => {
      const holds = fc.property(edited({ name, kind, inputs }), anyText, (given, other) => {
        assert.match(idHash(kind, other, given), /^[0-9a-f]{32}$/);
        assert.equal(idHash(kind, other, reversed(given) as Props), idHash(kind, other, given));
      });
      fc.assert(holds, runs(400));
    });

    it("depend on all that determines the task, and on nothing else", () => {
      const determining = fc.constantFrom(...kind.replaces, "triggers");
      const holds = fc.property(determining, plain, (which, value) => {
        const isSame =
          canonical(value ?? null) === canonical(inputs[which] ?? null) ||
          (which === "triggers" && value === null);
        const hash = idHash(kind, identity, { ...inputs, [which]: value });
        if (!isSame) assert.notEqual(hash, idHash(kind, identity, inputs));
      });
      fc.assert(holds, runs(300));
    });

    it("do not depend on what is recorded only, on tags or on settings", () => {
      const holds = fc.property(fc.constantFrom(...free), json, (which, value) => {
        const hash = idHash(kind, identity, { ...inputs, [which]: value });
        assert.equal(hash, idHash(kind, identity, inputs));
      });
      fc.assert(holds, runs(300));
    });

    it("name the stack as AWS takes it", () => {
      const { valueLength, alphabet } = kind.tagRules;
      const holds = fc.property(ownName, ownName, (stack, project) => {
        const __identity = identityText("", "", urnWith(stack, project));
        const tags = startTags(kind, { ...inputs, __identity, tagsAll: undefined, tags: {} });
        if (!kind.tagging) return assert.deepEqual(tags, {});
        assert.equal(tags[STACK_TAG], `${project}/${stack}`);
        for (const [key, value] of Object.entries(tags)) {
          assert.ok(value.length <= valueLength && key.length <= kind.tagRules.keyLength);
          assert.match(key + value, new RegExp(`^${alphabet ?? "[\\w.:/=+@ -]"}*$`, "u"));
        }
      });
      fc.assert(holds, runs(200));
    });
  });
}

describe("the key under which a start is noted", () => {
  it("is another one for another resource, place or result, and the same in any order", () => {
    const { kind, inputs } = PROGRAMS[0]!;
    const what = fc.record({
      __identity: anyText,
      triggers: fc.array(json, { maxLength: 2 }).map(stored),
      region: anyText,
    });
    const which = fc.constantFrom("__identity", "triggers", "region");
    const holds = fc.property(what, what, which, (a, more, changed) => {
      const b = { ...a, [changed]: more[changed as keyof typeof more] };
      const [one, other, again] = [a, b, reversed(a) as typeof a].map(({ region, ...more }) =>
        journalKey(kind, { ...inputs, ...more }, region),
      );
      assert.match(one!, /^[0-9a-f]{64}$/);
      assert.equal(one === other, isDeepStrictEqual({ ...a }, b));
      assert.equal(again, one);
    });
    fc.assert(holds, runs(800));
  });
});

describe("client tokens", () => {
  it("are ASCII of at most 64 characters, and others for each attempt", () => {
    const attempts = fc.uniqueArray(fc.nat(60), { minLength: 2, maxLength: 6 });
    const holds = fc.property(
      anyText,
      plain,
      plain,
      attempts,
      (identity, body, triggers, tries) => {
        const tokens = tries.map((n) => clientToken(identity, { body }, triggers, n));
        for (const token of tokens) assert.match(token, /^[\x21-\x7e]{1,64}$/);
        assert.equal(new Set(tokens).size, tries.length);
        const again = clientToken(identity, reversed({ body }) as object, triggers, tries[0]!);
        assert.equal(again, tokens[0]);
      },
    );
    fc.assert(holds, runs(1_000));
  });

  it("are others for another resource, request or triggers", () => {
    const parts = fc.record({ identity: anyText, body: plain, triggers: plain });
    const which = fc.constantFrom("identity", "body", "triggers");
    const token = ({ identity, body, triggers }: { identity: string; body: unknown } & Props) =>
      clientToken(identity, { body }, triggers, 0);
    const holds = fc.property(parts, parts, which, (a, more, name) => {
      const b = { ...a, [name]: more[name as keyof typeof more] };
      const nothing = (props: typeof a) => ({ ...props, triggers: props.triggers ?? [] });
      assert.equal(token(a) === token(b), isDeepStrictEqual(nothing(a), nothing(b)));
    });
    fc.assert(holds, runs(800));
  });
});
