import assert from "node:assert/strict";
import { APPSTREAM, changed, EXPORT, type Statement, STORE } from "./declared";
import { Desk, exported, type Resource } from "./support";

describe("the service roles", () => {
  interface Role {
    role: string;
    usedBy: string;
    trustPolicy: { Statement: object[] };
    permissionsPolicy: { Statement: Statement[] };
  }
  const roles = async (...resources: Resource[]) => {
    const desk = new Desk({ "stack.json": exported(...resources) });
    return JSON.parse((await desk.run("policy", "stack.json", "--trust")).out) as Role[];
  };

  it("of image exports is vmimport, and may write the buckets that are declared", async () => {
    const [role, ...others] = await roles(EXPORT, STORE);
    assert.deepEqual([role?.role, others.length], ["vmimport", 0]);
    assert.deepEqual(role?.trustPolicy.Statement, [
      {
        Effect: "Allow",
        Principal: { Service: "vmie.amazonaws.com" },
        Action: "sts:AssumeRole",
        Condition: { StringEquals: { "sts:ExternalId": "vmimport" } },
      },
    ]);
    assert.deepEqual(role?.permissionsPolicy.Statement[0]?.Resource, [
      "arn:aws:s3:::exports",
      "arn:aws:s3:::exports/*",
    ]);
  });

  it("are told apart where programs name them, each with its own buckets", async () => {
    const location = { s3ExportLocation: { s3Bucket: "others" } };
    const found = await roles(EXPORT, changed(EXPORT, { roleName: "exporter", ...location }));
    assert.deepEqual(
      found.map(({ role }) => role),
      ["vmimport", "exporter"],
    );
    const [own] = found[1]!.permissionsPolicy.Statement;
    assert.deepEqual(own?.Resource, ["arn:aws:s3:::others", "arn:aws:s3:::others/*"]);
  });

  it("of AppStream exports is the one that the program names", async () => {
    const [role] = await roles(APPSTREAM);
    assert.equal(role?.role, "arn:aws:iam::123456789012:role/export");
    assert.deepEqual(role?.trustPolicy.Statement, [
      {
        Effect: "Allow",
        Principal: { Service: "appstream.amazonaws.com" },
        Action: "sts:AssumeRole",
      },
    ]);
  });

  it("are none of tasks that are only read", async () => {
    assert.deepEqual(await roles({ ...EXPORT, external: true }), []);
  });
});

describe("what is no stack's state and no kind", () => {
  const refused = async (file: string | undefined, what = "stack.json") => {
    const desk = new Desk(file === undefined ? {} : { "stack.json": file });
    const { out, err, exitCode } = await desk.run("policy", what);
    assert.deepEqual([out, exitCode], ["", 2]);
    assert.ok(err.trim().split("\n").length <= 2);
    return err;
  };

  it("is refused with the way to make one", async () => {
    assert.match(await refused(undefined), /no such file\. .*pulumi stack export --file/);
    assert.match(await refused("resources: []"), /is not JSON\. .*pulumi stack export/);
    assert.match(await refused('{"a":1}'), /no stack's state\. .*pulumi stack export/);
  });

  it("is refused with the names of the kinds where it looks like one", async () => {
    assert.match(await refused(undefined, "ec2.ExportImage"), /There are ec2\.ExportImageTask, /);
  });

  it("is refused where no task is in it", async () => {
    assert.match(await refused(exported()), /has no task of pulumi-aws-tasks/);
  });
});
