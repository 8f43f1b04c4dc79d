/** EC2's stores of AMIs in S3: start, show, list, and what is refused. */
import assert from "node:assert/strict";
import type { It } from "../support/ahead";
import { DRY_RUN, DURATION_MS, listed, START_MS, taken, type Client } from "../support/client";

const ami = "ami-0123456789abcdef0";
const other = "ami-0fedcba9876543210";

export function ec2Stores(it: It<Client>): void {
  it("starts a store of an AMI, which gives its key only, and shows it to its end", async (client) => {
    const ec2 = client.of("ec2");
    const S3ObjectTags = [
      { Key: "team", Value: "images" },
      { Key: "empty", Value: "" },
    ];
    const started = await ec2.call("CreateStoreImageTask", {
      ImageId: ami,
      Bucket: "stores",
      S3ObjectTags,
      DryRun: false,
    });
    assert.deepEqual(started, { ObjectKey: `${ami}.bin` });
    const task = {
      AmiId: ami,
      TaskStartTime: ec2.time(START_MS),
      Bucket: "stores",
      S3objectKey: `${ami}.bin`,
    };

    client.emulator.clock.advance(DURATION_MS / 4);
    const query = { ImageIds: [ami] };
    assert.deepEqual(await ec2.call("DescribeStoreImageTasks", query), {
      StoreImageTaskResults: [{ ...task, ProgressPercentage: 25, StoreTaskState: "InProgress" }],
    });

    client.emulator.clock.advance(DURATION_MS);
    assert.deepEqual(await ec2.call("DescribeStoreImageTasks", query), {
      StoreImageTaskResults: [{ ...task, ProgressPercentage: 100, StoreTaskState: "Completed" }],
    });
  });

  it("lists stores by state and bucket, the newest first, page after page, failed ones too", async (client) => {
    const ec2 = client.of("ec2");
    const { clock } = client.emulator;
    const reason = "Client.S3: no such bucket";
    client.emulator.addFault({
      operation: "CreateStoreImageTask",
      nth: 1,
      effect: { kind: "fail", statusMessage: reason, at: 0.5 },
    });
    const store = (ImageId: string, Bucket: string) =>
      ec2.call("CreateStoreImageTask", { ImageId, Bucket });
    await store(ami, "a");
    clock.advance(1_000);
    await store(other, "a");
    await store(ami, "b");
    clock.advance(DURATION_MS / 2);

    const query = {
      Filters: [
        { Name: "task-state", Values: ["InProgress", "Failed"] },
        { Name: "bucket", Values: ["a"] },
      ],
      MaxResults: 1,
      DryRun: false,
    };
    const first = await ec2.call("DescribeStoreImageTasks", query);
    const NextToken = taken(first, "NextToken", /^.+$/);
    const second = await ec2.call("DescribeStoreImageTasks", { ...query, NextToken });
    const inBucket = { Bucket: "a", ProgressPercentage: 50 };
    assert.deepEqual(listed(first, "StoreImageTaskResults"), [
      {
        ...inBucket,
        AmiId: other,
        TaskStartTime: ec2.time(START_MS + 1_000),
        S3objectKey: `${other}.bin`,
        StoreTaskState: "InProgress",
      },
    ]);
    assert.deepEqual(second, {
      StoreImageTaskResults: [
        {
          ...inBucket,
          AmiId: ami,
          TaskStartTime: ec2.time(START_MS),
          S3objectKey: `${ami}.bin`,
          StoreTaskState: "Failed",
          StoreTaskFailureReason: reason,
        },
      ],
      NextToken: "",
    });
  });

  it("refuses a dry run, ids with a page size, and an AMI that does not exist", async (client) => {
    const ec2 = client.of("ec2");
    const missing = "ami-00000001";
    client.emulator.setImage({ imageId: missing, missing: true });
    await Promise.all([
      ec2.refuses("CreateStoreImageTask", { ImageId: ami, Bucket: "a", DryRun: true }, DRY_RUN),
      ec2.refuses(
        "DescribeStoreImageTasks",
        { ImageIds: [ami], MaxResults: 5 },
        { code: "InvalidParameterCombination", message: /ImageIds.*MaxResults/, status: 400 },
      ),
      ec2.refuses(
        "CreateStoreImageTask",
        { ImageId: missing, Bucket: "a" },
        {
          code: "InvalidAMIID.NotFound",
          message: `The image id '[${missing}]' does not exist`,
          status: 400,
        },
      ),
    ]);
    assert.deepEqual(client.emulator.tasks(), []);
  });
}
