import { storeImageTask } from "../../../../../provider/kinds/ec2/storeImageTask";
import { UNKNOWN } from "../../../../../provider/lifecycle/validate";
import { checkingOf, type Violation } from "../../support/checking";
import { describeTags } from "../../support/tagRules";

const rules = checkingOf(storeImageTask, { imageId: "ami-0123456789abcdef0", bucket: "images" });
const { itRefuses, itTakes, itTellsAllAtOnce, itLeavesUnknownsAlone } = rules;

describe("the rules of ec2.StoreImageTask", () => {
  describe("imageId", () => {
    const malformed = [
      ...["", "ami-", "ami-0123456", "ami-012345678", "ami-0123456789abcdef", "wsi-01234567"],
      ...["ami-0123456789abcdef01", "ami-0123456G", "AMI-01234567", " ami-01234567"],
      ...["ami-01234567\n", "ami-0123456789ABCDEF0", "ami-0123456789abcdef0.bin"],
    ];
    itRefuses([
      [{ imageId: undefined }, "imageId", /is required/],
      [{ imageId: null }, "imageId", /is required/],
      [{ imageId: 1 }, "imageId", /must be a string/, 1],
      ...malformed.map((id): Violation => [{ imageId: id }, "imageId", /id of an AMI/, id]),
    ]);
    itTakes([{ imageId: "ami-01234567" }, { imageId: "ami-0123456789abcdef0" }]);
  });

  describe("bucket", () => {
    const form = /bucket's name/;
    itRefuses([
      [{ bucket: undefined }, "bucket", /is required/],
      [{ bucket: "" }, "bucket", /3 to 63 characters/, ""],
      [{ bucket: "ab" }, "bucket", /3 to 63 characters/, "ab"],
      [{ bucket: "b".repeat(64) }, "bucket", /3 to 63 characters/, "b".repeat(64)],
      [{ bucket: "images/golden" }, "bucket", form, "images/golden"],
      [{ bucket: "arn:aws:s3:::images" }, "bucket", form, "arn:aws:s3:::images"],
      [{ bucket: "s3://images" }, "bucket", form, "s3://images"],
      [{ bucket: "my images" }, "bucket", form, "my images"],
      [{ bucket: ["images"] }, "bucket", /must be a string/, ["images"]],
    ]);
    itTakes([{ bucket: "abc" }, { bucket: "b".repeat(63) }, { bucket: "my.ex-ports.2026" }]);
  });

  // They go on the S3 object: S3 takes ten, and none of them is ours.
  describeTags(rules, { most: 10, mostUnmarked: 10, keyLength: 128, valueLength: 256 });

  describe("what AWS has and a resource has not", () => {
    itRefuses([
      [{ dryRun: true }, "dryRun", /is not an input/],
      [{ s3ObjectTags: [] }, "s3ObjectTags", /is not an input/],
      [{ timeouts: { cancel: "1m" } }, "timeouts.cancel", /is not an input/],
    ]);
  });

  itTellsAllAtOnce({ imageId: "hush", bucket: "hush/hush", tags: { "aws:hush": { hush: 1 } } }, [
    ...["imageId", "bucket", 'tags["aws:hush"]', 'tags["aws:hush"]'],
  ]);

  itLeavesUnknownsAlone([{ tags: { team: UNKNOWN } }, { tags: UNKNOWN }]);
});
