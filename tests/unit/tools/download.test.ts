import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import fs from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { load } from "./load";
import { scratchFolder, writeFiles } from "./scratch";

describe("the download of the engine", () => {
  const folder = scratchFolder();
  let served: Record<string, Buffer | string> = {};
  let server: Server;
  let from: string;
  let archive: string;
  let sums: string;

  before(async () => {
    archive = (await load("engine/download.mjs")).archiveName("linux", "x64");
    archive = archive.replace("linux-x64", `${process.platform}-${process.arch}`);
    sums = `pulumi-${(await load("engine/version.mjs")).pinnedVersion}-checksums.txt`;
    server = createServer((request, response) => {
      const body = served[request.url?.slice(1) ?? ""];
      if (body === undefined) response.writeHead(404);
      response.end(body);
    });
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
    from = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  after(() => server.close());

  /** An archive as Pulumi publishes them, whose CLI says it is `version`. */
  function release(version: string): Buffer {
    const content = path.join(folder, version);
    writeFiles(path.join(content, "pulumi"), {
      pulumi: `#!/bin/sh\necho v${version}\n`,
      "pulumi-language-nodejs": "#!/bin/sh\n",
    });
    return execFileSync("tar", ["-C", content, "-czf", "-", "pulumi"]);
  }

  const sumOf = (body: Buffer) => createHash("sha256").update(body).digest("hex");

  async function download(name: string): Promise<string[]> {
    const { downloadRelease } = await load("engine/download.mjs");
    const target = path.join(folder, "downloads", name);
    await downloadRelease(target, from);
    return fs.readdirSync(target).sort();
  }

  it("unpacks an archive whose checksum is the published one", async () => {
    const { pinnedVersion } = await load("engine/version.mjs");
    const body = release(pinnedVersion);
    served = {
      [archive]: body,
      [sums]: `${"0".repeat(64)}  other.tar.gz\n${sumOf(body)}  ${archive}\n`,
    };
    assert.deepEqual(await download("good"), ["pulumi", "pulumi-language-nodejs"]);
  });

  it("refuses an archive with another checksum, before it unpacks anything", async () => {
    served = { [archive]: release("3.0.0"), [sums]: `${"0".repeat(64)}  ${archive}\n` };
    await assert.rejects(
      download("tampered"),
      /has SHA-256 [0-9a-f]{64}, the published checksum is 000/,
    );
    assert.deepEqual(fs.readdirSync(path.join(folder, "downloads", "tampered")), [archive]);
  });

  it("refuses a release of another version", async () => {
    const body = release("3.1.0");
    served = { [archive]: body, [sums]: `${sumOf(body)}  ${archive}\n` };
    await assert.rejects(download("other"), /what was downloaded says version 3\.1\.0/);
  });

  it("says what is not there", async () => {
    served = {};
    await assert.rejects(download("absent"), new RegExp(`${sums} answered 404`));
    served = { [sums]: `${"0".repeat(64)}  other.tar.gz\n` };
    await assert.rejects(download("unlisted"), new RegExp(`names no ${archive}`));
    const { archiveName } = await load("engine/download.mjs");
    assert.throws(() => archiveName("win32", "x64"), /no archive for win32-x64/);
  });
});
