/** The functions of AppStream and WorkSpaces on an account with hundreds of tasks and images. */
import assert from "node:assert/strict";
import * as appstream from "../../../provider/appstream";
import * as workspaces from "../../../provider/workspaces";
import {
  Account,
  ami,
  gathered,
  INFRASTRUCTURE,
  refusal,
  REGION,
  START,
  times,
  TO_THE_END_MS,
} from "./support";

const ACCOUNT = "123456789012";

describe("the functions for AppStream's image exports", () => {
  const COUNT = 520;
  let ids: string[] = [];
  const account = new Account(async (made) => {
    const TagSpecifications = { team: "images", Stage: "prod" };
    ids = [await made.exportDesktop(0, { AmiDescription: "weekly", TagSpecifications })];
    made.world.emulator.addFault({
      operation: "CreateExportImageTask",
      nth: 1,
      effect: { kind: "fail", statusMessage: "It is full", code: "Disk" },
    });
    ids.push(await made.exportDesktop(1));
    made.world.clock.jump(TO_THE_END_MS);
    ids.push(...(await times(COUNT - 2, (n) => made.exportDesktop(n + 1))));
  });
  const list = (args: appstream.ListExportImageTasksArgs = {}) =>
    appstream.listExportImageTasks({ ...account.here, ...args });
  const get = (taskId: string) => appstream.getExportImageTask({ ...account.here, taskId });
  const by = async (name: string, ...values: string[]) =>
    (await list({ filters: [{ name, values }] })).exportImageTasks.map(({ taskId }) => taskId);

  it("give one task with every member of it", async () => {
    const { exportImageTask } = await get(ids[0]!);
    const { amiId, ...others } = exportImageTask;
    assert.match(amiId!, /^ami-[0-9a-f]{17}$/);
    assert.deepEqual(others, {
      taskId: ids[0],
      imageArn: `arn:aws:appstream:${REGION}:${ACCOUNT}:image/golden`,
      amiName: "golden-0",
      createdDate: START,
      amiDescription: "weekly",
      state: "COMPLETED",
      tagSpecifications: { team: "images", Stage: "prod" },
    });
    const failed = (await get(ids[1]!)).exportImageTask;
    assert.deepEqual(
      [failed.state, failed.errorDetails],
      ["FAILED", [{ errorCode: "Disk", errorMessage: "It is full" }]],
    );
  });

  it("list all tasks of all pages, in few calls, just as the other gives one", async () => {
    const result = await list();
    assert.deepEqual(account.calls(), { ListExportImageTasks: 2 });
    assert.deepEqual(Object.keys(result), ["exportImageTasks"]);
    assert.deepEqual(
      result.exportImageTasks.map(({ taskId }) => taskId),
      ids,
    );
    for (const n of [0, 1, COUNT - 1]) {
      assert.deepEqual(result.exportImageTasks[n], (await get(ids[n]!)).exportImageTask);
    }
  });

  it("give one page with its token, and no token with the last", async () => {
    const first = await list({ maxResults: 500 });
    const second = await list({ maxResults: 500, nextToken: first.nextToken! });
    assert.deepEqual([second.exportImageTasks.length, "nextToken" in second], [COUNT - 500, false]);
    assert.deepEqual(second.exportImageTasks[0]!.taskId, ids[500]);
    const small = await list({ maxResults: 1 });
    assert.deepEqual(
      small.exportImageTasks.map(({ taskId }) => taskId),
      [ids[0]],
    );
  });

  it("pass filters on", async () => {
    assert.deepEqual(await by("State", "COMPLETED", "FAILED"), ids.slice(0, 2));
    assert.deepEqual(await by("State", "TIMED_OUT"), []);
    assert.equal((await by("CreatedDate", "2026-01-01")).length, COUNT);
    const { text, code } = await refusal(by("Nonsense", "x"));
    assert.equal(code, "ValidationException");
    assert.match(text, /Nonsense.*Check filters, whose names AWS does not document/);
  });

  it("iterate over all of them", async () => {
    const tasks = appstream.iterateExportImageTasks({ ...account.here, maxResults: 100 });
    assert.deepEqual(await gathered(tasks), (await list()).exportImageTasks);
    assert.deepEqual(account.calls(), { ListExportImageTasks: 6 + 2 });
  });

  it("fail with AWS's reason and code where there is no such task", async () => {
    const { text, code } = await refusal(get("0a1b2c3d-0000-4000-8000-000000000001"));
    assert.equal(code, "ResourceNotFoundException");
    assert.match(text, /^appstream\.getExportImageTask in us-east-1: GetExportImageTask: Resource/);
    assert.match(text, /Check taskId, the Region and the account/);
    assert.doesNotMatch(text, /imageName/, "that is for starts");
  });
});

describe("the functions for WorkSpaces' images", () => {
  const COUNT = 310;
  const SHARED = "wsi-0shared00";
  let id = "";
  let failed = "";
  const account = new Account(
    async (made) => {
      id = await made.importDesktop("golden");
      made.world.emulator.addFault({
        operation: "ImportCustomWorkspaceImage",
        nth: 1,
        effect: { kind: "fail", statusMessage: "Restart it", code: "PendingReboot" },
      });
      failed = await made.importDesktop("silver", {
        ImageSource: { Ec2ImportTaskId: "import-ami-0123456789abcdef0" },
      });
      made.world.clock.jump(TO_THE_END_MS);
      await times(COUNT - 2, (n) => made.importDesktop(`golden-${n}`));
      made.world.clock.jump(5_000);
    },
    { workspaceImages: [{ imageId: SHARED, ownerAccountId: "210987654321", update: "Drivers" }] },
  );
  const get = (args: workspaces.GetWorkspaceImagesArgs = {}) =>
    workspaces.getWorkspaceImages({ ...account.here, ...args });
  const namesOf = async (args: workspaces.GetWorkspaceImagesArgs) =>
    (await get(args)).images.map(({ name }) => name);
  const imported = (imageId: string) =>
    workspaces.getCustomWorkspaceImageImport({ ...account.here, imageId });

  it("give an import with every member of it", async () => {
    const end = "2026-01-01T00:00:20.000Z";
    const { imageBuilderInstanceId, ...done } = await imported(id);
    assert.match(imageBuilderInstanceId!, /^i-/);
    assert.deepEqual(done, {
      imageId: id,
      infrastructureConfigurationArn: INFRASTRUCTURE,
      state: "COMPLETED",
      stateMessage: "The image has been imported.",
      progressPercentage: 100,
      created: START,
      lastUpdatedTime: end,
      imageSource: { ec2ImageId: ami(1) },
    });
    const broken = await imported(failed);
    assert.equal(broken.state, "ERROR");
    assert.deepEqual(broken.imageSource, { ec2ImportTaskId: "import-ami-0123456789abcdef0" });
    assert.deepEqual(broken.errorDetails, [
      { errorCode: "PendingReboot", errorMessage: "Restart it" },
    ]);
  });

  it("give all images of all pages, with every member of them", async () => {
    const { images, ...nothing } = await get();
    assert.deepEqual(nothing, {});
    assert.equal(images.length, COUNT + 1);
    assert.deepEqual(account.calls(), { DescribeWorkspaceImages: Math.ceil((COUNT + 1) / 25) });
    const [shared, golden, silver] = images;
    const image = {
      operatingSystem: { type: "WINDOWS" },
      requiredTenancy: "DEDICATED",
      created: START,
    };
    assert.deepEqual(shared, {
      ...image,
      imageId: SHARED,
      name: SHARED,
      description: "A WorkSpaces image",
      state: "AVAILABLE",
      ownerAccountId: "210987654321",
      updates: { updateAvailable: true, description: "Drivers" },
    });
    const own = { ...image, ownerAccountId: ACCOUNT, updates: { updateAvailable: false } };
    const texts = { description: "A desktop" };
    const error = { errorCode: "PendingReboot", errorMessage: "Restart it" };
    assert.deepEqual(golden, { ...own, ...texts, imageId: id, name: "golden", state: "AVAILABLE" });
    assert.deepEqual(silver, {
      ...own,
      ...texts,
      ...error,
      imageId: failed,
      name: "silver",
      state: "ERROR",
      errorDetails: [error],
    });
  });

  it("give own and shared images apart, and pages of them", async () => {
    assert.deepEqual(await namesOf({ imageType: "SHARED" }), [SHARED]);
    assert.equal((await namesOf({ imageType: "OWNED" })).length, COUNT);
    const first = await get({ imageType: "OWNED", maxResults: 25 });
    const { nextToken } = first;
    const second = await get({ imageType: "OWNED", maxResults: 25, nextToken: nextToken! });
    assert.deepEqual(
      [first.images[0]!.name, second.images[0]!.name, second.images.length],
      ["golden", "golden-24", 25],
    );
  });

  it("give the images with these ids, and leave unknown ones out", async () => {
    assert.deepEqual(await namesOf({ imageIds: [failed, "wsi-000000000", id] }), [
      "silver",
      "golden",
    ]);
    assert.deepEqual(await namesOf({ imageIds: ["wsi-000000000"] }), []);
    assert.deepEqual(await namesOf({ imageIds: [id], imageType: "SHARED" }), []);
    const page = await get({ imageIds: [id, failed], maxResults: 1 });
    assert.deepEqual([page.images.length, typeof page.nextToken], [1, "string"]);
  });

  it("iterate over all of them", async () => {
    const all = await gathered(workspaces.iterateWorkspaceImages(account.here));
    assert.deepEqual(all, (await get()).images);
    assert.equal(account.calls().DescribeWorkspaceImages, 2 * Math.ceil((COUNT + 1) / 25));
  });

  it("fail with AWS's reason and code where there is no such import", async () => {
    const { text, code } = await refusal(imported("wsi-000000000"));
    assert.equal(code, "ResourceNotFoundException");
    assert.match(text, /Check imageId, the Region and the account/);
    assert.doesNotMatch(text, /infrastructureConfigurationArn/, "that is for starts");
    assert.equal((await refusal(get({ nextToken: "x" }))).code, "InvalidParameterValuesException");
  });
});
