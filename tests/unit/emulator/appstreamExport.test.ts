import { deepEqual, equal, match } from "node:assert/strict";
import {
  CreateExportImageTaskCommand,
  GetExportImageTaskCommand,
  type CreateExportImageTaskRequest,
} from "@aws-sdk/client-appstream";
import type { TaskFault } from "../../../emulator";
import { EmulatedDesktops, exportOf } from "./desktops";
import { amiNumber, refusal } from "./harness";

const startTimeMs = Date.UTC(2030, 0, 1);

describe("CreateExportImageTask in the emulator", () => {
  const exportError = { code: "ResourceNotAvailableException", message: "The image is COPYING" };
  const aws = new EmulatedDesktops({
    startTimeMs,
    appstreamExportLimit: 2,
    images: [{ imageId: amiNumber(1), name: "taken" }],
    appstreamImages: [
      { name: "gone", missing: true },
      { name: "busy", exportError },
    ],
  });

  it("answers with the whole task", async () => {
    const given = {
      ...exportOf("golden/1.(0)-a"),
      AmiDescription: "é & <b>",
      TagSpecifications: { "pulumi-aws-tasks:id": "0a=+/@", é: "" },
    };
    const { ExportImageTask = {} as never } = await aws.appstream.send(
      new CreateExportImageTaskCommand(given),
    );
    match(ExportImageTask.TaskId ?? "", /^[a-f0-9]{8}(-[a-f0-9]{4}){3}-[a-f0-9]{12}$/);
    deepEqual(ExportImageTask, {
      TaskId: ExportImageTask.TaskId,
      ImageArn: "arn:aws:appstream:us-east-1:123456789012:image/golden",
      AmiName: "golden/1.(0)-a",
      CreatedDate: new Date(startTimeMs),
      AmiDescription: "é & <b>",
      State: "EXPORTING",
      TagSpecifications: given.TagSpecifications,
    });
    const [task] = aws.emulator.tasks();
    deepEqual([task?.kind, task?.tags], ["appstream:ExportImageTask", given.TagSpecifications]);
    deepEqual(task?.details, given);
    deepEqual(aws.emulator.log()[0]?.ids, ["golden", ExportImageTask.TaskId]);
  });

  it("refuses what its model refuses", async () => {
    const wrong: readonly [object, RegExp][] = [
      [{ ImageName: "-a" }, /at 'imageName' .* pattern: \^\[a-zA-Z0-9\]/],
      [{ ImageName: "a".repeat(102) }, /at 'imageName' .* pattern/],
      [{ AmiName: "ab" }, /at 'amiName' .* pattern/],
      [{ AmiName: "a b" }, /at 'amiName' .* pattern/],
      [{ IamRoleArn: "role" }, /at 'iamRoleArn' .* pattern/],
      [{ AmiDescription: "d".repeat(257) }, /less than or equal to 256/],
      [{ TagSpecifications: {} }, /length greater than or equal to 1/],
      [{ TagSpecifications: { "aws:a": "" } }, /at 'tagSpecifications' .* pattern/],
      [{ TagSpecifications: { "a,b": "" } }, /at 'tagSpecifications' .* pattern/],
      [{ TagSpecifications: { ["k".repeat(129)]: "" } }, /less than or equal to 128/],
      [{ TagSpecifications: { a: "v".repeat(257) } }, /less than or equal to 256/],
      [{ TagSpecifications: { a: "," } }, /at 'tagSpecifications\.a' .* pattern/],
      [{ TagSpecifications: [{ Key: "a", Value: "b" }] }, /must be of type map/],
    ];
    for (const [input, message] of wrong) {
      const refused = await refusal(aws.export(input));
      deepEqual([refused.code, refused.status], ["ValidationException", 400]);
      match(refused.message, message);
    }
    const tags = Object.fromEntries(Array.from({ length: 51 }, (_, n) => [`k${n}`, ""]));
    match((await refusal(aws.export({ TagSpecifications: tags }))).message, /equal to 50$/);
    const nothing = new CreateExportImageTaskCommand({} as CreateExportImageTaskRequest);
    match((await refusal(aws.appstream.send(nothing))).message, /^3 validation errors detected/);
  });

  it("refuses an image that is missing or of no use, and a role that is none", async () => {
    deepEqual(await refusal(aws.export({ ImageName: "gone" })), {
      code: "ResourceNotFoundException",
      message: "The image gone was not found",
      status: 400,
    });
    deepEqual(await refusal(aws.export({ ImageName: "busy" })), { ...exportError, status: 400 });
    aws.emulator.setAppStreamImage({ name: "busy" });
    await aws.export({ ImageName: "busy" });
    const user = { IamRoleArn: "arn:aws:iam::123456789012:user/me" };
    equal((await refusal(aws.export(user))).code, "InvalidRoleException");
  });

  it("is told of images over HTTP too", async () => {
    const post = async (body: object) => {
      const path = `${aws.emulator.endpoint}/_emulator/appstream-images`;
      return (await fetch(path, { method: "POST", body: JSON.stringify(body) })).status;
    };
    equal(await post({ name: "golden", missing: true }), 200);
    equal(await post({ imageId: "golden" }), 400);
    equal((await refusal(aws.export())).code, "ResourceNotFoundException");
    aws.emulator.reset();
    await aws.export();
  });

  it("refuses an AMI name that an AMI has", async () => {
    deepEqual(await refusal(aws.export({ AmiName: "taken" })), {
      code: "OperationNotPermittedException",
      message: "An AMI named taken already exists",
      status: 400,
    });
  });

  it("refuses an AMI name while a task makes it, and afterwards", async () => {
    const id = await aws.export();
    match((await refusal(aws.export())).message, new RegExp(`by the export task ${id}$`));
    await aws.export({}, aws.appstreamAs({ region: "eu-west-1" }));
    await aws.export({}, aws.appstreamAs({ accountId: "210987654321" }));
    aws.emulator.clock.advance(20_000);
    match((await refusal(aws.export())).message, /^An AMI named golden-ami already exists$/);
  });

  it("frees the name of a task that has failed", async () => {
    const id = await aws.export();
    aws.emulator.addFault({ ids: [id], effect: { kind: "fail", statusMessage: "x", at: 0 } });
    await aws.export();
  });

  it("refuses more tasks in progress than the limit", async () => {
    await aws.export({ AmiName: "first" });
    await aws.export({ AmiName: "second" });
    const third = await refusal(aws.export({ AmiName: "third" }));
    deepEqual([third.code, third.status], ["LimitExceededException", 400]);
    aws.emulator.clock.advance(20_000);
    await aws.export({ AmiName: "third" });
  });
});

describe("an AppStream export in the emulator", () => {
  const aws = new EmulatedDesktops({ startTimeMs, artifactDelayMs: 3_000 });
  const toNext = (effect: TaskFault): void =>
    aws.emulator.addFault({ operation: "CreateExportImageTask", times: 1, effect });

  it("is EXPORTING until COMPLETED, and names the AMI only then", async () => {
    const id = await aws.export({ TagSpecifications: { a: "1" } });
    aws.emulator.clock.advance(19_999);
    const before = await aws.exported(id);
    deepEqual(
      [before.State, before.AmiId, before.ErrorDetails],
      ["EXPORTING", undefined, undefined],
    );
    aws.emulator.clock.advance(1);
    const after = await aws.exported(id);
    match(after.AmiId ?? "", /^ami-[0-9a-f]{17}$/);
    deepEqual(after, { ...before, State: "COMPLETED", AmiId: after.AmiId });
    deepEqual(aws.emulator.log().at(-1)?.ids, [id, after.AmiId]);
  });

  it("leaves an AMI that is pending for a while, with name, description and tags", async () => {
    const input = { AmiDescription: "made of golden", TagSpecifications: { a: "1", b: "" } };
    const id = await aws.export(input);
    aws.emulator.clock.advance(20_000);
    const { AmiId = "" } = await aws.exported(id);
    const image = await aws.ami(AmiId);
    deepEqual(
      [image.State, image.Name, image.Description, image.OwnerId, image.CreationDate],
      ["pending", "golden-ami", "made of golden", "123456789012", "2030-01-01T00:00:20.000Z"],
    );
    deepEqual(image.Tags, [
      { Key: "a", Value: "1" },
      { Key: "b", Value: "" },
    ]);
    aws.emulator.clock.advance(3_000);
    equal((await aws.ami(AmiId)).State, "available");
  });

  it("can leave an AMI pending, or let it fail with a reason", async () => {
    const amiAfter = async (effect: TaskFault) => {
      toNext(effect);
      const id = await aws.export({ AmiName: JSON.stringify(effect).replace(/\W/g, "-") });
      aws.emulator.clock.advance(1e6);
      const { State, AmiId = "" } = await aws.exported(id);
      equal(State, "COMPLETED");
      return aws.ami(AmiId);
    };
    equal((await amiAfter({ kind: "artifactStick" })).State, "pending");
    equal((await amiAfter({ kind: "artifactStick", ms: 5_000 })).State, "available");
    const failed = await amiAfter({ kind: "artifactFail", statusMessage: "No key", code: "Kms" });
    deepEqual([failed.State, failed.StateReason], ["failed", { Code: "Kms", Message: "No key" }]);
  });

  it("fails with a reason, and leaves no AMI", async () => {
    toNext({ kind: "fail", statusMessage: "No access", code: "AccessDenied" });
    const id = await aws.export();
    aws.emulator.clock.advance(60_000);
    const { State, ErrorDetails, AmiId } = await aws.exported(id);
    deepEqual([State, AmiId], ["FAILED", undefined]);
    deepEqual(ErrorDetails, [{ ErrorCode: "AccessDenied", ErrorMessage: "No access" }]);
    toNext({ kind: "fail", statusMessage: "" });
    const other = await aws.export();
    aws.emulator.clock.advance(60_000);
    deepEqual((await aws.exported(other)).ErrorDetails, [{ ErrorCode: "InternalError" }]);
  });

  it("can be TIMED_OUT, and show a state that the model does not have", async () => {
    toNext({ kind: "fail", statusMessage: "Too long", status: "TIMED_OUT", at: 1 });
    const id = await aws.export();
    toNext({ kind: "status", status: "PENDING", until: 0.5 });
    const other = await aws.export({ AmiName: "other" });
    equal((await aws.exported(other)).State, "PENDING");
    aws.emulator.clock.advance(10_000);
    equal((await aws.exported(other)).State, "EXPORTING");
    aws.emulator.clock.advance(10_000);
    const { State, ErrorDetails } = await aws.exported(id);
    deepEqual([State, ErrorDetails?.[0]?.ErrorMessage], ["TIMED_OUT", "Too long"]);
  });

  it("sticks, is unseen and vanishes as any task", async () => {
    const id = await aws.export();
    aws.emulator.addFault({ ids: [id], effect: { kind: "stick" } });
    aws.emulator.addFault({ ids: [id], effect: { kind: "invisibleMs", ms: 1_000 } });
    equal((await refusal(aws.exported(id))).code, "ResourceNotFoundException");
    aws.emulator.clock.advance(1e9);
    equal((await aws.exported(id)).State, "EXPORTING");
    aws.emulator.addFault({ ids: [id], effect: { kind: "vanish", at: 0 } });
    equal((await refusal(aws.exported(id))).code, "ResourceNotFoundException");
  });

  it("is found by its id alone", async () => {
    const unknown = "00000000-0000-4000-8000-000000000000";
    deepEqual(await refusal(aws.exported(unknown)), {
      code: "ResourceNotFoundException",
      message: `Export image task ${unknown} was not found`,
      status: 400,
    });
    equal((await refusal(aws.exported("nonsense"))).code, "ValidationException");
    const none = aws.appstream.send(new GetExportImageTaskCommand({}));
    equal((await refusal(none)).code, "ValidationException");
    const id = await aws.export({}, aws.appstreamAs({ region: "eu-west-1" }));
    equal((await refusal(aws.exported(id))).code, "ResourceNotFoundException");
  });
});
