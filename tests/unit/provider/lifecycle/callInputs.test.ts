// The rules of the inputs that say who calls, and of `onDelete`.
import assert from "node:assert/strict";
import { exportImageTask as appstreamExport } from "../../../../provider/kinds/appstream/exportImageTask";
import { exportTask } from "../../../../provider/kinds/discovery/exportTask";
import { storeImageTask } from "../../../../provider/kinds/ec2/storeImageTask";
import { customImageImport } from "../../../../provider/kinds/workspaces/customImageImport";
import { check } from "../../../../provider/lifecycle/check";
import type { TaskKind } from "../../../../provider/lifecycle/kind";
import { UNKNOWN } from "../../../../provider/lifecycle/validate";
import { checked, itRefuses, itTakes, reasonsOf } from "../support/checking";
import { contextWith } from "../support/context";

const roleArn = "arn:aws:iam::123456789012:role/images/exporter";
/** What is of interest first, as it is in the test's name. */
const role = (more: object) => ({ assumeRole: { ...more, ...{ roleArn }, ...more } });
const longest = "x".repeat(2_048);

describe("the profile", () => {
  itRefuses([
    [{ profile: "" }, "profile", /must be 1 to 256 characters/, ""],
    [{ profile: 5 }, "profile", /must be a string/, 5],
    [{ profile: "p".repeat(257) }, "profile", /must be 1 to 256 characters/],
  ]);
  itTakes([{ profile: "images" }, { profile: "p" }]);
});

describe("the role", () => {
  itRefuses([
    [{ assumeRole: "arn" }, "assumeRole", /must be an object/, "arn"],
    [{ assumeRole: {} }, "assumeRole.roleArn", /is required/],
    [{ assumeRole: [] }, "assumeRole", /must have 1 to 5 items, got 0/],
    [{ assumeRole: Array(6).fill({ roleArn }) }, "assumeRole", /1 to 5 items, got 6/],
    [{ assumeRole: [{ roleArn }, {}] }, "assumeRole[1].roleArn", /is required/],
    [role({ roleArn: "exporter" }), "assumeRole.roleArn", /be the ARN of an IAM role/, "exporter"],
    [
      role({ roleArn: "arn:aws:iam::123456789012:policy/images" }),
      "assumeRole.roleArn",
      /be the ARN of an IAM role/,
      "arn:aws:iam::123456789012:policy/images",
    ],
    [role({ sessionName: "a" }), "assumeRole.sessionName", /must be 2 to 64 letters/, "a"],
    [role({ sessionName: "a b" }), "assumeRole.sessionName", /2 to 64 letters/, "a b"],
    [role({ externalId: "x" }), "assumeRole.externalId", /must be 2 to 1224 characters/, "x"],
    [role({ duration: "soon" }), "assumeRole.duration", /a duration from "15m" to "12h"/, "soon"],
    [role({ duration: 3_600 }), "assumeRole.duration", /must be a string/, 3_600],
    [role({ duration: "14m59s" }), "assumeRole.duration", /15m/, "14m59s"],
    [role({ duration: "12h1s" }), "assumeRole.duration", /12h/, "12h1s"],
    [role({ policy: "" }), "assumeRole.policy", /must be 1 to 2048 characters/, ""],
    [role({ policyArns: ["all"] }), "assumeRole.policyArns[0]", /must /, "all"],
    [role({ sourceIdentity: "a" }), "assumeRole.sourceIdentity", /2 to 64 characters/, "a"],
    [role({ tags: { "": "a" } }), 'assumeRole.tags[""]', /the key must be 1 to 128/],
    [role({ tags: { team: 5 } }), 'assumeRole.tags["team"]', /must be a string/, 5],
    [role({ transitiveTagKeys: [""] }), "assumeRole.transitiveTagKeys[0]", /1 to 256/, ""],
    [role({ arn: roleArn }), "assumeRole.arn", /is not an input; the inputs here are roleArn,/],
  ]);
  itTakes([
    role({}),
    { assumeRole: [{ roleArn }, { roleArn: roleArn.replace("arn:aws:", "arn:aws-us-gov:") }] },
    role({ sessionName: "nightly@images", externalId: "0f", duration: "15m", policy: longest }),
    role({
      duration: "12h",
      sourceIdentity: "ana",
      tags: { team: "" },
      transitiveTagKeys: ["team"],
    }),
    role({ policyArns: ["arn:aws:iam::123456789012:policy/team/images"] }),
    role({ policyArns: ["arn:aws:iam::aws:policy/ReadOnlyAccess"] }),
  ]);
});

describe("the endpoint", () => {
  const url = /be a URL such as/;
  itRefuses([
    [{ endpoint: "" }, "endpoint", url, ""],
    [{ endpoint: "ec2.example.com" }, "endpoint", url, "ec2.example.com"],
    [{ endpoint: "ftp://example.com" }, "endpoint", url, "ftp://example.com"],
    [{ endpoint: "https://user:pass@example.com" }, "endpoint", url],
    [{ endpoint: "https://example.com?a=b" }, "endpoint", url],
    [{ endpoint: 5 }, "endpoint", /must be an object/, 5],
    [{ endpoint: { ec2: "example.com" } }, "endpoint.ec2", url, "example.com"],
    [
      { endpoint: { s3: "https://example.com" } },
      "endpoint.s3",
      /is not an input; the inputs here are ec2, appstream, workspaces, discovery, sts/,
    ],
  ]);
  itTakes([
    { endpoint: "http://localhost:4566" },
    { endpoint: "https://vpce-0123.ec2.eu-central-1.vpce.amazonaws.com/" },
    { endpoint: { ec2: "http://127.0.0.1:4566", sts: "https://sts.example.com/path" } },
    { endpoint: {} },
  ]);
});

describe("all of them", () => {
  const wrong = {
    profile: "",
    assumeRole: { roleArn: "hush-role", externalId: "hush-id", sessionName: "hush hush" },
    endpoint: { ec2: "hush.example.com", "hush-service": "https://hush" },
    onDelete: "hush",
  };
  const paths = [
    ...["onDelete", "profile", "assumeRole.roleArn", "assumeRole.sessionName", "endpoint.ec2"],
    "endpoint.hush-service",
  ];

  it("are told at once", () => {
    const told = reasonsOf(wrong).map((reason) => reason.split(": ", 1)[0]);
    assert.deepEqual(told.sort(), [...paths].sort());
  });

  it("show [secret] in place of what the program marked secret", () => {
    const told = reasonsOf(wrong, { secrets: Object.keys(wrong) });
    assert.equal(told.length, paths.length);
    assert.doesNotMatch(told.join("\n"), /hush/);
    const values = told.filter((reason) => reason.includes(", got "));
    assert.ok(
      values.every((reason) => reason.endsWith("got [secret]")),
      told.join("\n"),
    );
  });

  for (const name of ["profile", "assumeRole", "endpoint", "onDelete"]) {
    it(`leave an unknown ${name} of a preview alone`, () => {
      const { failures, inputs } = checked({ [name]: UNKNOWN }, { phase: "preview" });
      assert.deepEqual(failures, []);
      assert.equal(inputs[name], UNKNOWN);
    });
  }

  it("leave what is unknown inside of them alone", () => {
    const more = {
      assumeRole: [{ roleArn: UNKNOWN, externalId: UNKNOWN, tags: { team: UNKNOWN } }],
      endpoint: { ec2: UNKNOWN },
    };
    assert.deepEqual(checked(more, { phase: "preview" }).failures, []);
  });
});

describe("onDelete", () => {
  const told = (kind: TaskKind, onDelete: unknown) =>
    check(contextWith(), kind, {}, { onDelete })
      .failures.map(({ reason }) => reason)
      .filter((reason) => reason.startsWith("onDelete: "));

  itRefuses([
    [{ onDelete: "keep" }, "onDelete", /must be one of "retain", "delete"/, "keep"],
    [{ onDelete: true }, "onDelete", /must be a string/, true],
    [{ onDelete: "delete" }, "onDelete", /must be "retain", got "delete": .*lifecycle rules/],
  ]);
  itTakes([{ onDelete: "retain" }]);

  for (const kind of [appstreamExport, customImageImport]) {
    it(`takes "delete" for ${kind.type}, which makes an image`, () => {
      assert.deepEqual(told(kind, "delete"), []);
    });
  }

  for (const kind of [storeImageTask, exportTask]) {
    it(`refuses "delete" for ${kind.type}, which makes no image`, () => {
      const [reason, ...others] = told(kind, "delete");
      assert.match(reason ?? "", new RegExp(`what this ${kind.title} makes is not ours to delete`));
      assert.deepEqual(others, []);
    });
  }
});
