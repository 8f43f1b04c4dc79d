/** Runs `check` as the host does, and says what it found wrong. */
import assert from "node:assert/strict";
import { check, type Checked } from "../../../../provider/lifecycle/check";
import type { TaskKind } from "../../../../provider/lifecycle/kind";
import type { Props } from "../../../../provider/lifecycle/ports";
import { UNKNOWN } from "../../../../provider/lifecycle/validate";
import { exportImageTask } from "../../../../provider/kinds/ec2/exportImageTask";
import { contextWith, inputs, type TestContext } from "./context";

export interface Checking {
  readonly context?: TestContext;
  readonly olds?: Props;
  readonly secrets?: readonly string[];
  readonly phase?: "preview" | "update";
}

/** The path, the words of the rule, and the value where there is one. */
export type Violation = readonly [more: Props, path: string, rule: RegExp, value?: unknown];

/** `check` of one kind; `program` is a correct one. AWS isn't there. */
export function checkingOf(kind: TaskKind, program: Props) {
  /** `more` replaces inputs of the program; `undefined` takes one away. */
  function checked(more: Props, options: Checking = {}): Checked {
    const { context = contextWith(), olds = {}, secrets = [], phase = "update" } = options;
    const news = Object.entries({ ...program, __beacon: { phase, secrets }, ...more });
    const given = Object.fromEntries(news.filter(([, value]) => value !== undefined));
    return check(context, kind, olds, given);
  }

  function reasonsOf(more: Props, options?: Checking): string[] {
    const { failures } = checked(more, options);
    assert.ok(failures.every(({ property }) => property === ""));
    return failures.map(({ reason }) => reason);
  }

  /** One test for each violation: it is the only failure, and says path, rule and value. */
  function itRefuses(violations: readonly Violation[]): void {
    for (const [more, path, rule, value] of violations) {
      it(`refuses ${shown(more)}`, () => {
        const [reason = "", ...others] = reasonsOf(more);
        assert.deepEqual(others, []);
        assert.ok(reason.startsWith(`${path}: `), reason || "it was taken");
        assert.match(reason, rule);
        if (value !== undefined) assert.ok(reason.endsWith(`got ${shown(value)}`), reason);
      });
    }
  }

  /** One test for each value at the border of a rule: it passes unchanged. */
  function itTakes(bordering: readonly Props[]): void {
    for (const more of bordering) {
      it(`takes ${shown(more)}`, () => {
        const { failures, inputs: taken } = checked(more);
        assert.deepEqual(failures, []);
        for (const [name, value] of Object.entries(more))
          assert.deepEqual(taken[name], tidied(name, value));
      });
    }
  }

  /** `wrong` breaks a rule in every input of its own, with "hush" in every value. */
  function itTellsAllAtOnce(wrong: Props, paths: readonly string[]): void {
    it("says everything that is wrong at once, in failures without a property", () => {
      const told = reasonsOf(wrong).map((reason) => reason.slice(0, reason.indexOf(": ")));
      assert.deepEqual(told.sort(), [...paths].sort());
    });

    it("shows [secret] in place of what the program marked secret", () => {
      const reasons = reasonsOf(wrong, { secrets: Object.keys(wrong) });
      assert.equal(reasons.length, paths.length);
      for (const reason of reasons) {
        assert.doesNotMatch(reason, /hush/);
        if (/, got (?!\d|none|\w+ and )/.test(reason)) assert.match(reason, /got \[secret\]$/);
      }
    });

    it("names all that is missing of an empty program", () => {
      const { failures } = check(contextWith(), kind, {}, {});
      const required = Object.entries(kind.fields).filter(([, field]) => field.required);
      const expected = required.map(([name]) => `${name}: is required`);
      assert.deepEqual(
        failures.map(({ reason }) => reason),
        expected,
      );
    });
  }

  /** Every input, and every one of `nested`, whose leaves a preview does not know. */
  function itLeavesUnknownsAlone(nested: readonly Props[]): void {
    const whole = Object.keys(kind.fields).map((name) => ({ [name]: UNKNOWN }));
    for (const more of [...whole, ...nested]) {
      it(`leaves ${shown(more).replaceAll(UNKNOWN, "unknown")} alone`, () => {
        const { failures, inputs: taken } = checked(more, { phase: "preview" });
        assert.deepEqual(failures, []);
        for (const [name, value] of Object.entries(more))
          assert.deepEqual(taken[name], tidied(name, value));
      });
    }
  }

  return { checked, reasonsOf, itRefuses, itTakes, itTellsAllAtOnce, itLeavesUnknownsAlone };
}

export const { checked, reasonsOf, itRefuses, itTakes } = checkingOf(exportImageTask, inputs);

function shown(value: unknown): string {
  const text = JSON.stringify(value, (_key, item) => (item === undefined ? "absent" : item));
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}

/** What says the same in one form: no empty list, times in UTC. */
function tidied(name: string, value: unknown): unknown {
  if (Array.isArray(value)) return value.length === 0 && name !== "triggers" ? undefined : value;
  const isTime = typeof value === "string" && /^\d{4}-\d\d-\d\d(T|$)/.test(value);
  return isTime ? new Date(value).toISOString() : value;
}
