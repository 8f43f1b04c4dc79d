// The command as people run it: the installed file in bin/, a process of its own.
import assert from "node:assert/strict";
import { execFile, type ExecFileException, spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { text } from "node:stream/consumers";
import { Office } from "./office";

const COMMAND = path.resolve(__dirname, "../../../bin/pulumi-aws-tasks.js");

describe("bin/pulumi-aws-tasks.js", function () {
  this.timeout(30_000);
  let office: Office;
  before(async () => {
    office = await Office.make({ startTimeMs: Date.now() });
    await office.start();
    office.world.clock.jump(3_600_000);
  });
  after(() => office.world.close());

  const run = (...args: string[]) =>
    new Promise<{ out: string; err: string; exitCode: number }>((resolve) => {
      const env = { PATH: process.env.PATH, ...office.world.emulator.environment() };
      execFile(COMMAND, args, { env }, (error: ExecFileException | null, out, err) => {
        resolve({ out, err, exitCode: Number(error?.code ?? 0) });
      });
    });

  it("lists the tasks of all kinds, and says nothing else", async () => {
    const { out, err, exitCode } = await run("list");
    assert.deepEqual([err, exitCode], ["", 0]);
    for (const stack of office.stacks.values()) assert.ok(out.includes(stack.state!.id), out);
    assert.ok(!out.includes("\u001b"));
  });

  it("writes policies that a program can read", async () => {
    const { out, exitCode } = await run("policy", "ec2", "workspaces");
    assert.equal(exitCode, 0);
    assert.equal((JSON.parse(out) as { Version: string }).Version, "2012-10-17");
  });

  it("fails with a number and a line", async () => {
    const { out, err, exitCode } = await run("list", "--stack-file", "/nowhere.json");
    assert.deepEqual([out, exitCode], ["", 2]);
    assert.match(err, /^\/nowhere\.json: there is no such file\./);
  });

  for (const [args, code] of [
    [["list"], 0],
    [["watch"], 0],
    [["watch", "--until-done"], 1],
  ] as const) {
    it(`ends ${args.join(" ")} with ${code} where nobody reads what it writes`, async () => {
      const env = { PATH: process.env.PATH, ...office.world.emulator.environment() };
      const child = spawn(COMMAND, args, { env, stdio: ["ignore", "pipe", "pipe"] });
      child.stdout.destroy();
      const ended = once(child, "exit");
      assert.deepEqual([await text(child.stderr), ...(await ended)], ["", code, null]);
    });
  }

  it("does not load Pulumi", async () => {
    const script = `require(${JSON.stringify(COMMAND)}); setTimeout(() => {
      const loaded = Object.keys(require.cache);
      console.log(loaded.filter((file) => /@pulumi|client-ec2/.test(file)).length);
    })`;
    const { stdout } = await new Promise<{ stdout: string }>((resolve) => {
      execFile(process.execPath, ["-e", script, "--", "x", "--version"], (_error, stdout) =>
        resolve({ stdout }),
      );
    });
    assert.match(stdout, /^\d+\.\d+\.\d+\n0\n$/);
  });
});
