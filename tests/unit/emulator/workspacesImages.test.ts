import { deepEqual, equal } from "node:assert/strict";
import {
  DescribeWorkspaceImagesCommand,
  type DescribeWorkspaceImagesRequest,
} from "@aws-sdk/client-workspaces";
import { EmulatedDesktops } from "./desktops";
import { refusal } from "./harness";

describe("WorkSpaces images in the emulator", () => {
  const startTimeMs = Date.UTC(2030, 0, 1);
  const aws = new EmulatedDesktops({ startTimeMs });
  const stateAfter = async (ms: number, id: string) => {
    aws.emulator.clock.advance(ms);
    return (await aws.images(id))[0]?.State;
  };

  it("are there from the start of their import, with what it was given", async () => {
    const id = await aws.import();
    deepEqual(await aws.images(), [
      {
        ImageId: id,
        Name: "golden",
        Description: "Golden image (v1)",
        OperatingSystem: { Type: "WINDOWS" },
        State: "PENDING",
        RequiredTenancy: "DEDICATED",
        Created: new Date(startTimeMs),
        OwnerAccountId: "123456789012",
        Updates: { UpdateAvailable: false },
      },
    ]);
  });

  it("are available a while after the import is COMPLETED", async () => {
    const id = await aws.import();
    equal(await stateAfter(20_000, id), "PENDING");
    equal((await aws.imported(id)).State, "COMPLETED");
    equal(await stateAfter(4_999, id), "PENDING");
    equal(await stateAfter(1, id), "AVAILABLE");
    equal(await stateAfter(1e9, id), "AVAILABLE");
  });

  it("can stay pending longer, or for ever", async () => {
    const id = await aws.import();
    aws.emulator.addFault({ ids: [id], effect: { kind: "artifactStick", ms: 60_000 } });
    equal(await stateAfter(84_999, id), "PENDING");
    equal(await stateAfter(1, id), "AVAILABLE");
    aws.emulator.addFault({ ids: [id], effect: { kind: "artifactStick" } });
    equal(await stateAfter(0, id), "AVAILABLE");
    const other = await aws.import({ ImageName: "other" });
    aws.emulator.addFault({ ids: [other], effect: { kind: "artifactStick" } });
    equal(await stateAfter(1e9, other), "PENDING");
  });

  it("can fail after the import is COMPLETED", async () => {
    const effect = {
      kind: "artifactFail",
      statusMessage: "Rearm",
      code: "ZeroRearmCount",
    } as const;
    aws.emulator.addFault({ operation: "ImportCustomWorkspaceImage", times: 1, effect });
    const id = await aws.import();
    equal(await stateAfter(24_999, id), "PENDING");
    equal(await stateAfter(1, id), "ERROR");
    const [image] = await aws.images(id);
    deepEqual([image?.ErrorCode, image?.ErrorMessage], ["ZeroRearmCount", "Rearm"]);
    deepEqual(image?.ErrorDetails, [{ ErrorCode: "ZeroRearmCount", ErrorMessage: "Rearm" }]);
    equal((await aws.imported(id)).State, "COMPLETED");
    const late = await aws.import({ ImageName: "late" });
    equal(await stateAfter(25_000, late), "AVAILABLE");
    aws.emulator.addFault({ ids: [late], effect });
    equal(await stateAfter(0, late), "AVAILABLE");
  });

  it("are as a test says, without an import or with one", async () => {
    aws.emulator.setWorkspaceImage({ imageId: "wsi-seed00001", name: "old", state: "ERROR" });
    equal((await aws.images("wsi-seed00001"))[0]?.State, "ERROR");
    const taken = await refusal(aws.import({ ImageName: "old" }));
    equal(taken.code, "ResourceAlreadyExistsException");
    const id = await aws.import();
    aws.emulator.setWorkspaceImage({ imageId: id, state: "AVAILABLE" });
    equal((await aws.images(id))[0]?.Name, "golden");
    equal(await stateAfter(0, id), "AVAILABLE");
    aws.emulator.setWorkspaceImage({ imageId: id, missing: true });
    deepEqual(await aws.images(id), []);
    equal((await aws.imported(id)).State, "PENDING");
  });

  it("are told by a seed over HTTP too", async () => {
    const post = async (body: object) => {
      const path = `${aws.emulator.endpoint}/_emulator/workspace-images`;
      return (await fetch(path, { method: "POST", body: JSON.stringify(body) })).status;
    };
    equal(await post({ imageId: "wsi-seed00001", ownerAccountId: "210987654321" }), 200);
    equal(await post({ name: "golden" }), 400);
    equal((await aws.images())[0]?.OwnerAccountId, "210987654321");
  });
});

describe("DescribeWorkspaceImages in the emulator", () => {
  const shared = { imageId: "wsi-shared0001", name: "golden", ownerAccountId: "210987654321" };
  const aws = new EmulatedDesktops({ workspaceImages: [shared] });
  const describeImages = (input: DescribeWorkspaceImagesRequest) =>
    aws.workspaces.send(new DescribeWorkspaceImagesCommand(input));
  const idsOf = async (input: DescribeWorkspaceImagesRequest) =>
    (await describeImages(input)).Images?.map(({ ImageId }) => ImageId);

  it("passes over unknown ids", async () => {
    const id = await aws.import();
    deepEqual(await idsOf({ ImageIds: ["wsi-000000000", id, id] }), [id]);
    deepEqual(await idsOf({ ImageIds: ["wsi-000000000"] }), []);
  });

  it("tells owned from shared images", async () => {
    const id = await aws.import();
    deepEqual(await idsOf({}), [shared.imageId, id]);
    deepEqual(await idsOf({ ImageType: "OWNED" }), [id]);
    deepEqual(await idsOf({ ImageType: "SHARED" }), [shared.imageId]);
    deepEqual(await idsOf({ ImageType: "SHARED", ImageIds: [id] }), []);
  });

  it("gives pages of 25, or of fewer, and no token on the last", async () => {
    for (let n = 1; n <= 26; n += 1) await aws.import({ ImageName: `image${n}` });
    const first = await describeImages({});
    equal(first.Images?.length, 25);
    const second = await describeImages({ NextToken: first.NextToken });
    deepEqual([second.Images?.length, second.NextToken], [2, undefined]);
    deepEqual((await idsOf({ MaxResults: 3 }))?.length, 3);
    const other = describeImages({ NextToken: first.NextToken, ImageType: "OWNED" });
    equal((await refusal(other)).code, "InvalidParameterValuesException");
  });

  it("refuses what its model refuses", async () => {
    const wrong = [
      { MaxResults: 0 },
      { MaxResults: 26 },
      { ImageIds: [] },
      { ImageIds: Array.from({ length: 26 }, () => "wsi-000000000") },
      { ImageIds: ["ami-12345678"] },
      { ImageType: "ALL" },
      { NextToken: "" },
    ];
    for (const input of wrong) {
      const call = describeImages(input as DescribeWorkspaceImagesRequest);
      equal((await refusal(call)).code, "ValidationException", JSON.stringify(input));
    }
  });

  it("can be denied", async () => {
    aws.emulator.addFault({ operation: "DescribeWorkspaceImages", effect: { kind: "deny" } });
    const { code, status } = await refusal(describeImages({}));
    deepEqual([code, status], ["AccessDeniedException", 400]);
  });
});
