// The second of two stacks: uses the file that the first has exported, and refuses to do so before
// it is there.
import * as pulumi from "@pulumi/pulumi";
import type { ec2 } from "pulumi-aws-tasks";

type Result = pulumi.Unwrap<ec2.ExportImageTask["result"]>;

const config = new pulumi.Config();
const name = config.get("producer") ?? "organization/aws-tasks-producer/dev";
const producer = new pulumi.StackReference(name);

const web = producer.requireOutput("web").apply((result: Result) => {
  if (result.taskState === "succeeded") return result;
  const text = `${name}: the export is ${result.taskState}; run \`pulumi up\` there first`;
  // Without its stack: it tells people nothing, and Node 20 takes half a minute to print Pulumi's.
  throw Object.assign(new pulumi.RunError(text), { stack: undefined });
});

// In place of what a real stack does with the file.
export const file = web.s3Uri;
export const format = web.diskImageFormat;
