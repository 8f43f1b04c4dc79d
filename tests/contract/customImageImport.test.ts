import { customImageImport } from "../../provider/kinds/workspaces/customImageImport";
import { contract } from "./suite";

const inputs = {
  imageName: "desktop",
  imageDescription: "The desktop",
  computeType: "BASE",
  protocol: "DCV",
  imageSource: { ec2ImageId: "ami-0123456789abcdef0" },
  infrastructureConfigurationArn:
    "arn:aws:imagebuilder:us-east-1:123456789012:infrastructure-configuration/desktops",
  platform: "WINDOWS",
  osVersion: "Windows_11",
  tags: { team: "images" },
};

describe("workspaces.CustomImageImport", () => {
  contract({
    kind: customImageImport,
    inputs,
    replacing: {
      imageName: "desktop-2",
      computeType: "GRAPHICS_G6",
      protocol: "BYOP",
      imageSource: { ec2ImageId: "ami-0fedcba9876543210" },
      osVersion: "Windows_10",
    },
    recorded: {
      imageDescription: "Another desktop",
      infrastructureConfigurationArn:
        "arn:aws:imagebuilder:us-east-1:123456789012:infrastructure-configuration/others",
    },
    operations: {
      start: "ImportCustomWorkspaceImage",
      describe: "DescribeCustomWorkspaceImageImport",
    },
    other: {
      ...inputs,
      imageName: "desktop-2",
      imageSource: { ec2ImageId: "ami-0fedcba9876543210" },
    },
    proof: "mark",
    holdsName: true,
    discard: "DeleteWorkspaceImage",
    failing: { kind: "fail", statusMessage: "Sysprep failed" },
    reason: "Sysprep failed",
    succeeded: (id) => ({ imageId: id, state: "COMPLETED", workspaceImageId: id }),
  });
});
