/** The AWS CLI as it is typed: short forms, --query, --output, its own paging, `wait`. */
import assert from "node:assert/strict";
import type { It } from "../support/ahead";
import { REFUSED, type AwsCli } from "../support/awsCli";
import { DURATION_MS } from "../support/client";

const ami = "ami-0123456789abcdef0";
const asText = ["--output", "text"];

export function terminal(it: It<AwsCli>): void {
  it("takes short forms, and prints what --query picks", async (client) => {
    const start = [
      ...["ec2", "export-image", "--image-id", ami, "--disk-image-format", "VMDK"],
      ...["--s3-export-location", "S3Bucket=exports,S3Prefix=images/"],
      "--tag-specifications",
      "ResourceType=export-image-task,Tags=[{Key=team,Value=images}]",
    ];
    const id = await client.prints(...start, "--query", "ExportImageTaskId", ...asText);
    assert.match(id, /^export-ami-[0-9a-f]{17}\n$/);
    client.emulator.clock.advance(DURATION_MS / 4);
    const picked = await client.prints(
      ...["ec2", "describe-export-image-tasks", "--export-image-task-ids", id.trim()],
      "--query",
      "ExportImageTasks[].[Status,Progress,S3ExportLocation.S3Prefix,Tags[0].Value,RoleName]",
      ...asText,
    );
    assert.equal(picked, "active\t25\timages/\timages\tNone\n");
  });

  it("prints JSON as asked for, members that AWS leaves out as null", async (client) => {
    await client.call("workspaces", "ImportCustomWorkspaceImage", {
      ImageName: "golden",
      ImageDescription: "A desktop",
      ComputeType: "BASE",
      Protocol: "DCV",
      ImageSource: { Ec2ImageId: ami },
      InfrastructureConfigurationArn:
        "arn:aws:imagebuilder:us-east-1:aws:infrastructure-configuration/desktops",
      Platform: "WINDOWS",
      OsVersion: "Windows_11",
    });
    const printed = await client.prints(
      ...["workspaces", "describe-workspace-images", "--output", "json"],
      ...["--query", "Images[].{name: Name, state: State, error: ErrorMessage, updates: Updates}"],
    );
    assert.deepEqual(JSON.parse(printed), [
      { name: "golden", state: "PENDING", error: null, updates: { UpdateAvailable: false } },
    ]);
  });

  it("pages by itself, through all pages or up to so many things", async (client) => {
    const letters = ["a", "b", "c", "d", "e"];
    for (const letter of letters) {
      client.emulator.setWorkspaceImage({ imageId: `wsi-00000000${letter}`, name: letter });
    }
    const list = ["workspaces", "describe-workspace-images", "--page-size", "2"];
    const names = ["--query", "Images[].Name", ...asText];
    // As text it prints page by page, as JSON all pages in one.
    assert.equal(await client.prints(...list, ...names), "a\tb\nc\td\ne\n");
    assert.equal(client.emulator.log().length, 3);

    const some = JSON.parse(await client.prints(...list, "--max-items", "3"));
    assert.equal(some.Images.length, 3);
    const rest = await client.prints(...list, "--starting-token", some.NextToken, ...names);
    assert.equal(rest.replaceAll(/\s/g, ""), "de");
  });

  it("waits for a store of an AMI, and says when it has failed", async (client) => {
    const wait = ["ec2", "wait", "store-image-task-complete", "--image-ids", ami];
    await client.call("ec2", "CreateStoreImageTask", { ImageId: ami, Bucket: "a" });
    client.emulator.clock.advance(DURATION_MS);
    assert.equal(await client.prints(...wait), "");

    const effect = { kind: "fail", statusMessage: "no", at: 0 } as const;
    client.emulator.addFault({ operation: "CreateStoreImageTask", effect });
    await client.call("ec2", "CreateStoreImageTask", { ImageId: ami, Bucket: "b" });
    const { code, stdout, stderr } = await client.run(...wait);
    assert.deepEqual({ code, stdout }, { code: REFUSED, stdout: "" });
    assert.match(stderr, /Waiter StoreImageTaskComplete failed: .*terminal failure state/);
  });

  it("waits for an AMI to be available with its snapshot", async (client) => {
    client.emulator.setImage({ imageId: ami });
    const snapshot = ami.replace("ami-", "snap-");
    const waits = [
      ["image-exists", "--image-ids", ami],
      ["image-available", "--image-ids", ami],
      ["snapshot-completed", "--snapshot-ids", snapshot],
    ];
    await Promise.all(waits.map((wait) => client.prints("ec2", "wait", ...wait)));
  });

  it("works in the Region that it is told", async (client) => {
    await client.prints("discovery", "start-export-task", "--region", "eu-central-1");
    assert.deepEqual(
      client.emulator.tasks().map(({ region }) => region),
      ["eu-central-1"],
    );
  });
}
