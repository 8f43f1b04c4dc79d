// `tagsAll`: the default tags of the configuration under the program's own, as `check` merges them.
import assert from "node:assert/strict";
import { exportTask } from "../../../../provider/kinds/discovery/exportTask";
import { exportImageTask } from "../../../../provider/kinds/ec2/exportImageTask";
import { storeImageTask } from "../../../../provider/kinds/ec2/storeImageTask";
import { diff } from "../../../../provider/lifecycle/diff";
import { startTags } from "../../../../provider/lifecycle/tags";
import { ID_TAG, STACK_TAG } from "../../../../provider/lifecycle/identity";
import type { Props } from "../../../../provider/lifecycle/ports";
import { redact } from "../../../../provider/lifecycle/redact";
import { update } from "../../../../provider/lifecycle/update";
import { UNKNOWN } from "../../../../provider/lifecycle/validate";
import { checked, type Checking, checkingOf } from "../support/checking";
import { awsError, contextWith, FakeAws, TASK_ID, taskOf } from "../support/context";

const DEFAULTS = { team: "images", stage: "dev" };
const withDefaults = (tags: Props = DEFAULTS, aws?: FakeAws) => {
  const context = contextWith(aws);
  context.settings.tags = tags;
  return context;
};
/** As the class gives them: what goes into all tags is there from the beginning. */
const given = (tags: unknown): Props => ({ tags, tagsAll: tags });
const numbered = (count: number, from = 0) =>
  Object.fromEntries(Array.from({ length: count }, (_, n) => [`key-${from + n}`, "a"]));

function merged(tags: unknown, defaults: Props = DEFAULTS, options: Checking = {}): unknown {
  const context = withDefaults(defaults);
  const { inputs, failures } = checked(given(tags), { ...options, context });
  assert.deepEqual(failures, []);
  assert.deepEqual(inputs.tags, tags);
  return inputs.tagsAll;
}

describe("all tags", () => {
  it("are the default ones and the program's", () => {
    assert.deepEqual(merged({ tier: "gold" }), { ...DEFAULTS, tier: "gold" });
  });

  it("have the program's value where both have the key", () => {
    assert.deepEqual(merged({ team: "desktops" }), { team: "desktops", stage: "dev" });
    assert.deepEqual(merged({ team: "" }), { team: "", stage: "dev" });
  });

  it("are the default ones alone where the program has none", () => {
    assert.deepEqual(merged(undefined), DEFAULTS);
    assert.deepEqual(merged({}), DEFAULTS);
  });

  it("are the program's alone where there are no default ones", () => {
    assert.deepEqual(merged({ tier: "gold" }, {}), { tier: "gold" });
    assert.equal(merged(undefined, {}), undefined);
  });

  it("go with the start, beside ours", () => {
    const { inputs } = checked(given({ tier: "gold" }), { context: withDefaults() });
    const { [ID_TAG]: id, [STACK_TAG]: stack, ...others } = startTags(exportImageTask, inputs);
    assert.deepEqual(others, { ...DEFAULTS, tier: "gold" });
    assert.ok(id !== undefined && stack !== undefined);
  });

  it("are a change in place when only the default ones change", async () => {
    const before = checked(given({ tier: "gold" }), { context: withDefaults() }).inputs;
    const context = withDefaults({ ...DEFAULTS, stage: "prod" });
    const { inputs } = checked(given({ tier: "gold" }), { context });
    const olds = { ...before, taskState: "succeeded" };
    const difference = await diff(context, exportImageTask, TASK_ID, olds, inputs);
    assert.deepEqual(difference, { changes: true });
  });

  it("are no change where a state is older than they are, and there are none", async () => {
    const context = withDefaults({});
    const { inputs } = checked(given(undefined), { context });
    const olds = { ...inputs, tagsAll: undefined, taskState: "succeeded" };
    const difference = await diff(context, exportImageTask, TASK_ID, olds, inputs);
    assert.deepEqual(difference, { changes: false });
  });
});

describe("wrong tags", () => {
  const reasons = (tags: unknown, defaults: Props, options: Checking = {}) => {
    const context = withDefaults(defaults);
    const { failures } = checked(given(tags), { ...options, context });
    return failures.map(({ reason }) => reason);
  };

  it("among the default ones are told like the program's", () => {
    const told = reasons({ tier: 5 }, { "aws:team": "a", stage: 7 });
    assert.equal(told.length, 3);
    assert.match(told.join("\n"), /tags\["aws:team"\]: the key must not begin with "aws:"/);
    assert.match(
      told.join("\n"),
      /aws:defaultTags\.tags\[\[secret\]\]: must be a string, got \[secret\]/,
    );
    assert.match(told.join("\n"), /tags\["tier"\]: must be a string, got 5/);
  });

  it("that are no map at all are told as what they are", () => {
    assert.match(
      reasons(["team"], DEFAULTS).join(),
      /^tags: must be a map of strings, got \["team"/,
    );
    assert.match(reasons("team", DEFAULTS).join(), /^tags: must be a map of strings, got "team"$/);
  });

  it("that are secret are told without a word of them", () => {
    const wrong = { "aws:hush": "a", tier: "hush".repeat(100), other: { hush: 1 } };
    const told = reasons(wrong, DEFAULTS, { secrets: ["tags", "tagsAll"] });
    assert.equal(told.length, 3);
    assert.doesNotMatch(told.join("\n"), /hush/);
  });
});

describe("wrong default tags that alone are secret", () => {
  // So the class gives them: what the program has itself is none.
  const secrets = ["tagsAll"];
  const HUSHED = { "aws:hush": "a", tier: "hush".repeat(100) };

  for (const phase of ["preview", "update"] as const) {
    it(`are told without a word of them in ${phase === "update" ? "an" : "a"} ${phase}`, () => {
      const context = withDefaults(HUSHED);
      const { inputs, failures } = checked(given({ team: "a" }), { context, secrets, phase });
      const told = failures.map(({ reason }) => reason).join("\n");
      assert.match(told, /^tags\[\[secret\]\]: the key must not begin with "aws:"/);
      assert.match(told, /tags\[\[secret\]\]: must be at most 256 characters, got \[secret\]/);
      assert.doesNotMatch(told, /hush/);
      assert.deepEqual(inputs.__secrets, ["tagsAll"]);
    });
  }

  it("are told so, too, where the engine puts the old inputs in their place", () => {
    const stored = { tags: { team: "a" }, tagsAll: { team: "a", ...HUSHED }, __secrets: secrets };
    const { failures } = checked({ ...stored, __beacon: undefined });
    assert.equal(failures.length, 2);
    assert.doesNotMatch(JSON.stringify(failures), /hush/);
  });
});

describe("the limit of tags", () => {
  const told = (own: Props, defaults: Props, more: Props = {}) =>
    checked({ ...given(own), ...more }, { context: withDefaults(defaults) }).failures.map(
      ({ reason }) => reason,
    );

  it("counts the default ones, and keeps room for three of ours", () => {
    assert.deepEqual(told(numbered(7), numbered(40, 100)), []);
    const tooMany = ["tags: must have at most 47 entries, got 48"];
    assert.deepEqual(told(numbered(8), numbered(40, 100)), tooMany);
  });

  it("counts a key once that both have", () => {
    assert.deepEqual(told(numbered(47), numbered(47)), []);
  });

  it("keeps no room where ours are turned off", () => {
    const off = { identityTags: false };
    assert.deepEqual(told(numbered(10), numbered(40, 100), off), []);
    const tooMany = ["tags: must have at most 50 entries, got 51"];
    assert.deepEqual(told(numbered(11), numbered(40, 100), off), tooMany);
  });

  for (const [kind, program, most] of [
    [storeImageTask, { imageId: "ami-0123456789abcdef0", bucket: "my-exports" }, 10],
    [exportTask, {}, 50],
  ] as const) {
    it(`is ${most} for ${kind.type}, which carries none of ours`, () => {
      const { checked: checkedFor } = checkingOf(kind, program);
      const reasonsFor = (own: number) =>
        checkedFor(given(numbered(own)), { context: withDefaults(numbered(5, 100)) }).failures.map(
          ({ reason }) => reason,
        );
      assert.deepEqual(reasonsFor(most - 5), []);
      const tooMany = `tags: must have at most ${most} entries, got ${most + 1}`;
      assert.deepEqual(reasonsFor(most - 4), [tooMany]);
    });
  }
});

describe("tags that a preview does not know", () => {
  const preview = { phase: "preview" } as const;

  it("make all tags unknown", () => {
    assert.equal(merged(UNKNOWN, DEFAULTS, preview), UNKNOWN);
    assert.equal(merged(UNKNOWN, {}, preview), UNKNOWN);
  });

  it("are unknown alone where only one value is", () => {
    assert.deepEqual(merged({ team: UNKNOWN }, DEFAULTS, preview), { team: UNKNOWN, stage: "dev" });
  });

  it("are shown as an update, not as a replacement", async () => {
    const before = checked(given({ team: "a" }), { context: withDefaults() }).inputs;
    const context = withDefaults();
    const { inputs } = checked(given(UNKNOWN), { context, ...preview });
    const olds = { ...before, taskState: "succeeded" };
    const difference = await diff(context, exportImageTask, TASK_ID, olds, inputs);
    assert.deepEqual(difference, { changes: true });
  });
});

describe('all tags with ignoreChanges: ["*"]', () => {
  // The engine puts the old inputs in place of the program's, and with them no beacon.
  const stored = { tags: { tier: "gold" }, tagsAll: { ...DEFAULTS, tier: "gold" } };
  const keeping = (more: Props = {}) =>
    checked({ ...stored, ...more, __beacon: undefined }, { context: withDefaults({ other: "a" }) });

  it("stay as they were, whatever the default ones are now", () => {
    const { inputs, failures } = keeping();
    assert.deepEqual(failures, []);
    assert.deepEqual(inputs.tagsAll, stored.tagsAll);
    assert.deepEqual(inputs.tags, stored.tags);
  });

  it("stay absent where there were none", () => {
    assert.equal("tagsAll" in keeping({ tags: undefined, tagsAll: undefined }).inputs, false);
  });
});

describe("secret tags", () => {
  const secrets = ["tags", "tagsAll"];
  const HUSH = { owner: "hush-person" };

  it("stay secret among all tags, in whatever text they would be", () => {
    const { inputs } = checked(given(HUSH), { context: withDefaults(), secrets });
    assert.deepEqual(inputs.__secrets, ["tags", "tagsAll"]);
    assert.deepEqual(inputs.tagsAll, { ...DEFAULTS, ...HUSH });
    assert.equal(redact("The tag hush-person is bad.", inputs), "The tag [secret] is bad.");
  });

  it("are not in the error of an update that AWS refuses with their words", async () => {
    const aws = new FakeAws(({ operation }) => {
      if (operation === "DescribeExportImageTasks") {
        return { ExportImageTasks: [taskOf("completed", { Tags: [] })] };
      }
      throw awsError("refused", "InvalidParameterValue", "The value hush-person is invalid");
    });
    const context = withDefaults(DEFAULTS, aws);
    const { inputs } = checked(given(HUSH), { context, secrets });
    const olds = { ...inputs, tags: {}, tagsAll: {}, taskState: "succeeded" };
    const updating = update(context, exportImageTask, TASK_ID, olds, inputs);
    await assert.rejects(updating, (error: Error & { reasons: readonly string[] }) => {
      assert.match(error.reasons.join(), /The value \[secret\] is invalid/);
      assert.doesNotMatch(error.message, /hush/);
      return true;
    });
    assert.doesNotMatch(JSON.stringify(context.texts), /hush/);
  });
});
