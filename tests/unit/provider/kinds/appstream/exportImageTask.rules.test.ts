import { exportImageTask } from "../../../../../provider/kinds/appstream/exportImageTask";
import { UNKNOWN } from "../../../../../provider/lifecycle/validate";
import { checkingOf, type Violation } from "../../support/checking";
import { describeTags } from "../../support/tagRules";

const rules = checkingOf(exportImageTask, {
  imageName: "desktop",
  amiName: "desktop-1",
  iamRoleArn: "arn:aws:iam::123456789012:role/export",
});
const { itRefuses, itTakes, itTellsAllAtOnce, itLeavesUnknownsAlone } = rules;

const malformed = (name: string, form: RegExp, values: readonly string[]): Violation[] =>
  values.map((value) => [{ [name]: value }, name, form, value]);
const missing = (name: string): Violation[] => [
  [{ [name]: undefined }, name, /is required/],
  [{ [name]: null }, name, /is required/],
  [{ [name]: { name: "a" } }, name, /must be a string/, { name: "a" }],
];
const each = (name: string, values: readonly string[]) =>
  itTakes(values.map((value) => ({ [name]: value })));

describe("the rules of appstream.ExportImageTask", () => {
  describe("imageName", () => {
    itRefuses([
      ...missing("imageName"),
      ...malformed("imageName", /must be an image's name/, [
        ...["", "-desktop", ".desktop", "_desktop", "desk top", "desk/top", "Büro", "desktop\n"],
        "d".repeat(102),
      ]),
    ]);
    each("imageName", ["d", "7", "d".repeat(101), "Desktop_2026-01.b"]);
  });

  describe("amiName", () => {
    itRefuses([
      ...missing("amiName"),
      ...malformed("amiName", /must be a name of 3 to 128/, [
        ...["", "ab", "desk top", "desk:top", "desk@top", "desk[1]", "Büro-1", "desktop\n"],
        "d".repeat(129),
      ]),
    ]);
    each("amiName", ["abc", "d".repeat(128), "(a)/b-c_d.1"]);
  });

  describe("iamRoleArn", () => {
    itRefuses([
      ...missing("iamRoleArn"),
      ...malformed("iamRoleArn", /must be the ARN of an IAM role/, [
        ...["", "export", "arn:aws:iam::123456789012", "arn:azure:iam::123456789012:role/a"],
        ...["arn:aws-cn2:iam::1:role/a", "arn:aws::us:1:role/a", "arn:aws:iam::1:/role"],
        ...["arn:aws:iam::1:role/a b", `arn:aws:iam::1:${"r".repeat(1_025)}`],
        ...[`arn:aws:${"s".repeat(64)}::1:role/a`, `arn:aws:iam:${"r".repeat(64)}:1:role/a`],
      ]),
    ]);
    each("iamRoleArn", [
      ...["arn:aws:iam::123456789012:role/service-role/a+=,.@-_b", "arn:aws-cn:iam::1:role/a"],
      ...["arn:aws-us-gov:iam::1:role/a", "arn:aws-iso:iam::1:role/a", "arn:aws-iso-b:iam::1:r"],
      ...[`arn:aws:iam::1:${"r".repeat(1_024)}`, `arn:aws:${"s".repeat(63)}::1:role/a`],
    ]);
  });

  describe("amiDescription", () => {
    itRefuses([
      [{ amiDescription: "d".repeat(257) }, "amiDescription", /at most 256 characters/],
      [{ amiDescription: "🙂".repeat(257) }, "amiDescription", /at most 256 characters/],
      [{ amiDescription: 1 }, "amiDescription", /must be a string/, 1],
    ]);
    each("amiDescription", ["", "d".repeat(256), "a\nü 🙂"]);
  });

  describeTags(rules, { most: 47, mostUnmarked: 50, keyLength: 128, valueLength: 256 });

  describe("the alphabet of tags", () => {
    const outside = ["a!", "a#b", "a,b", "a;b", "(a)", "a\tb", "a\nb", 'a"b', "🙂"];
    itRefuses([
      ...outside.map((key): Violation => {
        return [{ tags: { [key]: "a" } }, `tags[${JSON.stringify(key)}]`, /the key must/];
      }),
      ...outside.map((value): Violation => [{ tags: { a: value } }, 'tags["a"]', /must/, value]),
    ]);
    itTakes([{ tags: { "Größe 東 _.:/=+-@1": "Größe 東 _.:/=+-@1" } }]);
  });

  describe("what AWS has and a resource has not", () => {
    itRefuses([
      [{ tagSpecifications: { a: "b" } }, "tagSpecifications", /is not an input/],
      [{ timeouts: { cancel: "1m" } }, "timeouts.cancel", /is not an input/],
    ]);
  });

  itTellsAllAtOnce(
    {
      imageName: "hush hush",
      amiName: "hush hush",
      iamRoleArn: "hush",
      amiDescription: "hush".repeat(100),
      tags: { "aws:hush": "hush".repeat(100) },
    },
    [
      ...["imageName", "amiName", "iamRoleArn", "amiDescription"],
      ...['tags["aws:hush"]', 'tags["aws:hush"]'],
    ],
  );

  itLeavesUnknownsAlone([{ tags: UNKNOWN }, { tags: { team: UNKNOWN } }]);
});
