/** Two stacks of one project: the upstream one has the tasks, the downstream one uses them. */
import assert from "node:assert/strict";
import type { EmulatorOptions } from "../../../emulator";
import type { Props } from "../../../provider/lifecycle/ports";
import { Project, type Run } from "./project";

const UP = "up";
const DOWN = "down";

export class StackPair {
  readonly #printed: string[] = [];

  private constructor(readonly project: Project) {}

  static async make(name: string, options: EmulatorOptions): Promise<StackPair> {
    const pair = new StackPair(await Project.make(name, "", options));
    for (const stack of [UP, DOWN]) {
      const { code, output } = await pair.project.run("stack", "init", stack);
      assert.equal(code, 0, output);
    }
    return pair;
  }

  /** The first stack's full name. */
  get name(): string {
    return `organization/${this.project.name}/${UP}`;
  }

  /** An operation on the first stack, which must succeed. */
  async upstream(program: string, command = "up"): Promise<string> {
    const { code, output } = await this.#run(UP, program, command);
    assert.equal(code, 0, output);
    return output;
  }

  /** An `up` of the second stack, of which each export is what `requireCompleted` gives. */
  async downstream(required: Readonly<Record<string, string>>): Promise<Run> {
    return this.#run(DOWN, consumer(this.name, required), "up");
  }

  /** What the second stack's `up` is refused with: a text for each output. */
  async refusals(required: Readonly<Record<string, string>>): Promise<string> {
    const { code, output } = await this.downstream(required);
    assert.notEqual(code, 0, output);
    const [, diagnostics = ""] = output.split("Diagnostics:");
    assert.equal(diagnostics.split("error:").length - 1, Object.keys(required).length, output);
    return diagnostics;
  }

  /** The outputs of a stack, as they are in its state. */
  outputs(stack: "up" | "down"): Props {
    this.project.stack = stack;
    return this.project.outputs();
  }

  /** What people see of both stacks, on screen and in files, with the second one's secrets. */
  async told(): Promise<string> {
    const texts = [...this.#printed, this.project.written()];
    for (const stack of [UP, DOWN]) {
      for (const command of ["stack export", "stack output --json"]) {
        const { output } = await this.project.run(...command.split(" "), "--stack", stack);
        texts.push(output);
      }
    }
    const shown = ["stack", "output", "--json", "--show-secrets", "--stack", DOWN];
    return [...texts, (await this.project.run(...shown)).output].join("\n");
  }

  async #run(stack: string, program: string, command: string): Promise<Run> {
    this.project.program(program);
    const ran = await this.project.run(command, "--yes", "--skip-preview", "--stack", stack);
    this.#printed.push(ran.output);
    return ran;
  }
}

function consumer(stack: string, required: Readonly<Record<string, string>>): string {
  const lines = Object.entries(required).map(([name, args]) => {
    return `exports.${name} = requireCompleted(up, ${args});`;
  });
  return `
const pulumi = require("@pulumi/pulumi");
const { appstream, discovery, ec2, requireCompleted } = require("pulumi-aws-tasks");
const up = new pulumi.StackReference("${stack}");
${lines.join("\n")}
`;
}

const OFTEN = `
const pulumi = require("@pulumi/pulumi");
const { appstream, Completion, discovery, ec2 } = require("pulumi-aws-tasks");
const often = {
  polling: { minInterval: "0.1s", maxInterval: "0.3s" },
  // Should the test go wrong, its engine is not to wait for hours.
  timeouts: { wait: "90s" },
};
`;

/** A Discovery export by all ways to its result, and an image export with a secret input. */
export const DISCOVERED = `${OFTEN}
const data = new discovery.ExportTask("data", { exportDataFormat: ["CSV"], ...often });
const done = new Completion("data", { task: data });
exports.task = data.result;
exports.done = done.result;
exports.read = discovery.ExportTask.get("read", done.id).result;
exports.whole = data;
const file = new ec2.ExportImageTask("file", {
  imageId: "ami-0123456789abcdef0",
  diskImageFormat: "VMDK",
  s3ExportLocation: pulumi.secret({ s3Bucket: "hush-bucket" }),
  ...often,
});
exports.file = new Completion("file", { task: file }).result;
`;

/** Tasks that end in every way; the failed one stays as it is. */
export const ENDINGS = `${OFTEN}
const ami = (name, more = {}) => new appstream.ExportImageTask(name, {
  imageName: name,
  amiName: name,
  iamRoleArn: "arn:aws:iam::123456789012:role/appstream-export",
  ...often,
  ...more,
});
exports.failed = ami("failed", { onFailure: "keep" }).result;
exports.gone = ami("gone").result;
exports.text = "hello";
const truncated = new discovery.ExportTask("truncated", often);
exports.truncated = truncated.result;
exports.several = { gone: ami("other").result };
`;
