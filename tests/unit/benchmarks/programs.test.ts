// The programs that the engine runs, here without it.
import assert from "node:assert/strict";
import fs from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { shellLoop } from "../../../benchmarks/engineOverhead/programs";

interface Provider {
  create(inputs: object): Promise<{ id: string }>;
}

describe("the shell loop that is measured", () => {
  let folder: string;
  beforeEach(() => (folder = fs.mkdtempSync(path.join(tmpdir(), "a \"quoted\" '$(place)' `b`-"))));
  afterEach(() => fs.rmSync(folder, { recursive: true }));

  it("starts one export and waits for it, wherever its Python is", async () => {
    const python = path.join(folder, "python");
    const log = path.join(folder, "log");
    fs.writeFileSync(python, PYTHON, { mode: 0o755 });
    const [first, ...others] = declared(shellLoop(python).program(2));
    assert.equal(others.length, 1);
    const { id } = await first!.provider.create(first!.inputs);
    assert.equal(id, "export-ami-1");
    assert.deepEqual(fs.readFileSync(log, "utf8").trim().split("\n"), [
      "-m awscli ec2 export-image --image-id ami-00000000000000000 --disk-image-format VMDK " +
        "--s3-export-location S3Bucket=exports,S3Prefix=images/ " +
        "--query ExportImageTaskId --output text",
      "-m awscli ec2 describe-export-image-tasks --export-image-task-ids export-ami-1 " +
        "--query ExportImageTasks[0].Status --output text",
    ]);
  });
});

/** The AWS CLI, as far as it is needed. */
const PYTHON = `#!/bin/sh
echo "$@" >> "\${0%/*}/log"
case "$*" in *export-image\\ *) echo export-ami-1 ;; *) echo completed ;; esac
`;

/** What a program declares, and by which provider. */
function declared(program: string) {
  const found: { provider: Provider; inputs: object }[] = [];
  class Resource {
    constructor(provider: Provider, _name: string, inputs: object) {
      found.push({ provider, inputs });
    }
  }
  const load = (name: string) =>
    name === "@pulumi/pulumi" ? { dynamic: { Resource } } : createRequire(__filename)(name);
  new Function("require", program)(load);
  return found;
}
