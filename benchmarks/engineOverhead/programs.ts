/** The programs that are measured: the same number of resources, of different sorts. */

export interface Sort {
  readonly name: "ours" | "no-op" | "no-op with our bytes" | "AWS CLI";
  /** Whether a later `up` has to see their ends. */
  readonly hasTasks?: boolean;
  /** Whether its creation waits for the end. */
  readonly isLoop?: boolean;
  /** A program with so many of them, named `task-0` and so on, in JavaScript. */
  program(count: number): string;
}

const INPUTS = `const inputs = (n) => ({
  imageId: "ami-" + String(n).padStart(17, "0"),
  diskImageFormat: "VMDK",
  s3ExportLocation: { s3Bucket: "exports", s3Prefix: "images/" },
});`;

export const ours: Sort = {
  name: "ours",
  hasTasks: true,
  program: (count) => `
const { ec2 } = require("pulumi-aws-tasks");
${INPUTS}
for (let n = 0; n < ${count}; n++) new ec2.ExportImageTask("task-" + n, inputs(n));
`,
};

/** What a no-op stores beside its inputs, to have as large a state as ours. */
const PADDING = 4_060;

/** Takes the same inputs, stores them, and does nothing. */
export const noOp: Sort = { name: "no-op", program: (count) => noOpProgram(count, 0) };

/** Tells what is the state's: the engine writes all of it twice for each resource. */
export const paddedNoOp: Sort = {
  name: "no-op with our bytes",
  program: (count) => noOpProgram(count, PADDING),
};

const noOpProgram = (count: number, padding: number) => `
const pulumi = require("@pulumi/pulumi");
${INPUTS}
const provider = {
  diff: async () => ({ changes: false }),
  // What it took from outside would be in the state with the code, twice.
  create: async (inputs) => ({
    id: inputs.imageId,
    outs: { ...inputs, padding: "x".repeat(${padding}) },
  }),
};
class NoOp extends pulumi.dynamic.Resource {
  constructor(name, args) {
    super(provider, name, args);
  }
}
for (let n = 0; n < ${count}; n++) new NoOp("task-" + n, inputs(n));
`;

/** Its arguments: a Python that has the AWS CLI, the AMI, the bucket and the prefix. */
const SCRIPT = `
  id=$("$1" -m awscli ec2 export-image --image-id "$2" --disk-image-format VMDK \\
    --s3-export-location "S3Bucket=$3,S3Prefix=$4" \\
    --query ExportImageTaskId --output text) || exit 1
  until [ "$("$1" -m awscli ec2 describe-export-image-tasks --export-image-task-ids $id \\
    --query 'ExportImageTasks[0].Status' --output text)" = completed ]; do sleep 15; done
  echo $id`;

/**
 * What people write: a shell loop that starts the export and asks until it has ended. The tasks end
 * so soon that the first look sees it.
 */
export const shellLoop = (python: string): Sort => ({
  name: "AWS CLI",
  isLoop: true,
  program: (count) => `
const pulumi = require("@pulumi/pulumi");
${INPUTS}
const provider = {
  diff: async () => ({ changes: false }),
  create: async (inputs) => {
    const { execFile } = require("node:child_process");
    const { s3Bucket, s3Prefix } = inputs.s3ExportLocation;
    const given = [${JSON.stringify(python)}, inputs.imageId, s3Bucket, s3Prefix];
    const args = ["-c", ${JSON.stringify(SCRIPT)}, "sh", ...given];
    const id = await new Promise((done, fail) =>
      execFile("sh", args, (error, stdout) => (error ? fail(error) : done(stdout.trim()))));
    return { id, outs: inputs };
  },
};
class Loop extends pulumi.dynamic.Resource {
  constructor(name, args) {
    super(provider, name, args);
  }
}
for (let n = 0; n < ${count}; n++) new Loop("task-" + n, inputs(n));
`,
});
