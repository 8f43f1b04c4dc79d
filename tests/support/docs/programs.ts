/** Runs a program of the documents without an engine, and says what it declares. */
import { createRequire } from "node:module";
import path from "node:path";
import * as pulumi from "@pulumi/pulumi";
import ts from "typescript";
import { type Block, root } from "./documents";

export interface Declared {
  readonly type: string;
  readonly name: string;
  readonly inputs: Readonly<Record<string, unknown>>;
}

const TASK = /^pulumi-nodejs:dynamic\/aws-tasks(\/|:)/;

/** Whether it is a program that Pulumi runs: others start a server or an engine themselves. */
export function isProgram({ words, text }: Block): boolean {
  const others =
    /"(pulumi-aws-tasks\/emulator|@pulumi\/pulumi\/automation|@pulumi\/command|node:test)"/;
  return !words.includes("fragment") && /from "pulumi-aws-tasks"/.test(text) && !others.test(text);
}

const SUCCEEDED = {
  ...{ id: "a-task", taskState: "succeeded", partial: false, recordExpired: false },
  ...{ region: "us-east-1", accountId: "123456789012" },
};

/** What a task has made, whatever its kind. */
const MADE = {
  ...SUCCEEDED,
  ...{ amiId: "ami-0123456789abcdef0", workspaceImageId: "wsi-0123456789" },
  ...{ s3Uri: "s3://a-bucket/a-key", s3Bucket: "a-bucket", s3Key: "a-key", objectKey: "a-key" },
  ...{ s3KeyPrefix: "a-", configurationsDownloadUrlExpiresAt: "2100-01-01T00:00:00.000Z" },
};

/** What other stacks hand on, by the names that the documents give it. */
const HANDED_ON: Readonly<Record<string, object>> = {
  web: { ...MADE, taskKind: "ec2:ExportImageTask" },
  golden: { ...MADE, taskKind: "appstream:ExportImageTask" },
  servers: { ...MADE, taskKind: "discovery:ExportTask", exportId: "export-0123" },
};

const PROJECT = "documents";

/** What programs require of their configuration. */
const CONFIGURATION: Readonly<Record<string, string>> = { bucket: "a-bucket" };

/** The tasks and completions it declares; throws what it throws. */
export async function declaredBy(
  block: Pick<Block, "text">,
  configuration = CONFIGURATION,
): Promise<readonly Declared[]> {
  const declared: Declared[] = [];
  const mocks: pulumi.runtime.Mocks = {
    newResource: ({ type, name, inputs, id }) => {
      if (type === "pulumi:pulumi:StackReference") {
        return { id: name, state: { ...inputs, outputs: HANDED_ON, secretOutputNames: [] } };
      }
      // What has an id already is only read.
      if (TASK.test(type) && !id) declared.push({ type, name, inputs });
      return { id: `${name}-id`, state: { ...inputs, ...MADE, completed: MADE } };
    },
    call: () => ({}),
  };
  // Without a name it would be that of whatever ran before in this process.
  await pulumi.runtime.setMocks(mocks, PROJECT);
  const pairs = Object.entries(configuration);
  pulumi.runtime.setAllConfig(
    Object.fromEntries(pairs.map(([name, value]) => [`${PROJECT}:${name}`, value])),
  );
  const { outputText } = ts.transpileModule(block.text, {
    compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.CommonJS },
  });
  const exported: Record<string, unknown> = {};
  const run = new Function("require", "exports", outputText);
  run(createRequire(path.join(root, "package.json")), exported);
  // Not in Pulumi's types: `apply` never tells of a rejection.
  await (pulumi.output(exported) as unknown as { promise(): Promise<unknown> }).promise();
  await pulumi.runtime.disconnect();
  return declared;
}
