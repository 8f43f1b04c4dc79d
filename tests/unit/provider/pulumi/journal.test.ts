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

  it("throws nothing where there is nothing to take away", () => {
    fs.writeFileSync(path.join(home, "pulumi-aws-tasks"), "a file");
    for (const take of ["remove", "release", "forget"] as const) journal()[take]("a");
  });

  it("throws where it can't be written", () => {
    fs.writeFileSync(path.join(home, "pulumi-aws-tasks"), "a file");
    assert.throws(() => journal().write("k", entry));
  });

  it("is in the home of its user unless PULUMI_HOME says otherwise", () => {
    assert.equal(journalFolder({}), path.join(os.homedir(), ".pulumi", "pulumi-aws-tasks"));
  });

  describe("of two processes at a time", () => {
    const withId = (id: string) => ({ ...entry, id });

    it("shows what the other one has written, changed and removed since", () => {
      const [one, other] = [journal(), journal()];
      assert.deepEqual(one.entries(), []);
      other.write("k", entry);
      assert.deepEqual(one.entries(), [{ key: "k", entry }]);
      other.write("k", withId("e-1"));
      assert.deepEqual(one.entries(), [{ key: "k", entry: withId("e-1") }]);
      other.remove("k");
      assert.deepEqual(one.entries(), []);
    });

    it("does not forget an entry that is another task's by now", () => {
      const [one, other] = [journal(), journal()];
      one.write("k", withId("e-1"));
      other.write("k", withId("e-2"));
      one.forget("e-1");
      assert.deepEqual(one.read("k"), withId("e-2"));
    });

    it("does not forget a start that goes out again, whose id is not known yet", () => {
      const [one, other] = [journal(), journal()];
      one.write("k", withId("e-1"));
      other.write("k", entry);
      one.forget("e-1");
      assert.deepEqual(one.read("k"), entry);
    });

    it("forgets what an earlier one has left", () => {
      journal().write("k", withId("e-1"));
      const one = journal();
      one.forget("e-1");
      one.forget("e-1");
      assert.deepEqual(journal().entries(), []);
    });
  });

  describe("who holds a task", () => {
    const holder = { identity: '["organization","","urn:pulumi:dev::tests::a"]', hold: "t/0f" };
    const other = { ...holder, hold: "t/10" };
    const files = () => fs.readdirSync(folder());

    for (const id of [
      "export-ami-0123456789abcdef0",
      "us-east-1/images/ami-0123456789abcdef0/2026-01-01T00:00:00.000Z",
      "../../escaped",
      "a.json",
      "k",
      "",
      "🙂".repeat(200),
      "two\nlines",
    ]) {
      it(`is noted under ${JSON.stringify(id.slice(0, 60))}, whatever characters it has`, () => {
        journal().hold(id, holder);
        assert.deepEqual(journal().holderOf(id), holder);
        assert.deepEqual(
          [files().length, path.dirname(path.resolve(folder(), files()[0]!))],
          [1, folder()],
        );
        journal().release(id);
        assert.deepEqual([journal().holderOf(id), files()], [undefined, []]);
      });
    }

    it("is the last one that was noted, in any process", () => {
      const one = journal();
      one.hold("e-1", holder);
      journal().hold("e-1", other);
      assert.deepEqual(one.holderOf("e-1"), other);
      journal().release("e-1");
      assert.equal(one.holderOf("e-1"), undefined);
    });

    it("is each task's own", () => {
      journal().hold("e-1", holder);
      journal().hold("e-2", other);
      journal().release("e-1");
      assert.equal(journal().holderOf("e-1"), undefined);
      assert.deepEqual(journal().holderOf("e-2"), other);
    });

    it("can be read by its owner only", () => {
      journal().hold("e-1", holder);
      const modes = files().map((name) => fs.statSync(path.join(folder(), name)).mode & 0o777);
      assert.deepEqual(modes, [0o600]);
    });

    it("is no start, and a start is no holder", () => {
      const one = journal();
      one.hold("e-1", holder);
      assert.deepEqual([one.entries(), one.read("e-1")], [[], undefined]);
      one.write("k", { ...entry, id: "e-1" });
      one.write("e-2", entry);
      assert.deepEqual([one.entries().length, one.holderOf("e-2")], [2, undefined]);
      one.forget("e-1");
      one.remove("e-1");
      assert.deepEqual(one.holderOf("e-1"), holder);
      one.release("e-1");
      assert.deepEqual(one.read("e-2"), entry);
    });

    for (const broken of ['{"identity":"a","ho', "", "[]", "null", '"text"', '{"hold":5}', "{}"]) {
      it(`is nobody where its file has ${JSON.stringify(broken)}`, () => {
        journal().hold("e-1", holder);
        fs.writeFileSync(path.join(folder(), files()[0]!), broken);
        assert.equal(journal().holderOf("e-1"), undefined);
        journal().hold("e-1", other);
        assert.deepEqual(journal().holderOf("e-1"), other);
      });
    }

    it("is nobody, and nothing is released, where there is no folder", () => {
      assert.equal(journal().holderOf("e-1"), undefined);
      journal().release("e-1");
      assert.ok(!fs.existsSync(folder()));
    });

    it("throws where it can't be noted", () => {
      fs.writeFileSync(path.join(home, "pulumi-aws-tasks"), "a file");
      assert.throws(() => journal().hold("e-1", holder));
      assert.equal(journal().holderOf("e-1"), undefined);
    });
  });
});
