import assert from "node:assert/strict";
import { partition as sdkPartition } from "@aws-sdk/core/client";
import { KINDS } from "../../../provider/kinds";
import { APPSTREAM, changed, EXPORT, IMPORT, type Statement, STORE } from "./declared";
import { Desk, exported, type Resource, SECRET } from "./support";

async function policy(resources: readonly Resource[], ...options: string[]) {
  const desk = new Desk({ "stack.json": exported(...resources) });
  return statementsOf(await desk.run("policy", "stack.json", ...options));
}

function statementsOf({ out }: { readonly out: string }): readonly Statement[] {
  const { Version, Statement } = JSON.parse(out) as { Version: string; Statement: Statement[] };
  assert.equal(Version, "2012-10-17");
  return Statement;
}

const named = (statements: readonly Statement[], sid: string) =>
  statements.find(({ Sid }) => Sid === sid);
const actionsOf = (statements: readonly Statement[]) =>
  new Set(statements.flatMap(({ Action }) => Action));

describe("the policy of a stack", () => {
  it("is narrowed to its buckets and AMIs, Region and account", async () => {
    const statements = await policy([EXPORT, STORE]);
    const arns = (sid: string) => named(statements, sid)?.Resource;
    assert.deepEqual(arns("Ec2StoreImageTaskObject"), [
      "arn:aws:s3:::images/ami-0123456789abcdef0.bin",
    ]);
    assert.deepEqual(arns("Ec2StoreImageTaskBucket"), ["arn:aws:s3:::images"]);
    assert.deepEqual(arns("Ec2StoreImageTaskSnapshots"), ["arn:aws:ec2:eu-central-1::snapshot/*"]);
    assert.deepEqual(arns("Ec2StoreImageTaskSnapshotKeys"), ["arn:aws:kms:eu-central-1:*:key/*"]);
    assert.deepEqual(arns("Ec2ExportImageTaskTagLater"), [
      "arn:aws:ec2:eu-central-1:123456789012:export-image-task/*",
    ]);
    assert.equal(arns("Ec2ExportImageTaskRun"), "*");
  });

  it("lets tag an export with its start, and pass AppStream's role to AppStream alone", async () => {
    const statements = await policy([EXPORT, APPSTREAM]);
    assert.deepEqual(named(statements, "Ec2ExportImageTaskTagAtStart")?.Condition, {
      StringEquals: { "ec2:CreateAction": "ExportImage" },
    });
    const { Resource, Condition } = named(statements, "AppstreamExportImageTaskPassRole")!;
    assert.deepEqual(Resource, ["arn:aws:iam::123456789012:role/export"]);
    assert.deepEqual(Condition, {
      StringEquals: { "iam:PassedToService": "appstream.amazonaws.com" },
    });
  });

  it("has one statement of each purpose for several tasks, with all their resources", async () => {
    const other = changed(STORE, { bucket: "others" });
    const statements = await policy([STORE, other, STORE]);
    assert.deepEqual(named(statements, "Ec2StoreImageTaskBucket")?.Resource, [
      "arn:aws:s3:::images",
      "arn:aws:s3:::others",
    ]);
    const sids = statements.map(({ Sid }) => Sid);
    assert.equal(new Set(sids).size, sids.length);
  });

  it("knows the partitions, as the SDK does", async () => {
    for (const [region, partition] of [
      ["cn-north-1", "aws-cn"],
      ["us-gov-west-1", "aws-us-gov"],
      ["us-iso-east-1", "aws-iso"],
      ["us-isob-east-1", "aws-iso-b"],
      ["eu-isoe-west-1", "aws-iso-e"],
      ["us-isof-south-1", "aws-iso-f"],
      ["eusc-de-east-1", "aws-eusc"],
      ["eu-central-1", "aws"],
      ["us-east-1", "aws"],
    ] as const) {
      const statements = await policy([changed(STORE, { region })]);
      const [arn] = named(statements, "Ec2StoreImageTaskSnapshots")!.Resource;
      assert.equal(arn, `arn:${partition}:ec2:${region}::snapshot/*`);
      assert.equal(sdkPartition(region).name, partition);
    }
  });

  it("says nothing of what is secret", async () => {
    const secret = changed(STORE, { bucket: SECRET });
    const statements = await policy([{ ...secret, outputs: { bucket: "images" } }]);
    assert.deepEqual(named(statements, "Ec2StoreImageTaskBucket")?.Resource, ["arn:aws:s3:::*"]);
    assert.ok(!JSON.stringify(statements).includes("images"));
    assert.ok(!JSON.stringify(statements).includes("AAAB"));
  });

  it("leaves tagging out with identityTags: false, but not where there are tags", async () => {
    const tagging = ["ec2:CreateTags", "ec2:DeleteTags"];
    const count = async (inputs: object, ...options: string[]) => {
      const actions = actionsOf(await policy([changed(EXPORT, inputs)], ...options));
      return tagging.filter((action) => actions.has(action)).length;
    };
    assert.equal(await count({}), 2);
    assert.equal(await count({ identityTags: false }), 0);
    assert.equal(await count({}, "--no-identity-tags"), 0);
    assert.equal(await count({ identityTags: false, tags: { team: "a" } }), 2);
    assert.equal(await count({ identityTags: false, tags: SECRET }), 2);
  });

  it("lets a store tag its object only where there are tags", async () => {
    const action = "s3:PutObjectTagging";
    assert.ok(!actionsOf(await policy([STORE])).has(action));
    assert.ok(actionsOf(await policy([changed(STORE, { tagsAll: { a: "b" } })])).has(action));
  });

  it("lets delete results only with onDelete: delete, and a failed import's image always", async () => {
    const kept = actionsOf(await policy([APPSTREAM, IMPORT]));
    assert.ok(!kept.has("ec2:DeregisterImage"));
    assert.ok(kept.has("workspaces:DeleteWorkspaceImage"));
    for (const statements of [
      await policy([changed(APPSTREAM, { onDelete: "delete" })]),
      await policy([APPSTREAM], "--on-delete", "delete"),
    ]) {
      assert.deepEqual(named(statements, "AppstreamExportImageTaskDeregister")?.Resource, [
        "arn:aws:ec2:eu-central-1::image/*",
      ]);
      assert.ok(actionsOf(statements).has("ec2:DeleteSnapshot"));
    }
  });

  it("lets delete no results with --on-delete retain, whatever the state says", async () => {
    const erased = changed(APPSTREAM, { onDelete: "delete" });
    const actions = actionsOf(await policy([erased], "--on-delete", "retain"));
    assert.ok(!actions.has("ec2:DeregisterImage"));
  });

  it("allows no more than to look at what is only read", async () => {
    const statements = await policy([{ ...EXPORT, external: true }]);
    assert.deepEqual(
      [...actionsOf(statements)],
      ["ec2:DescribeExportImageTasks", "sts:GetCallerIdentity"],
    );
  });

  it("is read from standard input, too", async () => {
    const { out } = await new Desk({ "-": exported(EXPORT) }).run("policy", "-");
    assert.ok(actionsOf(statementsOf({ out })).has("ec2:ExportImage"));
  });

  it("goes without what nobody wants to know: other resources and completions", async () => {
    const text = exported({ type: "Completion", id: "a" }, EXPORT);
    const { out } = await new Desk({ "stack.json": text }).run("policy", "stack.json");
    assert.ok(!out.includes("Completion"));
  });

  it("is printed alone; that it is not proven complete is said on standard error", async () => {
    const desk = new Desk({ "stack.json": exported(EXPORT) });
    const { err, exitCode } = await desk.run("policy", "stack.json");
    assert.match(err, /not proven complete/);
    assert.equal(exitCode, 0);
  });

  it("names the role that it is for where one is assumed", async () => {
    const roleArn = "arn:aws:iam::210987654321:role/images";
    const assumed = changed(EXPORT, { assumeRole: [{ roleArn: "arn:first" }, { roleArn }] });
    const desk = new Desk({ "stack.json": exported(assumed) });
    const { err } = await desk.run("policy", "stack.json");
    assert.match(err, /210987654321:role\/images \(assumeRole\): attach it there/);
    assert.doesNotMatch(err, /arn:first/);
  });

  it("says where it is longer than IAM takes", async () => {
    const stores = Array.from({ length: 99 }, (_, i) => changed(STORE, { bucket: `bucket-${i}` }));
    const desk = new Desk({ "stack.json": exported(...stores) });
    assert.match((await desk.run("policy", "stack.json")).err, /IAM takes 6144/);
  });
});

describe("the policy of kinds", () => {
  it("is for any task of theirs", async () => {
    const statements = statementsOf(await new Desk().run("policy", "ec2.StoreImageTask"));
    assert.deepEqual(named(statements, "Ec2StoreImageTaskObject")?.Resource, [
      "arn:aws:s3:::*/*.bin",
    ]);
    assert.ok(actionsOf(statements).has("s3:PutObjectTagging"));
  });

  it("is narrowed to a Region and an account where they are given", async () => {
    const args = ["ec2:ExportImageTask", "--region", "eu-west-1", "--account", "123456789012"];
    const statements = statementsOf(await new Desk().run("policy", ...args));
    assert.deepEqual(named(statements, "Ec2ExportImageTaskTagLater")?.Resource, [
      "arn:aws:ec2:eu-west-1:123456789012:export-image-task/*",
    ]);
  });

  it("takes the names of services, and several of them", async () => {
    const statements = statementsOf(await new Desk().run("policy", "ec2", "discovery"));
    const kinds = new Set(statements.map(({ Sid }) => Sid.match(/^.*?Task/)?.[0]));
    const all = KINDS.map(({ type }) => type).filter((type) => /^(ec2|discovery):/.test(type));
    const named = all.map((type) => type.replace(":", "").replace(/^./, (e) => e.toUpperCase()));
    assert.deepEqual([...kinds], [...named, undefined]);
  });

  it("has no tags at all with --no-identity-tags", async () => {
    const all = KINDS.map(({ type }) => type);
    const statements = statementsOf(await new Desk().run("policy", ...all, "--no-identity-tags"));
    const tagging = [...actionsOf(statements)].filter((action) =>
      /(Create|Delete)Tags|Tagging/.test(action),
    );
    assert.deepEqual(tagging, []);
  });

  for (const kind of KINDS) {
    it(`has sound tables for ${kind.type}`, () => {
      const { grants, serviceRole } = kind.permissions;
      for (const [name, { actions, resources = [] }] of Object.entries({
        ...grants,
        ...serviceRole?.grants,
      })) {
        assert.match(name, /^[A-Za-z0-9]+$/);
        for (const action of actions) assert.match(action, /^[a-z0-9]+:[A-Z]\w+\*?$/);
        const holes = resources.flatMap((arn) => [...arn.matchAll(/\{(\w+)/g)].map(([, it]) => it));
        const known = [...Object.keys(kind.fields), "partition", "region", "account"];
        assert.deepEqual(
          holes.filter((hole) => !known.includes(hole!)),
          [],
        );
      }
      if (serviceRole) assert.ok(serviceRole.input in kind.fields);
    });
  }
});
