import assert from "node:assert/strict";
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { resolve } from "node:path";

const ROOT = resolve(__dirname, "../../../..");

/** Runs `script` with a provider process `it`, and a `say` that we hear, in a process of its own. */
class Child {
  readonly process: ChildProcess;
  readonly exit: Promise<number | null>;
  #said = "";

  constructor(script: string) {
    const module = JSON.stringify(resolve(ROOT, "provider/pulumi/process"));
    const code =
      `const { ProviderProcess } = require(${module}); const it = new ProviderProcess();` +
      `const say = (text) => process.stdout.write(text + "\\n"); ${script}`;
    this.process = spawn(process.execPath, ["-r", "tsx/cjs", "-e", code], {
      cwd: ROOT,
      stdio: ["pipe", "pipe", "inherit"],
    });
    this.process.stdout!.on("data", (text) => (this.#said += String(text)));
    this.exit = once(this.process, "close").then(([status]) => status as number | null);
  }

  /** Resolves once it has said that; fails if it ends before. */
  async says(text: string): Promise<void> {
    while (!this.#said.includes(text)) {
      const next = once(this.process.stdout!, "data").then(() => false);
      const hasEnded = await Promise.race([next, this.exit.then(() => true)]);
      if (hasEnded && !this.#said.includes(text)) assert.fail(`it ended without saying ${text}`);
    }
  }

  get said(): string[] {
    return this.#said.split("\n").filter(Boolean);
  }

  /** What happens when the engine is killed. */
  loseEngine(): void {
    this.process.stdin!.end();
  }
}

/** Keeps a child alive that nothing else keeps. */
const ALIVE = "setInterval(() => {}, 60_000);";

describe("a provider process", () => {
  it("leaves when its standard input ends and no call is under way", async () => {
    const child = new Child(
      `${ALIVE} it.leaveWithEngine(); it.gone.addEventListener("abort", () => say("gone"));` +
        `say("ready");`,
    );
    await child.says("ready");
    child.loseEngine();
    assert.equal(await child.exit, 0);
    assert.deepEqual(child.said, ["ready", "gone"]);
  });

  it("ends the waits at once but finishes every call before it leaves", async () => {
    const child = new Child(
      `${ALIVE} it.leaveWithEngine();` +
        // A call that ends turns of the event loop after the engine is gone.
        `const call = async (name, turns) => {` +
        `  await new Promise((done) => it.gone.addEventListener("abort", done));` +
        `  for (let n = 0; n < turns; n++) await new Promise(setImmediate);` +
        `  say(name);` +
        `};` +
        `it.working(() => call("short", 2)); it.working(() => call("long", 20)); say("ready");`,
    );
    await child.says("ready");
    child.loseEngine();
    assert.equal(await child.exit, 0);
    assert.deepEqual(child.said, ["ready", "short", "long"]);
  });

  it("leaves after a call that fails, too", async () => {
    const child = new Child(
      `${ALIVE} it.leaveWithEngine(); let fail;` +
        `it.working(() => new Promise((_, reject) => (fail = reject))).catch((e) => say(e.message));` +
        `it.gone.addEventListener("abort", () => fail(new Error("failed"))); say("ready");`,
    );
    await child.says("ready");
    child.loseEngine();
    assert.equal(await child.exit, 0);
    assert.deepEqual(child.said, ["ready", "failed"]);
  });

  it("lives on for eight seconds, no longer, when a call never ends", async () => {
    const child = new Child(
      `const { mock } = require("node:test"); mock.timers.enable({ apis: ["setTimeout"] });` +
        `${ALIVE} it.leaveWithEngine(); it.working(() => new Promise(() => {}));` +
        `it.gone.addEventListener("abort", () => setImmediate(() => {` +
        `  mock.timers.tick(7_999); setImmediate(() => { say("alive"); mock.timers.tick(1); });` +
        `})); say("ready");`,
    );
    await child.says("ready");
    child.loseEngine();
    assert.equal(await child.exit, 1);
    assert.deepEqual(child.said, ["ready", "alive"]);
  });

  it("stays while its standard input is open, whatever calls end", async () => {
    const child = new Child(
      `${ALIVE} it.leaveWithEngine(); it.working(() => "a").then(async (value) => {` +
        `  for (let n = 0; n < 20; n++) await new Promise(setImmediate);` +
        `  say(value + " " + it.gone.aborted); });`,
    );
    await child.says("a false");
    child.loseEngine();
    assert.equal(await child.exit, 0);
  });

  it("does not leave with a process that is not an engine's", async () => {
    const child = new Child(
      `it.working(() => say("worked")).then(() => setImmediate(() => say("still here")));`,
    );
    child.loseEngine();
    assert.equal(await child.exit, 0);
    assert.deepEqual(child.said, ["worked", "still here"]);
  });
});
