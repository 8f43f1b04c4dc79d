import { storeImageTask } from "../../provider/kinds/ec2/storeImageTask";
import { contract } from "./suite";

const inputs = { imageId: "ami-0123456789abcdef0", bucket: "images", tags: { team: "images" } };

describe("ec2.StoreImageTask", () => {
  contract({
    kind: storeImageTask,
    inputs,
    replacing: { imageId: "ami-0fedcba9876543210", bucket: "others" },
    recorded: {},
    operations: { start: "CreateStoreImageTask", describe: "DescribeStoreImageTasks" },
    other: { ...inputs, imageId: "ami-0fedcba9876543210" },
    proof: "result",
    unlisted: (id) => id.replace(/ami-[0-9a-f]+/, "ami-ffffffffffffffff0"),
    failing: { kind: "fail", statusMessage: "Snapshot not found" },
    reason: "Snapshot not found",
    succeeded: () => ({
      storeTaskState: "Completed",
      objectKey: "ami-0123456789abcdef0.bin",
      s3Uri: "s3://images/ami-0123456789abcdef0.bin",
    }),
  });
});
