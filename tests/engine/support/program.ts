/** Small programs, as text. */

export interface TaskArgs {
  readonly imageId?: string;
  readonly bucket?: string;
  readonly more?: Readonly<Record<string, unknown>>;
}

export const IMPORTS = `
const pulumi = require("@pulumi/pulumi");
const { ec2 } = require("pulumi-aws-tasks");
`;

/** `new ec2.ExportImageTask(…)`, looked at often, in JavaScript. `options` is JavaScript, too. */
export function task(name: string, args: TaskArgs = {}, options = "{}"): string {
  const { imageId = "ami-0123456789abcdef0", bucket = "exports", more = {} } = args;
  const inputs = {
    imageId,
    diskImageFormat: "VMDK",
    s3ExportLocation: { s3Bucket: bucket, s3Prefix: "images/" },
    polling: { minInterval: "0.1s", maxInterval: "0.5s" },
    ...more,
  };
  return `new ec2.ExportImageTask("${name}", ${JSON.stringify(inputs)}, ${options})`;
}

export function program(...statements: string[]): string {
  return IMPORTS + statements.join(";\n") + ";\n";
}
