// A component that wraps tasks: it archives an AMI in S3 twice, as an object that AWS can restore it
// from and as a disk image file that any hypervisor reads. Its children take its provider.
import * as pulumi from "@pulumi/pulumi";
import { ec2 } from "pulumi-aws-tasks";

interface ImageArchiveArgs {
  imageId: pulumi.Input<string>;
  bucket: pulumi.Input<string>;
  tags?: Record<string, pulumi.Input<string>>;
  /** How often to look: minutes against AWS, a second against the emulator. */
  lookEvery?: string | undefined;
}

class ImageArchive extends pulumi.ComponentResource {
  /** `s3://…` of the object and of the file, as far as they are there. */
  readonly places: pulumi.Output<{ object?: string; file?: string }>;
  /** Whether both are there. */
  readonly isComplete: pulumi.Output<boolean>;

  constructor(name: string, args: ImageArchiveArgs, opts?: pulumi.ComponentResourceOptions) {
    super("examples:index:ImageArchive", name, {}, opts);
    const { imageId, bucket, tags = {}, lookEvery = "15s" } = args;
    const common = { imageId, tags, polling: { minInterval: lookEvery } };
    const stored = new ec2.StoreImageTask(
      `${name}-object`,
      { ...common, bucket },
      { parent: this },
    );
    const exported = new ec2.ExportImageTask(
      `${name}-file`,
      {
        ...common,
        diskImageFormat: "VMDK",
        s3ExportLocation: { s3Bucket: bucket, s3Prefix: "disks/" },
      },
      { parent: this },
    );
    this.places = pulumi
      .all([stored.s3Uri, exported.s3Uri])
      .apply(([object, file]) => ({ ...(object && { object }), ...(file && { file }) }));
    this.isComplete = pulumi
      .all([stored.taskState, exported.taskState])
      .apply((states) => states.every((state) => state === "succeeded"));
    this.registerOutputs({ places: this.places, isComplete: this.isComplete });
  }
}

const config = new pulumi.Config();
const archive = new ImageArchive("web", {
  imageId: config.get("imageId") ?? "ami-0123456789abcdef0",
  bucket: config.require("bucket"),
  tags: { team: "web" },
  lookEvery: config.get("lookEvery"),
});

export const places = archive.places;
export const isComplete = archive.isComplete;
