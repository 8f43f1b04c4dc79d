import { deepEqual, equal, match } from "node:assert/strict";
import {
  CreateStoreImageTaskCommand,
  DescribeStoreImageTasksCommand,
  type CreateStoreImageTaskRequest,
  type S3ObjectTag,
} from "@aws-sdk/client-ec2";
import { Emulated, ami, amiNumber, post, refusal } from "./harness";

describe("CreateStoreImageTask in the emulator", () => {
  const startTimeMs = Date.UTC(2030, 0, 1);
  const pending = { imageId: amiNumber(1), state: "pending" };
  const missing = { imageId: amiNumber(2), missing: true };
  const aws = new Emulated({ startTimeMs, images: [pending, missing] });

  const store = (input: Partial<CreateStoreImageTaskRequest> = {}, client = aws.ec2) =>
    client.send(new CreateStoreImageTaskCommand({ ImageId: ami, Bucket: "amis", ...input }));
  const shown = async (client = aws.ec2) =>
    (await client.send(new DescribeStoreImageTasksCommand({}))).StoreImageTaskResults ?? [];
  const states = async () =>
    (await shown()).map(({ StoreTaskState, ProgressPercentage }) => [
      StoreTaskState,
      ProgressPercentage,
    ]);

  it("answers a start with the object's key and nothing else", async () => {
    const { $metadata, ...started } = await store();
    deepEqual(started, { ObjectKey: `${ami}.bin` });
    match($metadata.requestId ?? "", /^[0-9a-f-]{36}$/);
  });

  it("describes the task by AWS's names", async () => {
    aws.emulator.clock.advance(7);
    await store();
    deepEqual(await shown(), [
      {
        AmiId: ami,
        TaskStartTime: new Date(startTimeMs + 7),
        Bucket: "amis",
        S3objectKey: `${ami}.bin`,
        ProgressPercentage: 0,
        StoreTaskState: "InProgress",
      },
    ]);
    const body = "Action=DescribeStoreImageTasks&Version=2016-11-15";
    const xml = await (await post(aws.emulator.endpoint, body)).text();
    match(xml, /<storeImageTaskResultSet><item><amiId>/);
    match(xml, /<taskStartTime>2030-01-01T00:00:00\.007Z<\/taskStartTime>/);
    match(xml, new RegExp(`<s3objectKey>${ami}\\.bin</s3objectKey>`));
    match(xml, /<progressPercentage>0<\/progressPercentage>/);
  });

  it("goes from InProgress to Completed", async () => {
    await store();
    aws.emulator.clock.advance(4_321);
    deepEqual(await states(), [["InProgress", 21]]);
    aws.emulator.clock.advance(20_000);
    deepEqual(await states(), [["Completed", 100]]);
  });

  it("is seen by its Region, bucket, AMI and start", async () => {
    await store({ S3ObjectTags: [{ Key: "k", Value: "v" }] }, aws.ec2As({ region: "eu-west-1" }));
    const [task] = aws.emulator.tasks();
    deepEqual(
      [task?.id, task?.kind, task?.service, task?.details],
      [
        `eu-west-1/amis/${ami}/2030-01-01T00:00:00.000Z`,
        "ec2:StoreImageTask",
        "ec2",
        { ImageId: ami, Bucket: "amis", S3ObjectTags: [{ Key: "k", Value: "v" }] },
      ],
    );
    deepEqual(await shown(), []);
    deepEqual(aws.emulator.log()[0]?.ids, [ami]);
  });

  it("is refused while the same AMI goes to the same bucket", async () => {
    await store();
    deepEqual(await refusal(store()), {
      code: "IncorrectState",
      message: `The image '${ami}' has a store task in progress for the bucket 'amis'`,
      status: 400,
    });
    await store({ Bucket: "others" });
    await store({ ImageId: amiNumber(9) });
    await store({}, aws.ec2As({ region: "eu-west-1" }));
    await store({}, aws.ec2As({ accountId: "210987654321" }));
  });

  it("writes the object again once the first store has ended, well or not", async () => {
    const effect = { kind: "fail", statusMessage: "the bucket is gone", at: 0 } as const;
    aws.emulator.addFault({ operation: "CreateStoreImageTask", times: 1, effect });
    await store();
    await store();
    aws.emulator.clock.advance(20_001);
    await store();
    deepEqual(
      (await shown()).map(({ StoreTaskState }) => StoreTaskState),
      ["InProgress", "Completed", "Failed"],
    );
    equal(new Set(aws.emulator.tasks().map(({ id }) => id)).size, 3);
  });

  it("wants an AMI that exists and is available", async () => {
    const codeOf = async (ImageId: string) => (await refusal(store({ ImageId }))).code;
    equal(await codeOf("ami-1"), "InvalidAMIID.Malformed");
    equal(await codeOf(missing.imageId), "InvalidAMIID.NotFound");
    equal(await codeOf(pending.imageId), "InvalidAMIID.Unavailable");
    aws.emulator.setImage({ ...pending, state: "available" });
    await store({ ImageId: pending.imageId });
    // Another's, which has been shared.
    aws.emulator.setImage({ imageId: amiNumber(3), ownerId: "210987654321" });
    await store({ ImageId: amiNumber(3) });
  });

  it("wants an AMI and a bucket, and dry-runs to an error", async () => {
    match((await refusal(store({ Bucket: "" }))).message, /parameter Bucket$/);
    match((await refusal(store({ ImageId: "" }))).message, /parameter ImageId$/);
    deepEqual((await refusal(store({ DryRun: true }))).code, "DryRunOperation");
    deepEqual(aws.emulator.tasks(), []);
  });

  it("refuses the object tags that S3 refuses", async () => {
    const many = (count: number): S3ObjectTag[] =>
      Array.from({ length: count }, (_, n) => ({ Key: `k${n}`, Value: "v" }));
    const refused: S3ObjectTag[][] = [
      many(11),
      [{ Key: "k".repeat(129), Value: "" }],
      [{ Key: "k", Value: "v".repeat(257) }],
      [{ Key: "aws:x", Value: "" }],
      [{ Key: "k" }, { Key: "k", Value: "2" }],
    ];
    for (const S3ObjectTags of refused) {
      equal((await refusal(store({ S3ObjectTags }))).code, "InvalidParameterValue");
    }
    const keyless = await refusal(store({ S3ObjectTags: [{ Value: "v" }] }));
    match(keyless.message, /parameter S3ObjectTag\.1\.Key$/);
    const longest = { Key: "k".repeat(128), Value: "v".repeat(256) };
    await store({ S3ObjectTags: [...many(9), longest] });
  });
});
