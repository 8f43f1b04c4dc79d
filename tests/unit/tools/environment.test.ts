import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { load } from "./load";
import { scratchFolder } from "./scratch";

describe("the engine's environment", () => {
  const root = scratchFolder();
  const built = { binFolder: "/clone/bin", pulumi: "", version: "3.230.0", origin: "go-module" };

  async function environment(base: NodeJS.ProcessEnv, engine = built): Promise<NodeJS.ProcessEnv> {
    const { engineEnvironment } = await load("engine/environment.mjs");
    return engineEnvironment(engine, { base, root });
  }

  it("has a backend, a home and settings of the clone's own when nothing is set", async () => {
    const { PULUMI_AWS_TASKS_IDENTITY: identity, ...env } = await environment({ PATH: "/bin" });
    assert.deepEqual(env, {
      PATH: `/clone/bin${path.delimiter}/bin`,
      PULUMI_BACKEND_URL: pathToFileURL(path.join(root, ".pulumi-local", "state")).href,
      PULUMI_CONFIG_PASSPHRASE: "pulumi-aws-tasks-local",
      PULUMI_HOME: path.join(root, ".pulumi-local", "home"),
      PULUMI_SKIP_UPDATE_CHECK: "true",
      PULUMI_PARALLEL_DIFF: "true",
    });
    assert.match(identity ?? "", /^[0-9a-f-]{36}$/);
    assert.ok(fs.existsSync(path.join(root, ".pulumi-local", "state")));
  });

  it("keeps its identity", async () => {
    const [first, second] = [await environment({}), await environment({})];
    assert.equal(first["PULUMI_AWS_TASKS_IDENTITY"], second["PULUMI_AWS_TASKS_IDENTITY"]);
  });

  it("changes nothing that the user has set", async () => {
    const base = {
      PATH: "/bin",
      PULUMI_BACKEND_URL: "s3://mine",
      PULUMI_CONFIG_PASSPHRASE: "mine",
      PULUMI_HOME: "/mine",
      PULUMI_SKIP_UPDATE_CHECK: "false",
      PULUMI_PARALLEL_DIFF: "false",
      PULUMI_AWS_TASKS_IDENTITY: "mine",
    };
    assert.deepEqual(await environment(base, { ...built, origin: "path" }), base);
  });

  it("gives a backend of the user's neither our passphrase nor our identity", async () => {
    const env = await environment({ PULUMI_BACKEND_URL: "s3://mine" });
    assert.equal(env["PULUMI_CONFIG_PASSPHRASE"], undefined);
    assert.equal(env["PULUMI_AWS_TASKS_IDENTITY"], undefined);
  });

  it("takes an empty passphrase, an empty identity and a passphrase file for an answer", async () => {
    const env = await environment({ PULUMI_CONFIG_PASSPHRASE: "", PULUMI_AWS_TASKS_IDENTITY: "" });
    assert.equal(env["PULUMI_CONFIG_PASSPHRASE"], "");
    assert.equal(env["PULUMI_AWS_TASKS_IDENTITY"], "");
    const fromFile = await environment({ PULUMI_CONFIG_PASSPHRASE_FILE: "/mine" });
    assert.equal("PULUMI_CONFIG_PASSPHRASE" in fromFile, false);
  });

  it("puts an engine of ours first on PATH, once, and leaves PATH alone otherwise", async () => {
    const once = await environment({ PATH: ["/bin", "/clone/bin"].join(path.delimiter) });
    assert.equal(once["PATH"], ["/clone/bin", "/bin"].join(path.delimiter));
    const users = await environment({ PATH: "/bin" }, { ...built, origin: "path" });
    assert.equal(users["PATH"], "/bin");
  });
});
