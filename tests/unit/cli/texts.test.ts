import assert from "node:assert/strict";
import { tableOf } from "../../../cli/table";
import { counted, safe, shortened } from "../../../cli/text";
import type { Row } from "../../../cli/rows";
import type { Report } from "../../../cli/view";
import { exportImageTask } from "../../../provider/kinds/ec2/exportImageTask";

describe("texts of AWS", () => {
  const cases: readonly [string, string, string][] = [
    ["lose presigned URLs", "see https://a.example/b?X-Amz-Signature=0f now", "see [URL] now"],
    ["keep other URLs", "see https://docs.example/a", "see https://docs.example/a"],
    [
      "lose session tokens",
      "x-amz-security-token:IQoJ\nhost",
      "x-amz-security-token:[secret] host",
    ],
    ["lose signatures", "Signature=0ff0 is wrong", "Signature=[secret] is wrong"],
    ["lose access keys", "for ASIAIOSFODNN7EXAMPLE", "for [key]"],
    ["move no cursor", "a\u001b[2Jb\r\nc\u0007", "a [2Jb c"],
  ];
  for (const [what, text, shown] of cases) {
    it(what, () => assert.equal(safe(text), shown));
  }

  it("are cut where there is no room", () => {
    assert.equal(shortened("twelve letters", 14), "twelve letters");
    assert.equal(shortened("twelve letters", 8), "twelve…");
  });

  it("count", () =>
    assert.equal(`${counted(1, "orphan")} ${counted(2, "orphan")}`, "1 orphan 2 orphans"));
});

describe("the table", () => {
  const at = Date.parse("2026-01-01T01:00:00Z");
  const row: Row = {
    ...{ kind: exportImageTask, id: "export-ami-1", state: "running", status: "active" },
    ...{ message: "converting", percent: 75, began: at - 1_800_000, holder: undefined },
    ...{ stackTag: "images/dev", isOrphan: true, isAdoptable: true },
  };
  const report: Report = {
    ...{ at, region: "us-east-1", account: undefined, rows: [row], hidden: 0, hiddenOrphans: 0 },
    ...{ notes: [], stacks: new Set(["images/dev"]) },
  };

  it("has a line for each task and the line that adopts an orphan", () => {
    assert.equal(
      tableOf(report, "plain"),
      [
        "us-east-1, 2026-01-01 01:00:00 UTC",
        "",
        "task                 id            state               progress         age  held by",
        "ec2.ExportImageTask  export-ami-1  active: converting  75 %, ~10m left  30m  ORPHAN",
        "",
        "1 orphan: ours by the tag, in no state that was given. " +
          "The line, among a resource's inputs, takes it over:",
        '  adopt: "export-ami-1"  (ec2.ExportImageTask, started by images/dev)',
        "",
      ].join("\n"),
    );
  });

  it("shows orphans in colour on a terminal, in the same columns", () => {
    const coloured = tableOf(report, "colour");
    assert.ok(coloured.includes("\u001b[1;33mORPHAN\u001b[0m"));
    // eslint-disable-next-line no-control-regex
    assert.equal(coloured.replace(/\u001b\[[\d;]*m/g, ""), tableOf(report, "plain"));
  });

  it("says what is not known by a question mark, and nothing where nothing is to say", () => {
    const bare = {
      ...row,
      message: undefined,
      percent: undefined,
      began: undefined,
      isOrphan: false,
    };
    const lines = tableOf({ ...report, rows: [bare] }, "plain").split("\n");
    assert.match(lines[3]!, /^ec2\.ExportImageTask {2}export-ami-1 {2}active +\? {4}images\/dev$/);
  });

  it("lets no name move the cursor", () => {
    const named = { ...row, id: "a\u001b[2Jb", stackTag: "x\u0007y" };
    // eslint-disable-next-line no-control-regex
    assert.doesNotMatch(tableOf({ ...report, rows: [named] }, "plain"), /[\u0007\u001b]/);
  });
});
