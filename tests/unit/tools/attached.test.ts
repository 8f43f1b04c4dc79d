import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { projectRoot } from "./load";
import { scratchFolder } from "./scratch";

describe("the wrapper round the engine", () => {
  const folder = scratchFolder();
  const attached = pathToFileURL(path.join(projectRoot, "tools/engine/attached.mjs")).href;

  /** A wrapper, without a terminal, whose engine is node with this script. */
  function wrap(script: string) {
    const source = `
      import { runAttached } from ${JSON.stringify(attached)};
      const options = { cwd: ${JSON.stringify(folder)}, env: process.env };
      const args = ["-e", ${JSON.stringify(script)}];
      process.exitCode = await runAttached(process.execPath, args, options);`;
    const wrapper = spawn(process.execPath, ["--input-type=module", "-e", source], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    let output = "";
    wrapper.stdout.setEncoding("utf8").on("data", (text) => (output += text));
    return {
      wrapper,
      ready: once(wrapper.stdout, "data"),
      ended: once(wrapper, "close").then(([code]) => ({ code, output })),
    };
  }

  it("gives it the folder and passes its exit code on", async () => {
    const { ended } = wrap("console.log(process.cwd()); process.exitCode = 7");
    assert.deepEqual(await ended, { code: 7, output: `${folder}\n` });
  });

  it("ends as after a signal when a signal ended it", async () => {
    const { ended } = wrap("process.kill(process.pid, 'SIGKILL')");
    assert.equal((await ended).code, 128 + 9);
  });

  it("passes a signal on once, even if npm repeats it", async () => {
    const { wrapper, ready, ended } = wrap(`
      let heard = 0;
      process.on("SIGINT", () => { heard += 1; console.log("heard " + heard); });
      process.on("SIGTERM", () => process.exit(heard));
      setInterval(() => {}, 1000);
      console.log("ready");`);
    await ready;
    wrapper.kill("SIGINT");
    await once(wrapper.stdout, "data");
    wrapper.kill("SIGINT");
    wrapper.kill("SIGTERM");
    assert.deepEqual(await ended, { code: 1, output: "ready\nheard 1\n" });
  });
});
