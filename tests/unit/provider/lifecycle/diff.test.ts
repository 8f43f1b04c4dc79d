import assert from "node:assert/strict";
import type { Difference } from "../../../../provider/lifecycle/diff";
import type { Props } from "../../../../provider/lifecycle/ports";
import { type Situation, tell } from "../support/diffing";

const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
const PHASES = ["preview", "update", "unsaid"] as const;

/** What diff says, in a few letters: R replace, D delete before that, C change, - nothing. */
function letters({ changes, replaces = [], deleteBeforeReplace }: Difference): string {
  if (replaces.length > 0) return deleteBeforeReplace ? "DR" : "R";
  return changes ? "C" : "-";
}

const WAITS = ["diff", "update", "none"] as const;

/** Phase, `wait`, what AWS shows of a running task; the answer and the number of calls. */
const RUNNING: readonly [
  Situation["phase"],
  (typeof WAITS)[number],
  readonly string[],
  string,
  number,
][] = [
  // A preview looks once, and says that there is something to come.
  ["preview", "diff", ["active"], "C", 1],
  ["preview", "diff", ["completed"], "C", 1],
  ["preview", "diff", ["deleted"], "C", 1],
  ["preview", "diff", ["unlisted"], "C", 1],
  ["preview", "update", ["active"], "C", 1],
  ["preview", "none", ["active"], "-", 1],
  ["preview", "none", ["completed"], "C", 1],
  ["preview", "none", ["deleting"], "-", 1],
  ["preview", "none", ["deleted"], "C", 1],
  ["preview", "none", ["unlisted"], "C", 1],
  // An update waits here, or lets `update` wait, or looks once.
  ["update", "diff", ["active", "active", "completed"], "C", 3],
  ["update", "diff", ["active", "deleted"], "C", 2],
  ["update", "diff", ["unlisted"], "C", 1],
  ["update", "update", [], "C", 0],
  ["update", "none", ["active"], "-", 1],
  ["update", "none", ["completed"], "C", 1],
  // A check without a beacon: one look and a change, whatever it showed; `update` waits.
  ["unsaid", "diff", ["active"], "C", 1],
  ["unsaid", "update", ["active"], "C", 1],
  ["unsaid", "none", ["active"], "-", 1],
];

describe("diff with the same inputs", () => {
  for (const [phase, wait, aws, expected, calls] of RUNNING) {
    const shown = aws.join(", ") || "-";
    it(`answers ${expected} with ${calls} calls for a running one: ${phase}, wait ${wait}, AWS ${shown}`, async () => {
      const told = await tell({ recorded: "running", phase, wait, aws });
      assert.deepEqual([letters(told.difference), told.calls], [expected, calls]);
    });
  }

  const settled = { succeeded: "-", failed: "C", cancelled: "C", reported: "R" } as const;
  for (const [recorded, expected] of Object.entries(settled)) {
    it(`answers ${expected} without a call for one recorded as ${recorded}`, async () => {
      for (const phase of PHASES) {
        for (const wait of WAITS) {
          const told = await tell({ recorded: recorded as keyof typeof settled, phase, wait });
          assert.deepEqual([letters(told.difference), told.calls], [expected, 0]);
        }
      }
    });
  }

  it("keeps how a wait ended for the update that follows", async () => {
    const { context } = await tell({ recorded: "running", phase: "update", aws: ["completed"] });
    const outcome = context.memory.takeOutcome("export-ami-0123456789abcdef0");
    assert.equal(outcome?.ending, "terminal");
    assert.equal(outcome?.polls, 1);
  });

  const overrides: readonly [NonNullable<Situation["wait"]>, string, string, number][] = [
    ["diff", "none", "-", 1],
    ["diff", "update", "C", 0],
    ["none", "update", "C", 0],
    ["update", "none", "-", 1],
    ["update", "sometimes", "C", 0],
  ];
  for (const [wait, override, expected, calls] of overrides) {
    it(`takes ${override} of the environment over ${wait} of the program`, async () => {
      const aws = ["active"];
      const told = await tell({ recorded: "running", phase: "update", wait, override, aws });
      assert.deepEqual([letters(told.difference), told.calls], [expected, calls]);
    });
  }

  for (const recorded of ["failed", "cancelled", "reported"] as const) {
    it(`leaves one that is ${recorded} as it is where onFailure is "keep"`, async () => {
      const keep = { onFailure: "keep" };
      const told = await tell({ recorded, phase: "update", change: keep, olds: keep });
      assert.equal(letters(told.difference), recorded === "reported" ? "-" : "C");
      assert.equal(told.calls, 0);
    });
  }

  it("takes a state without a taskState for running", async () => {
    const olds = { taskState: undefined };
    const told = await tell({ recorded: "failed", phase: "preview", olds, aws: ["active"] });
    assert.deepEqual([letters(told.difference), told.calls], ["C", 1]);
  });
});

describe("diff with another input", () => {
  const replacing: readonly Props[] = [
    { imageId: "ami-01234567" },
    { diskImageFormat: "RAW" },
    { s3ExportLocation: { s3Bucket: "my-exports" } },
    { region: "eu-west-1" },
    { triggers: ["v2"] },
    { imageId: UNKNOWN },
    { s3ExportLocation: { s3Bucket: UNKNOWN, s3Prefix: "images/" } },
    { triggers: [{ deep: [UNKNOWN] }] },
  ];
  for (const change of replacing) {
    it(`replaces at once for ${JSON.stringify(change)}`, async () => {
      for (const phase of PHASES) {
        const told = await tell({ recorded: "succeeded", phase, change });
        assert.deepEqual(told.difference.replaces, Object.keys(change));
        assert.deepEqual([letters(told.difference), told.calls], ["R", 0]);
      }
    });
  }

  const orders: readonly [Situation["recorded"], readonly string[], string, number][] = [
    ["running", ["active"], "DR", 1],
    ["running", ["completed"], "R", 1],
    ["running", ["deleting"], "DR", 1],
    ["running", ["deleted"], "R", 1],
    ["running", ["unlisted"], "DR", 1],
    ["succeeded", [], "R", 0],
    ["failed", [], "R", 0],
    ["reported", [], "R", 0],
  ];
  for (const [recorded, aws, expected, calls] of orders) {
    it(`answers ${expected} for a ${recorded} one that AWS shows as ${aws.join() || "-"}`, async () => {
      for (const phase of PHASES) {
        const told = await tell({ recorded, phase, aws, change: { imageId: "ami-01234567" } });
        assert.deepEqual([letters(told.difference), told.calls], [expected, calls]);
        assert.equal(
          told.context.memory.ledger.mayAdopt("export-ami-0123456789abcdef0", "x"),
          false,
        );
      }
    });
  }

  const stored: readonly Props[] = [
    ...[{ roleName: "other" }, { description: "other" }, { tags: { a: "b" } }],
    ...[{ timeouts: { wait: "1h" } }, { polling: { minInterval: "5s" } }, { onFailure: "keep" }],
    ...[{ identityTags: false }, { wait: "none" }, { __identity: "another" }],
    ...[{ description: UNKNOWN }, { tags: { a: UNKNOWN } }],
  ];
  for (const change of stored) {
    it(`reports a change to store for ${JSON.stringify(change)}`, async () => {
      const told = await tell({ recorded: "succeeded", phase: "update", change });
      assert.deepEqual([letters(told.difference), told.calls], ["C", 0]);
    });
  }

  it("reports the change of a running task too, after the wait", async () => {
    const change = { tags: { a: "b" } };
    const none = { recorded: "running", phase: "update", wait: "none", aws: ["active"] } as const;
    assert.equal(letters((await tell({ ...none, change })).difference), "C");
    assert.equal(letters((await tell(none)).difference), "-");
  });

  const equal: readonly [string, Props, Props][] = [
    ["an empty list of triggers and none", { triggers: [] }, { triggers: undefined }],
    ["an empty map of tags and none", { tags: {} }, { tags: undefined }],
    ["null and absent", { description: null }, { description: undefined }],
    [
      "another order of keys",
      { s3ExportLocation: { s3Prefix: "images/", s3Bucket: "my-exports" } },
      {},
    ],
    ["a progress that moved", {}, { progress: "7", statusMessage: "a", progressPercent: 7 }],
  ];
  for (const [rule, change, olds] of equal) {
    it(`takes ${rule} for the same`, async () => {
      const told = await tell({ recorded: "succeeded", phase: "update", change, olds });
      assert.equal(letters(told.difference), "-");
    });
  }
});
