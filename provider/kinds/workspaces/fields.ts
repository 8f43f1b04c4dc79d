/** AWS's rules for the members of ImportCustomWorkspaceImage. */
import type { Props } from "../../lifecycle/ports";
import type { Field } from "../../lifecycle/validate";

export const fields: Readonly<Record<string, Field>> = {
  imageName: {
    type: "string",
    required: true,
    min: 1,
    max: 64,
    pattern: /^[a-zA-Z0-9_./()\\-]+$/,
    form: "have letters, digits and _ . / ( ) \\ - only, no spaces",
  },
  imageDescription: {
    type: "string",
    required: true,
    min: 1,
    max: 256,
    pattern: /^[a-zA-Z0-9_./() -]+$/,
    form: "have letters, digits, spaces and _ . / ( ) - only",
  },
  computeType: { type: "string", required: true, oneOf: ["BASE", "GRAPHICS_G4DN", "GRAPHICS_G6"] },
  protocol: { type: "string", required: true, oneOf: ["PCOIP", "DCV", "BYOP"] },
  imageSource: {
    type: "object",
    required: true,
    isUnion: true,
    fields: {
      ec2ImportTaskId: {
        type: "string",
        pattern: /^import-ami-([a-zA-Z0-9]{8}|[a-zA-Z0-9]{17})$/,
        form: 'be the id of an import task: "import-ami-" and 8 or 17 letters and digits',
      },
      imageBuildVersionArn: {
        type: "string",
        min: 1,
        max: 2_048,
        pattern:
          /^arn:aws[^:]*:imagebuilder:[^:]+:(?:[0-9]{12}|aws(?:-[a-z-]+)?):image\/[a-z0-9-_]+\/(?:(?:([0-9]+|x)\.([0-9]+|x)\.([0-9]+|x))|(?:[0-9]+\.[0-9]+\.[0-9]+\/[0-9]+))$/,
        form: "be the ARN of an Image Builder image",
      },
      ec2ImageId: {
        type: "string",
        pattern: /^ami-([a-f0-9]{8}|[a-f0-9]{17})$/,
        form: 'be the id of an AMI: "ami-" and 8 or 17 hexadecimal digits',
      },
    },
  },
  infrastructureConfigurationArn: {
    type: "string",
    required: true,
    min: 1,
    max: 2_048,
    pattern:
      /^arn:aws[^:]*:imagebuilder:[^:]+:(?:[0-9]{12}|aws):infrastructure-configuration\/[a-z0-9-_]+$/,
    form: "be the ARN of an Image Builder infrastructure configuration",
  },
  platform: { type: "string", required: true, oneOf: ["WINDOWS"] },
  osVersion: { type: "string", required: true, oneOf: ["Windows_10", "Windows_11"] },
};

/** A combination that AWS refuses. */
export function protocolRule({ protocol, osVersion }: Props): string[] {
  return protocol === "PCOIP" && osVersion === "Windows_11"
    ? ["protocol: must not be PCOIP where osVersion is Windows_11"]
    : [];
}
