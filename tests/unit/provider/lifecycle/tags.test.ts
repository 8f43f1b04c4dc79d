import assert from "node:assert/strict";
import { exportImageTask as kind } from "../../../../provider/kinds/ec2/exportImageTask";
import { HOLD_TAG, ID_TAG, identityTags, STACK_TAG } from "../../../../provider/lifecycle/identity";
import type { Observation, TaskKind } from "../../../../provider/lifecycle/kind";
import type { Props } from "../../../../provider/lifecycle/ports";
import {
  mark,
  newHold,
  reconcileTags,
  releaseTags,
  startOf,
  startTags,
} from "../../../../provider/lifecycle/tags";
import { awsError, contextWith, FakeAws, IDENTITY, inputs, TASK_ID, URN } from "../support/context";

type Tags = Readonly<Record<string, string>>;

const HOLD = "2026-01-01T00:00:00.000Z/ab";
const ours: Tags = { ...identityTags(kind, inputs), [HOLD_TAG]: HOLD };
const carrying = (tags?: Tags): Observation => ({
  id: TASK_ID,
  status: "active",
  outputs: {},
  tags,
});

const unexpected = (what: unknown) => assert.fail(String(what));
const fail = { unmarked: unexpected, resultUnmarked: unexpected, anothers: unexpected };

/** What is written: added as a map, removed as a list of keys. */
function written(aws: FakeAws): { added?: Tags; removed?: string[] } {
  const result: { added?: Tags; removed?: string[] } = {};
  for (const { operation, input } of aws.requests) {
    const { Resources, Tags } = input as {
      Resources: string[];
      Tags: { Key: string; Value: string }[];
    };
    assert.deepEqual(Resources, [TASK_ID]);
    if (operation === "CreateTags") {
      result.added = Object.fromEntries(Tags.map(({ Key, Value }) => [Key, Value]));
    } else result.removed = Tags.map(({ Key }) => Key);
  }
  return result;
}

describe("the tags of a start", () => {
  it("are the program's and ours, never the hold: a retry must send the same body", () => {
    const tags = startTags(kind, { ...inputs, tags: { team: "a" } });
    assert.deepEqual(tags, { team: "a", ...identityTags(kind, inputs) });
  });

  it("are the program's alone where ours are turned off", () => {
    const props = { ...inputs, tags: { team: "a" }, identityTags: false };
    assert.deepEqual(startTags(kind, props), { team: "a" });
  });

  it("are the program's alone for a kind that carries none of ours", () => {
    const bare = Object.entries(kind).filter(([member]) => member !== "tagging");
    const untagged = Object.fromEntries(bare) as unknown as TaskKind;
    assert.deepEqual(startTags(untagged, { ...inputs, tags: { team: "a" } }), { team: "a" });
  });
});

describe("reconcileTags", () => {
  const cases: readonly [string, Tags, Props, Props, ReturnType<typeof written>][] = [
    ["writes nothing where all is as it should be", ours, {}, {}, {}],
    ["adds what is new", ours, {}, { tags: { a: "1" } }, { added: { a: "1" } }],
    [
      "writes what differs again",
      { ...ours, a: "0" },
      { tags: { a: "0" } },
      { tags: { a: "1" } },
      {
        added: { a: "1" },
      },
    ],
    [
      "removes what the program had put there",
      { ...ours, a: "1" },
      { tags: { a: "1" } },
      {},
      {
        removed: ["a"],
      },
    ],
    ["leaves tags of others alone", { ...ours, theirs: "1" }, {}, {}, {}],
    ["does not remove what is gone already", ours, { tags: { a: "1" } }, {}, {}],
    [
      "mends a foreign hold",
      { ...ours, [HOLD_TAG]: "other" },
      {},
      {},
      { added: { [HOLD_TAG]: HOLD } },
    ],
    ["writes all of ours where none is", {}, {}, {}, { added: ours }],
    [
      "takes ours off when they are turned off",
      ours,
      {},
      { identityTags: false },
      {
        removed: [ID_TAG, STACK_TAG, HOLD_TAG],
      },
    ],
    ["keeps an empty value", { ...ours, a: "" }, { tags: { a: "" } }, { tags: { a: "" } }, {}],
  ];
  for (const [rule, on, olds, news, expected] of cases) {
    it(rule, async () => {
      const aws = new FakeAws(() => ({}));
      const stored = { ...inputs, ...olds, __hold: HOLD };
      await reconcileTags(kind, aws, carrying(on), stored, { ...inputs, ...news }, fail);
      assert.deepEqual(written(aws), expected);
    });
  }

  it("re-tags after a rename, which changes the identity", async () => {
    const aws = new FakeAws(() => ({}));
    const renamed = { ...inputs, __identity: IDENTITY.replace("gold", "golden") };
    await reconcileTags(kind, aws, carrying(ours), { ...inputs, __hold: HOLD }, renamed, fail);
    assert.deepEqual(Object.keys(written(aws).added ?? {}), [ID_TAG]);
  });

  it("writes nothing where the tags are not known", async () => {
    const aws = new FakeAws(() => ({}));
    await reconcileTags(kind, aws, carrying(), inputs, { ...inputs, tags: { a: "1" } }, fail);
    assert.deepEqual(aws.requests, []);
  });

  it("fails when AWS refuses the program's tags", async () => {
    const aws = new FakeAws(() => Promise.reject(awsError("denied", "UnauthorizedOperation")));
    const news = { ...inputs, tags: { a: "1" } };
    const reconciling = reconcileTags(kind, aws, carrying({}), inputs, news, fail);
    await assert.rejects(reconciling, { code: "UnauthorizedOperation" });
  });

  it("does not fail when AWS refuses our own marks, and tells", async () => {
    const aws = new FakeAws(() => Promise.reject(awsError("denied", "UnauthorizedOperation")));
    const told: unknown[] = [];
    await reconcileTags(kind, aws, carrying({}), inputs, inputs, {
      ...fail,
      unmarked: (error) => void told.push(error),
    });
    assert.equal(told.length, 1);
  });
});

describe("a hold", () => {
  it("tells when the task was started", () => {
    assert.equal(newHold("2026-01-01T00:00:00.000Z", "ab"), HOLD);
    assert.equal(startOf(HOLD), "2026-01-01T00:00:00.000Z");
  });

  for (const odd of [undefined, "", "/", "soon/ab", "0123456789abcdef"]) {
    it(`tells nothing when it is ${JSON.stringify(odd)}`, () => {
      assert.equal(startOf(odd), undefined);
    });
  }

  const write = async (aws: FakeAws, props: Props = inputs) => {
    const context = contextWith();
    await mark(context, kind, aws, props, URN, carrying(), { [HOLD_TAG]: HOLD });
    return context.texts.warn;
  };

  it("is written on the task", async () => {
    const aws = new FakeAws(() => ({}));
    assert.deepEqual(await write(aws), []);
    assert.deepEqual(written(aws), { added: { [HOLD_TAG]: HOLD } });
  });

  it("is not written where our tags are turned off", async () => {
    const aws = new FakeAws(() => ({}));
    await write(aws, { ...inputs, identityTags: false });
    assert.deepEqual(aws.requests, []);
  });

  it("that can't be written is one warning, never a failure", async () => {
    const aws = new FakeAws(() => Promise.reject(awsError("denied", "UnauthorizedOperation")));
    const warnings = await write(aws);
    assert.equal(warnings.length, 1);
    assert.match(warnings[0]!, /could not be marked.*UnauthorizedOperation/);
  });
});

describe("releaseTags", () => {
  it("takes off ours only, and only those that are there", async () => {
    const aws = new FakeAws(() => ({}));
    await releaseTags(kind, aws, carrying({ [ID_TAG]: "0f", [HOLD_TAG]: HOLD, team: "a" }));
    assert.deepEqual(written(aws), { removed: [ID_TAG, HOLD_TAG] });
  });

  it("writes nothing on what carries none", async () => {
    const aws = new FakeAws(() => ({}));
    await releaseTags(kind, aws, carrying({ team: "a" }));
    await releaseTags(kind, aws, carrying());
    assert.deepEqual(aws.requests, []);
  });
});
