import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { load } from "./load";
import { recorder, scratchFolder, writeFiles } from "./scratch";

describe("the set-up of boto3 and the AWS CLI", () => {
  const folder = scratchFolder();
  let root: string;
  let count = 0;

  beforeEach(() => {
    root = path.join(folder, `clone-${++count}`);
    writeFiles(root, { "tests/clients/requirements.txt": "boto3==1.0.0\n" });
    fs.mkdirSync(path.join(root, "bin"));
  });

  /**
   * Puts an executable on PATH that passes for a Python of this version, and notes what it is asked
   * for. Its pip does what `pip` says.
   */
  function python(version: string, { name = "python3", pip = "" } = {}): void {
    const script = `#!/bin/sh
      echo "$*" >>'${root}/asked'
      case "$*" in
        *version_info*) echo ${version} ;;
        "-m venv "*) /bin/mkdir -p "$3/bin"; /bin/cp "$0" "$3/bin/python" ;;
        "-m pip "*) ${pip || ":"} ;;
        *"import awscli, boto3"*) [ ! -e '${root}/broken' ] ;;
      esac`;
    writeFiles(root, { [`bin/${name}`]: script });
  }

  /** What Python was asked for since the last call of this. */
  function asked(what: RegExp): number {
    const file = path.join(root, "asked");
    const lines = fs.existsSync(file) ? fs.readFileSync(file, "utf8").split("\n") : [];
    fs.rmSync(file, { force: true });
    return lines.filter((line) => what.test(line)).length;
  }

  async function ensure() {
    const { ensureClients } = await load("setup/python.mjs");
    const out = recorder();
    const clients = await ensureClients({ root, env: { PATH: path.join(root, "bin") }, out });
    return { clients, text: out.texts.join("") };
  }

  async function find() {
    return (await load("setup/python.mjs")).findClients(root);
  }

  const made = () => ({ python: path.join(root, ".pulumi-local", "clients", "bin", "python") });

  it("makes an environment, once", async () => {
    python("3.10");
    assert.deepEqual(await find(), { why: 'not installed: "npm test" does it' });
    const { clients, text } = await ensure();
    assert.deepEqual(clients, made());
    assert.match(text, /^set-up: boto3 and the AWS CLI, for their tests \.\.\. \d+\.\d s\n$/);
    assert.equal(asked(/pip install --disable-pip-version-check --no-input -r .*ts\.txt$/), 1);
    assert.deepEqual(await find(), made());

    assert.deepEqual(await ensure(), { clients: made(), text: "" });
    assert.equal(asked(/pip/), 0);
  });

  it("makes it once for two who need it at the same time", async () => {
    python("3.14");
    const both = await Promise.all([ensure(), ensure()]);
    assert.deepEqual(
      both.map(({ clients }) => clients),
      [made(), made()],
    );
    assert.equal(asked(/pip/), 1);
  });

  it("makes it anew for other requirements, after an interruption, and without its packages", async () => {
    python("3.12");
    await ensure();
    asked(/pip/);
    fs.appendFileSync(path.join(root, "tests/clients/requirements.txt"), "awscli==1.0.0\n");
    assert.ok("why" in (await find()));
    assert.deepEqual((await ensure()).clients, made());
    assert.equal(asked(/pip/), 1);

    fs.rmSync(path.join(root, ".pulumi-local", "clients.json"));
    assert.deepEqual((await ensure()).clients, made());
    assert.equal(asked(/pip/), 1);

    writeFiles(root, { broken: "" });
    await ensure();
    assert.equal(asked(/pip/), 1);
  });

  it("says why there is none: no Python, or only one that is too old", async () => {
    const why = "there is no python3 or python on PATH";
    assert.deepEqual(await ensure(), {
      clients: { why },
      text: `set-up: no boto3 and no AWS CLI, so their tests are skipped: ${why}\n`,
    });
    assert.deepEqual(await find(), { why });

    python("3.9");
    const tooOld = { why: "the python3 on PATH is 3.9, not 3.10 or newer" };
    assert.deepEqual((await ensure()).clients, tooOld);
    python("2.7", { name: "python" });
    assert.match((await ensure()).clients.why, /^the python on PATH is 2\.7/);
    python("'no version is set'", { name: "python" });
    assert.match((await ensure()).clients.why, /^the python on PATH does not tell/);
    python("3.11", { name: "python" });
    assert.deepEqual((await ensure()).clients, made());
  });

  it("gives pip's reason when it can't install, leaves nothing and tries again", async () => {
    const reason = "No matching distribution found for boto3==1.0.0";
    python("3.11", { pip: `echo 'Retrying'; echo 'ERROR: ${reason}' >&2; exit 1` });
    const { clients, text } = await ensure();
    assert.deepEqual(clients, { why: reason });
    assert.match(text, new RegExp(`failed\n.* skipped: ${reason}\n$`));
    assert.deepEqual(fs.readdirSync(path.join(root, ".pulumi-local")), ["clients.json"]);

    python("3.11");
    assert.deepEqual((await ensure()).clients, made());
  });
});
