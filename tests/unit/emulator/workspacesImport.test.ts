import { deepEqual, equal, match, ok } from "node:assert/strict";
import {
  ImportCustomWorkspaceImageCommand,
  type ImportCustomWorkspaceImageRequest,
} from "@aws-sdk/client-workspaces";
import { EmulatedDesktops, importOf } from "./desktops";
import { amiNumber, refusal } from "./harness";

const states = [
  "PENDING",
  "IN_PROGRESS",
  "PROCESSING_SOURCE_IMAGE",
  "IMAGE_TESTING_START",
  "UPDATING_OPERATING_SYSTEM",
  "IMAGE_COMPATIBILITY_CHECKING",
  "IMAGE_TESTING_GENERALIZATION",
  "CREATING_TEST_INSTANCE",
  "INSTALLING_COMPONENTS",
  "GENERALIZING",
  "VALIDATING",
  "PUBLISHING",
  "COMPLETED",
];

describe("ImportCustomWorkspaceImage in the emulator", () => {
  const startTimeMs = Date.UTC(2030, 0, 1);
  const missing = { imageId: amiNumber(3), missing: true };
  const aws = new EmulatedDesktops({ startTimeMs, images: [missing], workspaceImageLimit: 3 });
  const messageOf = async (input: object): Promise<string> => {
    const { code, message, status } = await refusal(aws.import(input));
    deepEqual([code, status], ["ValidationException", 400]);
    return message;
  };

  it("answers with the image's id and PENDING", async () => {
    const command = new ImportCustomWorkspaceImageCommand(importOf("golden"));
    const { ImageId, State } = await aws.workspaces.send(command);
    match(ImageId ?? "", /^wsi-[0-9a-z]{9}$/);
    equal(State, "PENDING");
    deepEqual(
      aws.emulator.log().map(({ service, operation, ids }) => [service, operation, ids]),
      [["workspaces", "ImportCustomWorkspaceImage", ["ami-0123456789abcdef0", ImageId]]],
    );
  });

  it("describes what it was given, when, and how far it is", async () => {
    const id = await aws.import();
    aws.emulator.clock.advance(5_500);
    deepEqual(await aws.imported(id), {
      ImageId: id,
      InfrastructureConfigurationArn: importOf("golden").InfrastructureConfigurationArn,
      State: "UPDATING_OPERATING_SYSTEM",
      StateMessage: "Updating Windows.",
      ProgressPercentage: 27,
      Created: new Date(startTimeMs),
      LastUpdatedTime: new Date(startTimeMs + 5_500),
      ImageSource: { Ec2ImageId: "ami-0123456789abcdef0" },
      ImageBuilderInstanceId: `i-00000000${id.slice(4)}`,
    });
  });

  it("passes through every state, with progress that never goes back", async () => {
    const id = await aws.import();
    const seen = new Set<string>();
    let last = 0;
    for (let step = 0; step <= 90; step += 1) {
      const {
        State = "",
        ProgressPercentage = -1,
        ImageBuilderInstanceId,
      } = await aws.imported(id);
      seen.add(State);
      ok(Number.isInteger(ProgressPercentage) && ProgressPercentage >= last);
      equal(ImageBuilderInstanceId === undefined, ["PENDING", "IN_PROGRESS"].includes(State));
      last = ProgressPercentage;
      aws.emulator.clock.advance(250);
    }
    deepEqual([...seen], states);
    deepEqual([last, (await aws.imported(id)).LastUpdatedTime], [100, new Date(startTimeMs + 2e4)]);
  });

  it("takes each source, and one alone", async () => {
    const sources = [
      { Ec2ImportTaskId: "import-ami-0123456789ABCDEFg" },
      { ImageBuildVersionArn: "arn:aws:imagebuilder:us-east-1:123456789012:image/w11/1.0.0/2" },
    ];
    for (const [n, ImageSource] of sources.entries()) {
      const id = await aws.import({ ImageName: `image${n}`, ImageSource } as object);
      deepEqual((await aws.imported(id)).ImageSource, ImageSource);
    }
    const both = { ...sources[0], ...sources[1] };
    match(await messageOf({ ImageSource: both }), /at 'imageSource' .* Exactly one member/);
    match(await messageOf({ ImageSource: {} }), /at 'imageSource' .* Exactly one member/);
  });

  it("refuses what its model refuses", async () => {
    const wrong: Record<string, [object, RegExp]> = {
      space: [{ ImageName: "a b" }, /at 'imageName' .* pattern: \^\[a-zA-Z0-9_/],
      long: [{ ImageName: "a".repeat(65) }, /length less than or equal to 64/],
      colon: [{ ImageDescription: "v: 1" }, /at 'imageDescription' .* pattern/],
      empty: [{ ImageDescription: "" }, /length greater than or equal to 1/],
      compute: [
        { ComputeType: "GRAPHICS" },
        /enum value set: \[BASE, GRAPHICS_G4DN, GRAPHICS_G6\]/,
      ],
      protocol: [{ Protocol: "WSP" }, /enum value set: \[PCOIP, DCV, BYOP\]/],
      platform: [{ Platform: "LINUX" }, /enum value set: \[WINDOWS\]/],
      system: [{ OsVersion: "Windows_7" }, /enum value set: \[Windows_10, Windows_11\]/],
      ami: [{ ImageSource: { Ec2ImageId: "ami-1" } }, /at 'imageSource\.ec2ImageId' .* pattern/],
      task: [{ ImageSource: { Ec2ImportTaskId: "import-ami-1" } }, /equal to 19/],
      build: [{ ImageSource: { ImageBuildVersionArn: "arn:x" } }, /ImageBuildVersionArn' .* pat/i],
      configuration: [{ InfrastructureConfigurationArn: "arn:x" }, /onfigurationArn' .* pattern/],
      key: [{ Tags: [{ Key: "k".repeat(128), Value: "" }] }, /'tags\.1\.member\.key'.* 127/],
      value: [{ Tags: [{ Key: "k", Value: "v".repeat(256) }] }, /'tags\.1\.member\.value'.* 255/],
    };
    for (const [input, message] of Object.values(wrong)) match(await messageOf(input), message);
    const nothing = new ImportCustomWorkspaceImageCommand({} as ImportCustomWorkspaceImageRequest);
    match((await refusal(aws.workspaces.send(nothing))).message, /^8 validation errors detected/);
  });

  it("refuses PCOIP with Windows 11", async () => {
    const pcoip = { Protocol: "PCOIP" as const };
    deepEqual(await refusal(aws.import(pcoip)), {
      code: "InvalidParameterValuesException",
      message: "The protocol PCOIP is not supported for Windows_11.",
      status: 400,
    });
    await aws.import({ ...pcoip, OsVersion: "Windows_10" });
  });

  it("refuses an AMI that does not exist, and names it", async () => {
    const ImageSource = { Ec2ImageId: missing.imageId };
    const error = await aws.import({ ImageSource }).catch((thrown: unknown) => thrown);
    const { name, ResourceId } = error as { name: string; ResourceId: string };
    deepEqual([name, ResourceId], ["ResourceNotFoundException", missing.imageId]);
  });

  it("refuses an unknown id, and names it", async () => {
    const error = await aws.imported("wsi-000000000").catch((thrown: unknown) => thrown);
    const { name, ResourceId } = error as { name: string; ResourceId: string };
    deepEqual([name, ResourceId], ["ResourceNotFoundException", "wsi-000000000"]);
    equal((await refusal(aws.imported("ami-12345678"))).code, "ValidationException");
  });

  it("refuses a name that is taken, by an import under way, done or in ERROR", async () => {
    const taken = async () => (await refusal(aws.import())).code;
    const id = await aws.import();
    equal(await taken(), "ResourceAlreadyExistsException");
    aws.emulator.addFault({ ids: [id], effect: { kind: "fail", statusMessage: "x" } });
    aws.emulator.clock.advance(20_000);
    equal((await aws.imported(id)).State, "ERROR");
    equal(await taken(), "ResourceAlreadyExistsException");
    await aws.import({}, aws.workspacesAs({ region: "eu-west-1" }));
    await aws.import({}, aws.workspacesAs({ accountId: "210987654321" }));
  });

  it("refuses more images than the quota", async () => {
    for (let n = 1; n <= 3; n += 1) await aws.import({ ImageName: `image${n}` });
    const fourth = await refusal(aws.import({ ImageName: "image4" }));
    deepEqual([fourth.code, fourth.status], ["ResourceLimitExceededException", 400]);
  });

  it("shows the tags that went with the start in tasks()", async () => {
    await aws.import({ Tags: [{ Key: "a", Value: "1" }, { Key: "b" }] });
    const [task] = aws.emulator.tasks();
    deepEqual([task?.kind, task?.tags], ["workspaces:CustomImageImport", { a: "1", b: "" }]);
    deepEqual(task?.details, importOf("golden"));
  });
});

describe("faults of a WorkSpaces import", () => {
  const aws = new EmulatedDesktops({ visibilityDelayMs: 1_000 });

  it("fails as ERROR, with the reason", async () => {
    const effect = { kind: "fail", statusMessage: "No licence", code: "OSNotSupported" } as const;
    aws.emulator.addFault({ operation: "ImportCustomWorkspaceImage", times: 1, effect });
    const id = await aws.import();
    aws.emulator.clock.advance(60_000);
    const { State, StateMessage, ProgressPercentage, ErrorDetails } = await aws.imported(id);
    deepEqual([State, StateMessage, ProgressPercentage], ["ERROR", "No licence", 50]);
    deepEqual(ErrorDetails, [{ ErrorCode: "OSNotSupported", ErrorMessage: "No licence" }]);
    const [image] = await aws.images(id);
    deepEqual(
      [image?.State, image?.ErrorCode, image?.ErrorMessage, image?.ErrorDetails],
      ["ERROR", "OSNotSupported", "No licence", ErrorDetails],
    );
  });

  it("fails with the service's own code for the unknown", async () => {
    const id = await aws.import();
    aws.emulator.addFault({ ids: [id], effect: { kind: "fail", statusMessage: "", at: 0.1 } });
    aws.emulator.clock.advance(2_000);
    const { State, StateMessage, ErrorDetails } = await aws.imported(id);
    deepEqual(
      [State, StateMessage, ErrorDetails?.[0]?.ErrorCode],
      ["ERROR", undefined, "UnknownError"],
    );
  });

  it("sticks, and is not updated any more", async () => {
    const id = await aws.import();
    const created = aws.emulator.clock.now();
    aws.emulator.addFault({ ids: [id], effect: { kind: "stick", atPercent: 80 } });
    aws.emulator.clock.advance(1e9);
    const { State, ProgressPercentage, LastUpdatedTime } = await aws.imported(id);
    deepEqual([State, ProgressPercentage], ["GENERALIZING", 80]);
    deepEqual(LastUpdatedTime, new Date(created + 16_000));
  });

  it("is unseen for a while, as import and as image", async () => {
    const id = await aws.import();
    equal((await refusal(aws.imported(id))).code, "ResourceNotFoundException");
    deepEqual(await aws.images(), []);
    equal((await refusal(aws.import())).code, "ResourceAlreadyExistsException");
    aws.emulator.clock.advance(1_000);
    equal((await aws.imported(id)).State, "IN_PROGRESS");
    aws.emulator.addFault({ ids: [id], effect: { kind: "invisibleMs", ms: 5_000 } });
    equal((await refusal(aws.imported(id))).code, "ResourceNotFoundException");
    deepEqual(await aws.images(id), []);
    aws.emulator.clock.advance(5_000);
    equal((await aws.images(id)).length, 1);
  });

  it("vanishes from the imports, not from the images", async () => {
    const id = await aws.import();
    aws.emulator.addFault({ ids: [id], effect: { kind: "vanish" } });
    aws.emulator.clock.advance(25_000);
    equal((await refusal(aws.imported(id))).code, "ResourceNotFoundException");
    deepEqual([(await aws.images(id))[0]?.State], ["AVAILABLE"]);
  });

  it("shows a state that the model does not know", async () => {
    const effect = { kind: "status", status: "SCANNING", at: 0.5, until: 0.6 } as const;
    aws.emulator.addFault({ operation: "ImportCustomWorkspaceImage", effect });
    const id = await aws.import();
    aws.emulator.clock.advance(10_000);
    equal((await aws.imported(id)).State, "SCANNING");
  });

  it("denies the tagging at the start alone", async () => {
    aws.emulator.addFault({ effect: { kind: "deny", onlyWithTags: true } });
    const { code, message } = await refusal(aws.import({ Tags: [{ Key: "a", Value: "1" }] }));
    equal(code, "AccessDeniedException");
    match(message, /perform: workspaces:CreateTags$/);
    await aws.import();
  });
});
