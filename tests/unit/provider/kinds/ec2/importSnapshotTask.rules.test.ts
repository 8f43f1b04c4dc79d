import { importSnapshotTask } from "../../../../../provider/kinds/ec2/importSnapshotTask";
import { UNKNOWN } from "../../../../../provider/lifecycle/validate";
import { checkingOf } from "../../support/checking";
import { describeTags } from "../../support/tagRules";

const userBucket = { s3Bucket: "disks", s3Key: "golden.vmdk" };
const rules = checkingOf(importSnapshotTask, { diskContainer: { format: "VMDK", userBucket } });
const { itRefuses, itTakes, itTellsAllAtOnce, itLeavesUnknownsAlone } = rules;

describe("the rules of ec2.ImportSnapshotTask", () => {
  describe("diskContainer", () => {
    const url = "https://disks.example/golden.raw";
    itRefuses([
      [{ diskContainer: undefined }, "diskContainer", /is required/],
      [{ diskContainer: {} }, "diskContainer", /one of userBucket and url/, undefined],
      [{ diskContainer: { url, userBucket } }, "diskContainer", /got both/],
      [{ diskContainer: { url: "ftp://disks/a" } }, "diskContainer.url", /URL .*\[secret\]/],
      [{ diskContainer: { url, format: "OVA" } }, "diskContainer.format", /"VHD", "VMDK", "RAW"/],
    ]);
    itTakes([{ diskContainer: { url } }, { diskContainer: { url: "s3://disks/golden.raw" } }]);
  });

  describe("kmsKeyId", () => {
    itRefuses([
      [{ kmsKeyId: "alias/disks" }, "encrypted", /must be true with kmsKeyId/],
      [{ kmsKeyId: "alias/disks", encrypted: false }, "encrypted", /must be true with kmsKeyId/],
      [{ kmsKeyId: "", encrypted: true }, "kmsKeyId", /not empty/, ""],
    ]);
    itTakes([{ kmsKeyId: "alias/disks", encrypted: true }, { encrypted: false }]);
  });

  describe("roleName and clientData", () => {
    itRefuses([
      [{ roleName: "arn:aws:iam::123456789012:role/a" }, "roleName", /not its ARN/],
      [{ clientData: { uploadStart: "today" } }, "clientData.uploadStart", /ISO 8601/, "today"],
      [{ clientData: { uploadEnd: "2026-02-30" } }, "clientData.uploadEnd", /time that exists/],
      [{ clientData: { uploadSize: -1 } }, "clientData.uploadSize", /from 0 to 65536/, -1],
    ]);
    itTakes([{ roleName: "r".repeat(64) }, { clientData: { uploadSize: 1.5 } }]);
  });

  describeTags(rules, { most: 47, mostUnmarked: 50, keyLength: 127, valueLength: 256 });

  itTellsAllAtOnce(
    {
      diskContainer: { url: "hush", description: { hush: 1 } },
      ...{ encrypted: "hush", kmsKeyId: ["hush"], roleName: "hush/hush", description: ["hush"] },
      clientData: { comment: ["hush"] },
    },
    [
      ...["diskContainer.description", "diskContainer.url", "encrypted", "kmsKeyId", "roleName"],
      ...["description", "clientData.comment"],
    ],
  );

  // What is not known yet may turn out to be nothing, and then nothing is wrong with the rest.
  itLeavesUnknownsAlone([
    { kmsKeyId: UNKNOWN, encrypted: false },
    { kmsKeyId: "alias/disks", encrypted: UNKNOWN },
    { diskContainer: { url: UNKNOWN, userBucket } },
    { diskContainer: { userBucket: UNKNOWN } },
    { clientData: { uploadStart: UNKNOWN } },
  ]);
});
