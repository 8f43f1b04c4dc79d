import { deepEqual, equal } from "node:assert/strict";
import { createRandom } from "../../../emulator/random";
import { createStore } from "../../../emulator/store";
import type { Call } from "../../../emulator/operation";
import { imageOperations } from "../../../emulator/services/ec2/imageOperations";
import { imageNamed, makeImage } from "../../../emulator/services/ec2/images";
import { defaultSettings } from "../../../emulator/settings";
import type { TaskFault } from "../../../emulator/taskRecord";
import { attachFaults, startTask } from "../../../emulator/tasks";
import { storeImageTask } from "../../../emulator/services/ec2/storeImage";

const imageId = /^ami-[0-9a-f]{17}$/;

describe("an AMI that a task makes", () => {
  let call: Call;
  beforeEach(() => {
    const store = createStore();
    const caller = { accountId: "1", region: "r", accessKeyId: "", arn: "", userId: "" };
    call = {
      operation: "",
      caller,
      nowMs: 1_000,
      scope: store.scope("1", "r"),
      store,
      settings: { ...defaultSettings, artifactDelayMs: 0 },
      random: createRandom(1),
      taskFaults: [],
    };
  });

  interface Described {
    readonly Images: readonly Record<string, unknown>[];
  }
  const images = (nowMs: number, Filters: readonly unknown[] = []) => {
    const [describeImages] = imageOperations;
    const input = { Owners: ["self"], Filters };
    return (describeImages?.handle(input, { ...call, nowMs }) as Described).Images;
  };
  const statesAt = (...times: number[]) => times.map((ms) => images(ms)[0]?.State);
  // Any kind will do: it runs from 1,000 to 21,000.
  const start = () => startTask(call, storeImageTask, { id: "task", tags: [], details: {} });

  it("has all that it was given", () => {
    start();
    const tags = [{ key: "k", value: "v" }];
    const id = makeImage(call, { name: "golden", description: "d", tags, taskId: "task" });
    equal(imageId.test(id), true, id);
    const [image] = images(21_000, [{ Name: "tag:k", Values: ["v"] }]);
    deepEqual(
      [image?.ImageId, image?.Name, image?.Description, image?.State, image?.CreationDate],
      [id, "golden", "d", "available", "1970-01-01T00:00:21.000Z"],
    );
    deepEqual(image?.Tags, [{ Key: "k", Value: "v" }]);
    equal((image?.BlockDeviceMappings as unknown[]).length, 1);
    equal(images(21_000, [{ Name: "name", Values: ["silver"] }]).length, 0);
  });

  it("comes when the task completes, and is pending first", () => {
    start();
    const id = makeImage(call, { name: "golden", taskId: "task", pendingMs: 500 });
    deepEqual(statesAt(20_999, 21_000, 21_499, 21_500), [
      undefined,
      "pending",
      "pending",
      "available",
    ]);
    equal(imageNamed({ ...call, nowMs: 20_999 }, "golden"), undefined);
    equal(imageNamed({ ...call, nowMs: 21_000 }, "golden")?.imageId, id);
  });

  it("never comes when the task fails or sticks", () => {
    for (const fault of [{ kind: "fail", statusMessage: "no" }, { kind: "stick" }] as const) {
      start();
      makeImage(call, { name: "golden", taskId: "task" });
      attachFaults(call.scope, ["task"], [fault], 1_000);
      deepEqual(statesAt(21_000, 1e12), [undefined, undefined]);
    }
  });

  it("suffers the artifact faults of its task", () => {
    const fault: TaskFault = { kind: "artifactFail", statusMessage: "no space", code: "Client.X" };
    start();
    makeImage(call, { name: "golden", taskId: "task", pendingMs: 500 });
    attachFaults(call.scope, ["task"], [fault], 1_000);
    deepEqual(statesAt(21_499, 21_500), ["pending", "failed"]);
    deepEqual(images(21_500)[0]?.StateReason, { Code: "Client.X", Message: "no space" });
  });

  it("is otherwise when a test has said so", () => {
    start();
    const id = makeImage(call, { name: "golden", taskId: "task" });
    call.store.images[id] = { imageId: id, state: "error" };
    deepEqual([images(21_000)[0]?.State, images(21_000)[0]?.Name], ["error", "golden"]);
    call.store.images[id] = { imageId: id, missing: true };
    deepEqual(images(21_000), []);
  });
});
