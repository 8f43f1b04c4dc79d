// `check` of any inputs whatever: a throw there, or a message that can't be sent, ends a deployment.
import assert from "node:assert/strict";
import fc from "fast-check";
import { check, type Checked } from "../../../provider/lifecycle/check";
import type { Props } from "../../../provider/lifecycle/ports";
import { UNKNOWN } from "../../../provider/lifecycle/validate";
import { contextWith } from "../provider/support/context";
import { assertUnpolluted, frozen, isCarried, survives } from "./support/host";
import { canBeTold, edited, type Program, PROGRAMS, withMarks } from "./support/programs";
import { assertHushed, hushed } from "./support/hushed";
import { runs } from "./support/runs";
import { name } from "./support/texts";
import { anyRecord, json, jsonRecord } from "./support/values";

/** What `check` is given beside the inputs. */
interface Said {
  readonly beacon: unknown;
  readonly olds: Props;
  readonly defaultTags: Props;
}

const beacon = fc.option(
  fc.record({
    phase: fc.constantFrom("preview", "update"),
    secrets: fc.subarray(["tags", "assumeRole", "region", "triggers", "tagsAll"]),
  }),
  { nil: undefined },
);

const said: fc.Arbitrary<Said> = fc.record({
  beacon,
  olds: fc.constantFrom({}, { region: "eu-central-1", taskKind: "any" }, { region: UNKNOWN }),
  defaultTags: fc.constantFrom({}, { owner: "me" }, { owner: 5, "aws:a": "b" }),
});

const SAID: Said = { beacon: { phase: "update", secrets: [] }, olds: {}, defaultTags: {} };

/** AWS isn't there, and nobody sleeps. */
function checked({ kind }: Program, given: Props, { beacon, olds, defaultTags }: Said): Checked {
  const context = contextWith();
  context.settings.tags = defaultTags;
  const news = beacon === undefined ? given : { ...given, __beacon: beacon };
  const result = check(context, kind, olds, frozen(news));
  assert.equal(context.clock.sleeping, 0);
  return result;
}

function assertTellable({ failures }: Checked): void {
  for (const { property, reason } of failures) {
    assert.equal(property, "");
    assert.ok(reason.length > 0);
  }
}

for (const program of PROGRAMS) {
  describe(`check of ${program.name}`, () => {
    it("takes a program that gives every input", () => {
      const { failures } = checked(program, program.inputs, SAID);
      assert.deepEqual(failures, []);
    });

    it("answers whatever it is given, and changes nothing of it", () => {
      const any = fc.oneof({ weight: 5, arbitrary: edited(program) }, anyRecord.filter(canBeTold));
      const holds = fc.property(any, said, (given, more) => {
        assertTellable(checked(program, given, more));
        assertUnpolluted();
      });
      fc.assert(holds, runs(500));
    });

    it("answers with what gets to the engine", () => {
      const any = fc.oneof(
        { weight: 5, arbitrary: edited(program, json, name) },
        jsonRecord.filter(canBeTold),
      );
      const holds = fc.property(any, said, (given, more) => {
        const { inputs, failures } = checked(program, given, more);
        survives(inputs);
        for (const { reason } of failures) assert.ok(isCarried(reason), reason);
      });
      fc.assert(holds, runs(200));
    });

    it("says the same of its own answer, with and without the beacon", () => {
      const holds = fc.property(edited(program), said, fc.boolean(), (given, more, isSaid) => {
        const once = checked(program, given, more);
        const twice = checked(program, once.inputs, isSaid ? more : { ...more, beacon: undefined });
        assert.deepEqual(twice, once);
      });
      fc.assert(holds, runs(300));
    });

    it("shows nothing of what is secret", () => {
      const names = Object.keys(program.inputs).filter((one) => !one.startsWith("__"));
      const secrets = fc.subarray(names, { minLength: 1 });
      const holds = fc.property(edited(program), secrets, hushed, (given, hidden, value) => {
        const news = { ...given, ...Object.fromEntries(hidden.map((one) => [one, value])) };
        const beacon = { phase: "update", secrets: hidden };
        const { failures } = checked(program, news, { ...SAID, beacon });
        for (const { reason } of failures) assertHushed(reason);
      });
      fc.assert(holds, runs(300));
    });

    it("has nothing against what a preview does not know yet", () => {
      const holds = fc.property(withMarks(program, UNKNOWN), said, (given, more) => {
        const { failures } = checked(program, given, { ...more, defaultTags: {}, olds: {} });
        assert.deepEqual(failures, []);
      });
      fc.assert(holds, runs(250));
    });
  });
}
