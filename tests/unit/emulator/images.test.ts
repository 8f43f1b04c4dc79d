import { deepEqual, equal, match } from "node:assert/strict";
import { DescribeImagesCommand, type DescribeImagesRequest } from "@aws-sdk/client-ec2";
import { Emulated, ami, amiNumber, refusal } from "./harness";

describe("AMIs in the emulator", () => {
  const pending = { imageId: amiNumber(1), name: "golden", state: "pending" };
  const foreign = { imageId: amiNumber(2), ownerId: "999999999999" };
  const missing = { imageId: amiNumber(3), missing: true };
  const exportError = { code: "NotExportable", message: "The image ID is a marketplace AMI" };
  const sold = { imageId: amiNumber(4), exportError };
  const aws = new Emulated({ images: [pending, foreign, missing, sold] });

  const describeImages = async (input: DescribeImagesRequest) =>
    (await aws.ec2.send(new DescribeImagesCommand(input))).Images ?? [];
  const idsOf = async (input: DescribeImagesRequest) =>
    (await describeImages(input)).map(({ ImageId }) => ImageId);

  it("exist, are available and belong to the caller", async () => {
    const [image] = await describeImages({ ImageIds: [ami] });
    deepEqual(
      [image?.ImageId, image?.State, image?.OwnerId, image?.Public, image?.Tags],
      [ami, "available", "123456789012", false, []],
    );
    equal((await idsOf({ ImageIds: ["ami-12345678"] })).length, 1);
  });

  it("are as a test has said", async () => {
    const [image] = await describeImages({ ImageIds: [pending.imageId] });
    deepEqual([image?.Name, image?.State], ["golden", "pending"]);
    aws.emulator.setImage({ ...pending, state: "available" });
    equal((await describeImages({ ImageIds: [pending.imageId] }))[0]?.State, "available");
    aws.emulator.reset();
    equal((await describeImages({ ImageIds: [pending.imageId] }))[0]?.State, "pending");
  });

  it("can be missing", async () => {
    const notFound = {
      code: "InvalidAMIID.NotFound",
      message: `The image id '[${missing.imageId}]' does not exist`,
      status: 400,
    };
    deepEqual(await refusal(describeImages({ ImageIds: [ami, missing.imageId] })), notFound);
    deepEqual(await refusal(aws.start({ ImageId: missing.imageId })), notFound);
  });

  it("can be refused for export", async () => {
    deepEqual(await refusal(aws.start({ ImageId: sold.imageId })), {
      code: "NotExportable",
      message: "The image ID is a marketplace AMI",
      status: 400,
    });
  });

  it("are exported by their owner alone, and once they are available", async () => {
    deepEqual(await refusal(aws.start({ ImageId: foreign.imageId })), {
      code: "NotExportable",
      message:
        `The image ID (${foreign.imageId}) provided is not owned by the current user and is ` +
        "not exportable.",
      status: 400,
    });
    await aws.start({ ImageId: foreign.imageId }, aws.ec2As({ accountId: foreign.ownerId }));
    deepEqual(await refusal(aws.start({ ImageId: pending.imageId })), {
      code: "InvalidAMIID.Unavailable",
      message: `The image ID '${pending.imageId}' is not available: its state is pending`,
      status: 400,
    });
    aws.emulator.setImage({ ...pending, state: "available" });
    await aws.start({ ImageId: pending.imageId });
  });

  it("have well-formed ids", async () => {
    for (const id of ["ami-1", "ami-0123456789ABCDEF0", "snap-12345678", "toString"]) {
      const { code, message } = await refusal(aws.start({ ImageId: id }));
      equal(code, "InvalidAMIID.Malformed");
      match(message, /^Invalid id: ".*" \(expecting "ami-\.\.\."\)$/);
      equal((await refusal(describeImages({ ImageIds: [id] }))).code, "InvalidAMIID.Malformed");
    }
  });

  it("are listed as far as they are known, by owner and filter", async () => {
    deepEqual(await idsOf({}), [pending.imageId, foreign.imageId, sold.imageId]);
    deepEqual(await idsOf({ Owners: ["self"] }), [pending.imageId, sold.imageId]);
    deepEqual(await idsOf({ Owners: ["999999999999"] }), [foreign.imageId]);
    deepEqual(await idsOf({ ExecutableUsers: ["self"] }), []);
    const by = (Name: string, ...Values: string[]) => idsOf({ Filters: [{ Name, Values }] });
    deepEqual(await by("name", "gold*"), [pending.imageId]);
    deepEqual(await by("state", "available"), [foreign.imageId, sold.imageId]);
    deepEqual(await by("is-public", "false"), await idsOf({}));
    deepEqual(await by("tag:a", "b"), []);
    equal((await refusal(by("nonsense", "x"))).code, "InvalidParameterValue");
  });
});
