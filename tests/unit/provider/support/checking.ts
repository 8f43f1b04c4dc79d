/** Runs `check` as the host does, and says what it found wrong. */
import assert from "node:assert/strict";
import { check, type Checked } from "../../../../provider/lifecycle/check";
import type { Props } from "../../../../provider/lifecycle/ports";
import { exportImageTask } from "../../../../provider/kinds/ec2/exportImageTask";
import { contextWith, inputs, type TestContext } from "./context";

export interface Checking {
  readonly context?: TestContext;
  readonly olds?: Props;
  readonly secrets?: readonly string[];
  readonly phase?: "preview" | "update";
}

/** `more` replaces inputs of a correct program; `undefined` takes one away. AWS isn't there. */
export function checked(more: Props, options: Checking = {}): Checked {
  const { context = contextWith(), olds = {}, secrets = [], phase = "update" } = options;
  const news = Object.entries({ ...inputs, __beacon: { phase, secrets }, ...more });
  const given = Object.fromEntries(news.filter(([, value]) => value !== undefined));
  return check(context, exportImageTask, olds, given);
}

export function reasonsOf(more: Props, options?: Checking): string[] {
  const { failures } = checked(more, options);
  assert.ok(failures.every(({ property }) => property === ""));
  return failures.map(({ reason }) => reason);
}

/** The path, the words of the rule, and the value where there is one. */
export type Violation = readonly [more: Props, path: string, rule: RegExp, value?: unknown];

/** One test for each violation: it is the only failure, and says path, rule and value. */
export function itRefuses(violations: readonly Violation[]): void {
  for (const [more, path, rule, value] of violations) {
    it(`refuses ${shown(more)}`, () => {
      const [reason = "", ...others] = reasonsOf(more);
      assert.deepEqual(others, []);
      assert.ok(reason.startsWith(`${path}: `), reason);
      assert.match(reason, rule);
      if (value !== undefined) assert.ok(reason.endsWith(`got ${shown(value)}`), reason);
    });
  }
}

/** One test for each value at the border of a rule: it passes unchanged. */
export function itTakes(bordering: readonly Props[]): void {
  for (const more of bordering) {
    it(`takes ${shown(more)}`, () => {
      const { failures, inputs: taken } = checked(more);
      assert.deepEqual(failures, []);
      for (const [name, value] of Object.entries(more)) assert.deepEqual(taken[name], value);
    });
  }
}

function shown(value: unknown): string {
  const text = JSON.stringify(value, (_key, item) => (item === undefined ? "absent" : item));
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}
