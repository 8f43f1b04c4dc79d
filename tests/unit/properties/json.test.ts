// What AWS answers gets into the state whatever it is: else `create` would lose the task it started.
import assert from "node:assert/strict";
import fc from "fast-check";
import { answerToJson, record, toJson } from "../../../provider/lifecycle/json";
import type { Props } from "../../../provider/lifecycle/ports";
import { assertUnpolluted, survives } from "./support/host";
import { runs } from "./support/runs";
import { anything } from "./support/values";

for (const normalise of [toJson, answerToJson]) {
  describe(`${normalise.name} of anything`, () => {
    const given = (value: unknown): Props => ({ value, list: [value] });

    it("gets through Pulumi's host", () => {
      const holds = fc.property(anything, (value) => {
        survives(normalise(given(value)));
        assertUnpolluted();
      });
      fc.assert(holds, runs(1_500));
    });

    it("is JSON, and the same when done twice", () => {
      const holds = fc.property(anything, (value) => {
        const once = normalise(given(value));
        // Of an answer's empty bytes an empty text is left, which stands for nothing.
        assert.deepEqual(normalise(once), normalise === toJson ? once : withoutEmpty(once));
        assert.deepEqual(JSON.parse(JSON.stringify(once)), withoutMinusZero(once));
      });
      fc.assert(holds, runs(1_800));
    });
  });
}

describe("record of anything", () => {
  it("is an object, the value itself where that is one", () => {
    const holds = fc.property(anything, (value) => {
      const result = record(value);
      assert.ok(result === value || Object.keys(result).length === 0);
      assert.equal(Array.isArray(result), false);
    });
    fc.assert(holds, runs(1_000));
  });
});

/** JSON has no −0. */
function withoutMinusZero(value: unknown): unknown {
  if (value === 0) return 0;
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(withoutMinusZero);
  return Object.fromEntries(Object.entries(value).map(([k, item]) => [k, withoutMinusZero(item)]));
}

/** Without empty texts, at any depth. */
function withoutEmpty(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.filter((item) => item !== "").map(withoutEmpty);
  const entries = Object.entries(value).filter(([, item]) => item !== "");
  return Object.fromEntries(entries.map(([key, item]) => [key, withoutEmpty(item)]));
}
