import { exportImageTask } from "../../provider/kinds/appstream/exportImageTask";
import { contract } from "./suite";

const inputs = {
  imageName: "desktop",
  amiName: "desktop-1",
  iamRoleArn: "arn:aws:iam::123456789012:role/export",
  tags: { team: "images" },
};

describe("appstream.ExportImageTask", () => {
  contract({
    kind: exportImageTask,
    inputs,
    replacing: { imageName: "desktop-b", amiName: "desktop-2" },
    recorded: {
      iamRoleArn: "arn:aws:iam::123456789012:role/other",
      amiDescription: "weekly",
    },
    operations: { start: "CreateExportImageTask", describe: "GetExportImageTask" },
    other: { ...inputs, amiName: "desktop-2" },
    proof: "mark",
    holdsName: true,
    failing: { kind: "fail", statusMessage: "Sysprep failed" },
    reason: "Sysprep failed",
    succeeded: (id) => ({ taskId: id, state: "COMPLETED" }),
  });
});
