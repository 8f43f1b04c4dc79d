import { deepEqual, equal } from "node:assert/strict";
import {
  CreateStoreImageTaskCommand,
  DescribeStoreImageTasksCommand,
  paginateDescribeStoreImageTasks,
  waitUntilStoreImageTaskComplete,
  type DescribeStoreImageTasksRequest,
} from "@aws-sdk/client-ec2";
import type { TaskFault } from "../../../emulator";
import { Emulated, ami, amiNumber, refusal } from "./harness";

describe("DescribeStoreImageTasks in the emulator", () => {
  const aws = new Emulated();
  const dayMs = 24 * 3_600_000;

  async function store(ImageId: string, Bucket = "amis", ms = 0): Promise<string> {
    await aws.ec2.send(new CreateStoreImageTaskCommand({ ImageId, Bucket }));
    aws.emulator.clock.advance(ms);
    return aws.emulator.tasks().at(-1)?.id ?? "";
  }
  const describeTasks = (input: DescribeStoreImageTasksRequest) =>
    aws.ec2.send(new DescribeStoreImageTasksCommand(input));
  const found = async (input: DescribeStoreImageTasksRequest) =>
    ((await describeTasks(input)).StoreImageTaskResults ?? []).map(
      ({ AmiId, Bucket, StoreTaskState }) => `${AmiId?.slice(-1)} ${Bucket} ${StoreTaskState}`,
    );
  const by = (Name: string, ...Values: string[]) => ({ Filters: [{ Name, Values }] });
  const [one, two] = [amiNumber(1), amiNumber(2)];

  it("lists the newest first", async () => {
    await store(one, "a", 1);
    await store(two, "a", 1);
    await store(one, "b", 1);
    deepEqual(await found({}), ["1 b InProgress", "2 a InProgress", "1 a InProgress"]);
  });

  it("filters by state and bucket", async () => {
    await store(one, "a", 20_000);
    await store(one, "b");
    await store(two, "a");
    deepEqual(await found(by("task-state", "Completed")), ["1 a Completed"]);
    deepEqual(await found(by("bucket", "a")), ["2 a InProgress", "1 a Completed"]);
    const both = [...by("bucket", "a").Filters, ...by("task-state", "InProgress").Filters];
    deepEqual(await found({ Filters: both }), ["2 a InProgress"]);
    for (const name of ["image-id", "tag:k", "tag-key"]) {
      equal((await refusal(found(by(name, "x")))).code, "InvalidParameterValue");
    }
  });

  it("shows only the newest task of a named AMI, whatever the filters say", async () => {
    await store(one, "a", 20_000);
    await store(one, "b", 1);
    await store(two, "a");
    const ImageIds = [one, two, one];
    deepEqual(await found({ ImageIds }), ["2 a InProgress", "1 b InProgress"]);
    deepEqual(await found({ ImageIds, ...by("bucket", "a") }), await found({ ImageIds }));
    deepEqual(await found({ ImageIds, ...by("nonsense", "a") }), await found({ ImageIds }));
  });

  it("shows nothing of an AMI that was never stored, and refuses what is no AMI", async () => {
    await store(one);
    deepEqual(await found({ ImageIds: [two] }), []);
    equal((await refusal(found({ ImageIds: ["snap-1"] }))).code, "InvalidAMIID.Malformed");
  });

  it("takes twenty AMIs at the most, and no MaxResults with them", async () => {
    const many = Array.from({ length: 21 }, (_, n) => amiNumber(n + 1));
    await found({ ImageIds: many.slice(1) });
    equal((await refusal(found({ ImageIds: many }))).code, "InvalidParameterValue");
    deepEqual(await refusal(found({ ImageIds: [one], MaxResults: 5 })), {
      code: "InvalidParameterCombination",
      message: "The parameters ImageIds, MaxResults cannot be used together",
      status: 400,
    });
  });

  it("pages, and takes MaxResults from 1 to 200", async () => {
    for (let n = 1; n <= 5; n += 1) await store(amiNumber(n), "a", 1);
    const pages: (string | undefined)[][] = [];
    const pager = paginateDescribeStoreImageTasks({ client: aws.ec2, pageSize: 2 }, {});
    for await (const { StoreImageTaskResults = [] } of pager) {
      pages.push(StoreImageTaskResults.map(({ AmiId }) => AmiId?.slice(-1)));
    }
    deepEqual(pages, [["5", "4"], ["3", "2"], ["1"]]);
    await found({ MaxResults: 200 });
    for (const MaxResults of [0, 201]) {
      equal((await refusal(found({ MaxResults }))).code, "InvalidParameterValue");
    }
    equal((await refusal(found({ NextToken: "x" }))).code, "InvalidPaginationToken");
  });

  it("forgets a task 31 days after its start", async () => {
    await store(one, "a", 31 * dayMs - 1);
    deepEqual(await found({}), ["1 a Completed"]);
    aws.emulator.clock.advance(1);
    deepEqual(await found({}), []);
    deepEqual(await found({ ImageIds: [one] }), []);
    equal(aws.emulator.tasks()[0]?.listed, false);
  });

  it("satisfies the SDK's waiter", async () => {
    await store(one, "a", 20_000);
    const waiting = { client: aws.ec2, maxWaitTime: 60 };
    const { state } = await waitUntilStoreImageTaskComplete(waiting, { ImageIds: [one] });
    equal(state, "SUCCESS");
  });
});

describe("faults of a store task", () => {
  const aws = new Emulated();
  const start = () =>
    aws.ec2.send(new CreateStoreImageTaskCommand({ ImageId: ami, Bucket: "amis" }));
  const toNext = (effect: TaskFault, operation = "CreateStoreImageTask", nth = 1): void =>
    aws.emulator.addFault({ operation, nth, effect });
  async function after(ms: number, input: DescribeStoreImageTasksRequest = {}): Promise<string> {
    aws.emulator.clock.advance(ms);
    const answer = await aws.ec2.send(new DescribeStoreImageTasksCommand(input));
    return (answer.StoreImageTaskResults ?? [])
      .map((task) =>
        [task.StoreTaskState, task.ProgressPercentage, task.StoreTaskFailureReason]
          .filter((part) => part !== undefined)
          .join(" "),
      )
      .join(", ");
  }

  it("fails with the reason", async () => {
    toNext({ kind: "fail", statusMessage: "ClientError: access denied" });
    await start();
    equal(await after(9_999), "InProgress 49");
    equal(await after(1), "Failed 50 ClientError: access denied");
  });

  it("sticks, shows an unknown word, stays unseen, vanishes", async () => {
    toNext({ kind: "stick", atPercent: 30 });
    await start();
    equal(await after(1e6), "InProgress 30");
    aws.emulator.reset();
    toNext({ kind: "status", status: "Queued", until: 0.5 });
    await start();
    equal(await after(5_000), "Queued 25");
    equal(await after(5_000), "InProgress 50");
    aws.emulator.reset();
    toNext({ kind: "invisibleMs", ms: 3_000 });
    await start();
    equal(await after(2_999), "");
    equal(await after(1), "InProgress 15");
    aws.emulator.reset();
    toNext({ kind: "vanish" });
    await start();
    equal(await after(20_000), "");
  });

  it("shows the task before while the new one is not visible yet", async () => {
    await start();
    equal(await after(20_000), "Completed 100");
    toNext({ kind: "invisibleMs", ms: 1_000 });
    await start();
    equal(await after(0, { ImageIds: [ami] }), "Completed 100");
    equal(await after(1_000, { ImageIds: [ami] }), "InProgress 5");
  });

  it("comes to the newest task of an AMI that a call names, or to a task by its id", async () => {
    await start();
    const stop = { kind: "fail", statusMessage: "gone wrong", at: 0 } as const;
    toNext(stop, "DescribeStoreImageTasks", 2);
    equal(await after(1_000, { ImageIds: [ami] }), "InProgress 5");
    equal(await after(1_000, { ImageIds: [ami] }), "Failed 10 gone wrong");
    await start();
    const id = aws.emulator.tasks().at(-1)?.id ?? "";
    aws.emulator.addFault({ ids: [id], effect: { kind: "stick", atPercent: 1 } });
    equal(await after(1e6, { ImageIds: [ami] }), "InProgress 1");
  });

  it("comes to the started task alone, not to the AMI's others", async () => {
    await start();
    toNext({ kind: "fail", statusMessage: "other", at: 0 });
    const command = new CreateStoreImageTaskCommand({ ImageId: ami, Bucket: "others" });
    await aws.ec2.send(command);
    equal(await after(0), "Failed 0 other, InProgress 0");
  });

  it("loses an answer after the work is done", async () => {
    aws.emulator.addFault({ times: 1, effect: { kind: "resetAfter" } });
    await refusal(start());
    equal(await after(0), "InProgress 0");
    equal((await refusal(start())).code, "IncorrectState");
  });
});
