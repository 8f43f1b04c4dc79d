// `Completion`: what is checked and compared of it never calls AWS, and never throws.
import assert from "node:assert/strict";
import fc from "fast-check";
import {
  checkCompletion,
  COMPLETION,
  diffCompletion,
} from "../../../provider/lifecycle/completion";
import type { Props } from "../../../provider/lifecycle/ports";
import { UNKNOWN } from "../../../provider/lifecycle/validate";
import { contextWith } from "../provider/support/context";
import { assertUnpolluted, frozen, isCarried, survives } from "./support/host";
import { canBeTold, edited, type Program, PROGRAMS, withMarks } from "./support/programs";
import { assertHushed, hushed } from "./support/hushed";
import { runs } from "./support/runs";
import { name } from "./support/texts";
import { anyRecord, json } from "./support/values";

/** A correct completion of that program's task. */
const completionOf = ({ name: title, kind, inputs }: Program): Program => {
  const { region, profile, assumeRole, endpoint, timeouts, polling } = inputs;
  const of = { taskKind: kind.type, region, profile, assumeRole, endpoint, inputs };
  const ours = { taskKind: COMPLETION, task: "task-1", of, timeouts, polling };
  return { name: title, kind, inputs: { ...ours, __identity: "any" } };
};

const beacon = fc.option(fc.record({ phase: fc.constant("update"), secrets: fc.constant(["of"]) }));

/** AWS isn't there, and nobody sleeps. */
function checked(given: Props, said: unknown) {
  const context = contextWith();
  const news = said === null ? given : { ...given, __beacon: said };
  const result = checkCompletion(context, frozen(news));
  assert.equal(context.clock.sleeping, 0);
  return result;
}

for (const program of PROGRAMS) {
  describe(`a Completion of ${program.name}`, () => {
    const completion = completionOf(program);
    const any = fc.oneof({ weight: 5, arbitrary: edited(completion) }, anyRecord.filter(canBeTold));

    it("is checked whatever it is, and what is wrong can be told", () => {
      const holds = fc.property(any, beacon, (given, said) => {
        const { inputs, failures } = checked(given, said);
        assert.deepEqual(checked(inputs, said), { inputs, failures });
        assert.equal("__beacon" in inputs, false);
        for (const { property, reason } of failures) {
          assert.equal(property, "");
          assert.ok(reason.length > 0);
        }
        assertUnpolluted();
      });
      fc.assert(holds, runs(150));
    });

    it("gets to the engine", () => {
      const holds = fc.property(edited(completion, json, name), (given) => {
        const { inputs, failures } = checked(given, null);
        survives(inputs);
        for (const { reason } of failures) assert.ok(isCarried(reason), reason);
      });
      fc.assert(holds, runs(80));
    });

    it("shows nothing of what is secret", () => {
      const names = ["task", "of", "timeouts", "polling"];
      const secrets = fc.subarray(names, { minLength: 1 });
      const holds = fc.property(edited(completion), secrets, hushed, (given, hidden, value) => {
        const news = { ...given, ...Object.fromEntries(hidden.map((one) => [one, value])) };
        const { failures } = checked(news, { phase: "update", secrets: hidden });
        for (const { reason } of failures) assertHushed(reason);
      });
      fc.assert(holds, runs(150));
    });

    it("may be unknown anywhere in a preview", () => {
      const holds = fc.property(withMarks(completion, UNKNOWN), (given) => {
        assert.deepEqual(checked(given, { phase: "preview", secrets: [] }).failures, []);
      });
      fc.assert(holds, runs(150));
    });

    it("is replaced for another task only", () => {
      const task = fc.oneof(fc.constantFrom("task-1", "task-2", UNKNOWN), json);
      const holds = fc.property(any, any, task, task, fc.boolean(), (a, b, old, now, isChecked) => {
        const context = contextWith();
        const news: Props = { ...b, task: now };
        if (isChecked) checkCompletion(context, { ...news, __beacon: { phase: "update" } });
        const { replaces } = diffCompletion(context, frozen({ ...a, task: old }), frozen(news));
        const hasCheck = isChecked && typeof news.__identity === "string";
        const isOther = now === UNKNOWN ? hasCheck : now !== old;
        assert.deepEqual(replaces, isOther ? ["task"] : undefined);
      });
      fc.assert(holds, runs(150));
    });
  });
}
