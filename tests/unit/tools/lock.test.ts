import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import { hostname } from "node:os";
import path from "node:path";
import { load } from "./load";
import { recorder, scratchFolder } from "./scratch";

describe("the set-up's lock", () => {
  const folder = scratchFolder();
  const deadPid = spawnSync("true").pid;

  it("lets one work at a time, and the others after it", async () => {
    const { withLock } = await load("setup/lock.mjs");
    const file = path.join(folder, "one.lock");
    const events: string[] = [];
    const out = recorder();
    const work = (name: string) =>
      withLock(file, out, async () => {
        events.push(`${name} begins`);
        await new Promise((done) => setImmediate(done));
        events.push(`${name} ends`);
      });
    await Promise.all([work("a"), work("b")]);
    assert.deepEqual(events, ["a begins", "a ends", "b begins", "b ends"]);
    assert.match(
      out.texts.join(""),
      /^set-up: waiting for another one to finish \(process \d+\)\n$/,
    );
  });

  it("is released when the work fails, and leaves nothing behind", async () => {
    const { withLock } = await load("setup/lock.mjs");
    const file = path.join(folder, "failing", "it.lock");
    const failing = withLock(file, recorder(), () => Promise.reject(new Error("no")));
    await assert.rejects(failing, /no/);
    assert.deepEqual(fs.readdirSync(path.dirname(file)), []);
  });

  it("is taken over from a process that is dead", async () => {
    const { withLock } = await load("setup/lock.mjs");
    const file = path.join(folder, "dead.lock");
    const owner = { token: "t", host: hostname(), pids: [deadPid] };
    fs.writeFileSync(file, JSON.stringify(owner));
    const out = recorder();
    assert.equal(await withLock(file, out, async () => "done"), "done");
    assert.deepEqual(out.texts, []);
  });

  it("holds while a child of its dead owner lives, or its owner elsewhere touches it", async () => {
    const { abandonedMs, isAbandoned } = await load("setup/lock.mjs");
    const here = (pids: number[]) => ({ token: "t", host: hostname(), pids });
    const elsewhere = { token: "t", host: `not-${hostname()}`, pids: [deadPid] };
    assert.equal(isAbandoned(here([deadPid]), 0), true);
    assert.equal(isAbandoned(here([deadPid, process.pid]), 0), false);
    assert.equal(isAbandoned(elsewhere, abandonedMs), false);
    assert.equal(isAbandoned(elsewhere, abandonedMs + 1), true);
    // The pid may have been given to someone else since.
    assert.equal(isAbandoned(here([process.pid]), abandonedMs + 1), true);
  });
});
