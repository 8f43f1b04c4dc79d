import assert from "node:assert/strict";
import { Ledger, Memory } from "../../../../provider/lifecycle/memory";

describe("the ledger", () => {
  let ledger: Ledger;
  beforeEach(() => (ledger = new Ledger()));

  it("lets anybody adopt what nobody was seen with", () => {
    assert.equal(ledger.mayAdopt("a", "me"), true);
    assert.equal(ledger.mayAdopt("a", undefined), true);
    assert.equal(ledger.holdOf("a"), undefined);
  });

  it("lets nobody adopt an id that was seen under another identity", () => {
    ledger.seen("a", "other", "hold");
    assert.equal(ledger.mayAdopt("a", "me"), false);
    assert.equal(ledger.mayAdopt("a", undefined), false);
    assert.equal(ledger.mayAdopt("a", "other"), true);
    assert.equal(ledger.mayAdopt("b", "me"), true);
  });

  it("lets nobody with an identity adopt what was seen without one", () => {
    ledger.seen("a", undefined, undefined);
    assert.equal(ledger.mayAdopt("a", "me"), false);
  });

  it("lets a resource not adopt the id whose replacement its own diff asked for", () => {
    ledger.seen("a", "me", "hold");
    ledger.replacing("a", ({ id }) => id === "a");
    assert.equal(ledger.mayAdopt("a", "me"), false);
  });

  it("keeps the wish for a replacement when the id is seen again", () => {
    ledger.seen("a", "me", "hold");
    ledger.replacing("a", ({ id }) => id === "a");
    ledger.seen("a", "me", "hold");
    assert.equal(ledger.mayAdopt("a", "me"), false);
  });

  it("ignores the wish to replace what was never seen", () => {
    ledger.replacing("a", ({ id }) => id === "a");
    assert.equal(ledger.mayAdopt("a", "me"), true);
  });

  it("knows the hold an id was seen with last", () => {
    ledger.seen("a", "me", "hold 1");
    ledger.seen("a", "me", "hold 2");
    assert.equal(ledger.holdOf("a"), "hold 2");
  });

  it("takes a created task's hold for newer than any state shown later", () => {
    ledger.created("a", "me", "new");
    ledger.seen("a", "other", "old");
    assert.equal(ledger.holdOf("a"), "new");
    assert.equal(ledger.mayAdopt("a", "me"), true);
    assert.equal(ledger.mayAdopt("a", "other"), false);
  });

  it("forgets the wish for a replacement once the task was created anew", () => {
    ledger.seen("a", "me", "old");
    ledger.replacing("a", ({ id }) => id === "a");
    ledger.created("a", "me", "new");
    assert.equal(ledger.mayAdopt("a", "me"), true);
    assert.equal(ledger.holdOf("a"), "new");
  });
});

describe("the memory of a process", () => {
  const outcome = { ending: "unlisted", polls: 3, elapsedMs: 5 } as const;

  it("gives an outcome once, to its own task", () => {
    const memory = new Memory();
    memory.keepOutcome("a", outcome);
    assert.equal(memory.takeOutcome("b"), undefined);
    assert.equal(memory.takeOutcome("a"), outcome);
    assert.equal(memory.takeOutcome("a"), undefined);
  });

  it("gives the latest of two outcomes", () => {
    const memory = new Memory();
    memory.keepOutcome("a", { ...outcome, polls: 1 });
    memory.keepOutcome("a", outcome);
    assert.equal(memory.takeOutcome("a")?.polls, 3);
  });

  it("says what is said once per process once for each subject", () => {
    const memory = new Memory();
    const said = ["silence", "silence", "region", "silence"].map((subject) =>
      memory.first(subject),
    );
    assert.deepEqual(said, [true, false, true, false]);
    assert.equal(new Memory().first("silence"), true);
  });
});
