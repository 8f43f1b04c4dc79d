import { deepEqual, equal, match } from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";

describe("pulumi-aws-tasks-emulator", () => {
  const run = (...args: string[]) =>
    spawn(
      process.execPath,
      [
        ...["-r", "tsx/cjs", "-e", 'require("./emulator/cli.ts").main(process.argv)', "--"],
        ...["emulator", ...args],
      ],
      { stdio: ["ignore", "pipe", "pipe"] },
    );

  it("says where it listens and what to export, and ends on SIGTERM", async () => {
    const child = run("--port", "0", "--speed", "0", "--duration", "90m");
    const lines: string[] = [];
    for await (const line of createInterface(child.stdout)) {
      if (lines.push(line) === 6) break;
    }
    const endpoint = /listening on (http:\/\/127\.0\.0\.1:\d+)$/.exec(lines[0] ?? "")?.[1];
    match(lines[0] ?? "", /^pulumi-aws-tasks emulator listening on/);
    equal(lines[1], `export AWS_ENDPOINT_URL=${endpoint}`);
    equal((await fetch(`${endpoint}/_emulator/health`)).status, 200);
    child.kill("SIGTERM");
    deepEqual(await once(child, "exit"), [0, null]);
  });

  it("says so when it can't save at its end, and fails", async () => {
    const folder = mkdtempSync(join(tmpdir(), "emulator-"));
    const child = run("--port", "0", "--speed", "0", "--state", join(folder, "state.json"));
    let text = "";
    child.stderr.on("data", (chunk) => (text += chunk));
    await once(child.stdout, "data");
    rmSync(folder, { recursive: true });
    child.kill("SIGTERM");
    deepEqual(await once(child, "close"), [1, null]);
    match(text, /^the state file .*state\.json can't be written: ENOENT.*\n$/);
  });

  it("refuses what it does not understand", async () => {
    const child = run("--duration", "soon");
    let text = "";
    child.stderr.on("data", (chunk) => (text += chunk));
    deepEqual((await once(child, "close"))[0], 1);
    match(text, /Not a time such as "20s" or "90m"/);
  });
});
