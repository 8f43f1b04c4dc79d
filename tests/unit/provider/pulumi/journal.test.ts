import assert from "node:assert/strict";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { FileJournal, journalFolder } from "../../../../provider/pulumi/journal";

describe("the start journal as files", () => {
  let home: string;
  const folder = () => journalFolder({ PULUMI_HOME: home });
  const journal = () => new FileJournal(folder());
  const entry = { calledAt: 1, before: ["a"] };

  beforeEach(() => {
    home = fs.mkdtempSync(path.join(os.tmpdir(), "journal-"));
  });
  afterEach(() => fs.rmSync(home, { recursive: true, force: true }));

  it("is kept from one process to the next, in Pulumi's home", () => {
    journal().write("k", entry);
    journal().write("k", { ...entry, id: "e-1" });
    assert.deepEqual(journal().read("k"), { ...entry, id: "e-1" });
    assert.deepEqual(fs.readdirSync(path.join(home, "pulumi-aws-tasks")), ["k.json"]);
  });

  it("can be read by its owner only", () => {
    journal().write("k", entry);
    assert.equal(fs.statSync(path.join(folder(), "k.json")).mode & 0o777, 0o600);
  });

  it("forgets the entry of a task by its id, and no other", () => {
    const one = journal();
    one.write("k", { ...entry, id: "e-1" });
    one.write("l", { ...entry, id: "e-2" });
    one.forget("e-1");
    assert.deepEqual(journal().entries(), [{ key: "l", entry: { ...entry, id: "e-2" } }]);
  });

  it("takes what is no entry for none", () => {
    journal().write("k", entry);
    fs.writeFileSync(path.join(folder(), "k.json"), '{"calledAt":');
    fs.writeFileSync(path.join(folder(), "l.json"), '{"calledAt":"soon"}');
    assert.deepEqual(journal().entries(), []);
  });

  it("is empty, and forgets nothing, where there is no folder", () => {
    const none = journal();
    assert.equal(none.read("k"), undefined);
    none.remove("k");
    none.forget("e-1");
    assert.ok(!fs.existsSync(folder()));
  });

  it("throws where it can't be written", () => {
    fs.writeFileSync(path.join(home, "pulumi-aws-tasks"), "a file");
    assert.throws(() => journal().write("k", entry));
  });

  it("is in the home of its user unless PULUMI_HOME says otherwise", () => {
    assert.equal(journalFolder({}), path.join(os.homedir(), ".pulumi", "pulumi-aws-tasks"));
  });
});
