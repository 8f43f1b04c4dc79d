import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { KINDS } from "../../../provider/kinds";
import type { Aws } from "../../../provider/lifecycle/ports";
import { Desk } from "./support";

const NOTHING: Aws = {
  ...{ region: "us-east-1", key: "" },
  send: async () => ({}),
  accountId: async () => undefined,
};

describe("the command line", () => {
  it("explains itself: commands, kinds, exit codes and examples", async () => {
    const { out, exitCode } = await new Desk().run("--help");
    assert.equal(exitCode, 0);
    for (const words of ["list", "watch", "policy", "Exit codes", "Examples", "$ pulumi-aws"]) {
      assert.ok(out.includes(words), words);
    }
    for (const { type } of KINDS) assert.ok(out.includes(type.replace(":", ".")), type);
  });

  for (const [command, words] of [
    ["list", ["--stack-file", "--all", "adopt", "never printed", "orphan", "jq"]],
    ["watch", ["--until-done", "--json", "Ctrl-C", "few minutes"]],
    ["policy", ["--trust", "--no-identity-tags", "--on-delete", "not proven complete"]],
  ] as const) {
    it(`explains ${command}`, async () => {
      const { out, exitCode } = await new Desk().run(command, "--help");
      assert.equal(exitCode, 0);
      for (const word of words) assert.ok(out.includes(word), word);
    });
  }

  it("tells the package's version", async () => {
    const manifest = readFileSync(path.resolve(__dirname, "../../../package.json"), "utf8");
    const { version } = JSON.parse(manifest) as { version: string };
    assert.equal((await new Desk().run("--version")).out, `${version}\n`);
  });

  const misused: readonly (readonly [string, readonly string[], RegExp])[] = [
    ["no command", [], /Usage: pulumi-aws-tasks/],
    ["an unknown command", ["lst"], /unknown command 'lst'.*list/s],
    ["an unknown option", ["list", "--jsno"], /unknown option '--jsno'/],
    ["an unknown kind", ["list", "--kind", "ec2.Export"], /There are ec2\.ExportImageTask, /],
    ["a policy of nothing", ["policy"], /missing required argument 'what'/],
    ["another rule of deletion", ["policy", "ec2", "--on-delete", "keep"], /Allowed choices/],
    ["a file that isn't there", ["list", "--stack-file", "dev.json"], /dev\.json: .*no such file/],
  ];
  for (const [what, args, says] of misused) {
    it(`refuses ${what} with 2 and a reason on standard error`, async () => {
      const { out, err, exitCode } = await new Desk().run(...args);
      assert.deepEqual([out, exitCode], ["", 2]);
      assert.match(err, says);
    });
  }
});

describe("the Region", () => {
  let folder: string;
  let before: NodeJS.ProcessEnv;
  beforeEach(() => {
    before = { ...process.env };
    folder = mkdtempSync(path.join(tmpdir(), "pulumi-aws-tasks-cli-"));
    for (const name of ["AWS_REGION", "AWS_DEFAULT_REGION", "AWS_PROFILE"])
      delete process.env[name];
    process.env.AWS_CONFIG_FILE = path.join(folder, "config");
    process.env.AWS_SHARED_CREDENTIALS_FILE = path.join(folder, "credentials");
    writeFileSync(path.join(folder, "config"), "[profile paris]\nregion = eu-west-3\n");
  });
  afterEach(() => {
    process.env = before;
    rmSync(folder, { recursive: true });
  });

  const callerOf = async (environment: NodeJS.ProcessEnv, ...args: string[]) => {
    const desk = new Desk({}, NOTHING);
    delete desk.environment.AWS_REGION;
    const { AWS_CONFIG_FILE, AWS_SHARED_CREDENTIALS_FILE } = process.env;
    Object.assign(desk.environment, { AWS_CONFIG_FILE, AWS_SHARED_CREDENTIALS_FILE });
    Object.assign(desk.environment, environment);
    const { err } = await desk.run("list", ...args);
    if (!desk.callers[0]) return err;
    const { region, profile } = desk.callers[0] as { region: string; profile?: string };
    return { region, ...(profile !== undefined && { profile }) };
  };

  it("is the option's, else the environment's, else the profile's", async () => {
    const args = ["--region", "eu-west-1"];
    assert.deepEqual(await callerOf({ AWS_REGION: "a" }, ...args), { region: "eu-west-1" });
    assert.deepEqual(await callerOf({ AWS_REGION: "eu-west-2" }), { region: "eu-west-2" });
    assert.deepEqual(await callerOf({ AWS_DEFAULT_REGION: "eu-west-2" }), { region: "eu-west-2" });
    const profile = "paris";
    assert.deepEqual(await callerOf({}, "--profile", profile), { region: "eu-west-3", profile });
  });

  it("that nobody tells is asked for", async () => {
    assert.match(
      String(await callerOf({})),
      /Region is not known: give --region, or set AWS_REGION/,
    );
  });
});
