/** TypeScript programs, checked as their users' compilers do. */
import fs from "node:fs";
import path from "node:path";
import { has, type Installation, installationOrSkip, skip } from "./installation";
import { NPM } from "./layouts";
import { succeed } from "./run";

/** In both kinds of modules. What is wrong in it must be found: else everything is `any`. */
const PROGRAM = `
import * as pulumi from "@pulumi/pulumi";
import { type Args, Completion, ec2, Provider } from "pulumi-aws-tasks";
import { type Emulator, startEmulator } from "pulumi-aws-tasks/emulator";

const args: Args<ec2.ExportImageTaskInputs> = {
  imageId: "ami-0123456789abcdef0",
  diskImageFormat: "VMDK",
  s3ExportLocation: { s3Bucket: "exports" },
};
const provider = new Provider("ireland", { region: "eu-west-1" });
const exported = new ec2.ExportImageTask("golden", args, { provider });
const done = new Completion("golden", { task: exported });

export const state: pulumi.Output<"running" | "succeeded" | "failed" | "cancelled"> =
  exported.taskState;
export const uri: pulumi.Output<string> = done.result.s3Uri;
export const emulator: Promise<Emulator> = startEmulator({ speed: 0 });

// @ts-expect-error
new ec2.ExportImageTask("bad", { ...args, imageId: 5 });
// @ts-expect-error
export const id: pulumi.Output<number> = exported.exportImageTaskId;
// @ts-expect-error
await startEmulator({ speed: "fast" });
`;

const RESOLUTIONS = {
  node16: { module: "node16", moduleResolution: "node16" },
  bundler: { module: "esnext", moduleResolution: "bundler" },
  node10: { module: "commonjs", moduleResolution: "node10" },
};

const COMPILERS = { "5.9": "typescript", "6.0": "typescript-6" } as const;

export type Resolution = keyof typeof RESOLUTIONS;
export type Compiler = keyof typeof COMPILERS;

/** Tests that a program is checked by this compiler; call it within a `describe`. */
export function checks(version: Compiler, resolutions: readonly Resolution[]): void {
  const compiler = COMPILERS[version];
  describe(`by TypeScript ${version}`, () => {
    let installation: Installation;
    before(async function () {
      installation = await installationOrSkip(this, NPM);
      if (!has(installation, compiler)) skip(this, "npm's registry has it not");
    });

    for (const resolution of resolutions) {
      it(`resolving like ${resolution}`, async () => {
        const folder = fs.mkdtempSync(path.join(installation.folder, "types-"));
        for (const [name, text] of Object.entries(filesFor(version, resolution))) {
          fs.writeFileSync(path.join(folder, name), text);
        }
        const tsc = path.join(installation.folder, "node_modules", compiler, "bin", "tsc");
        await succeed(["node", tsc, "-p", folder], folder);
      });
    }
  });
}

function filesFor(version: Compiler, resolution: Resolution): Record<string, string> {
  const compilerOptions = {
    ...RESOLUTIONS[resolution],
    ...(resolution === "node10" && version !== "5.9" && { ignoreDeprecations: "6.0" }),
    ...{ target: "es2022", types: ["node"], strict: true, exactOptionalPropertyTypes: true },
    ...{ skipLibCheck: true, noEmit: true },
  };
  const inFunction = PROGRAM.replace("await ", "void ");
  return {
    "program.ts": inFunction,
    ...(resolution !== "node10" && { "program.mts": PROGRAM, "program.cts": inFunction }),
    "tsconfig.json": JSON.stringify({ compilerOptions }),
  };
}
