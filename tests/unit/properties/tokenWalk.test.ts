// The walk over client tokens: whatever earlier attempts came to, it ends with one task that is good.
import assert from "node:assert/strict";
import fc from "fast-check";
import { exportImageTask as kind } from "../../../provider/kinds/ec2/exportImageTask";
import { RefusedError } from "../../../provider/lifecycle/errors";
import { type Found, findOrStart } from "../../../provider/lifecycle/start";
import { contextWith, IDENTITY, inputs } from "../provider/support/context";
import { Exports, history, type Past } from "./support/exports";
import { runs } from "./support/runs";

const MOST_ATTEMPTS = 50;

interface Walked {
  readonly aws: Exports;
  readonly found?: Found;
  readonly error?: unknown;
}

async function walk(past: readonly Past[], visibleAfterMs: number, loses = false): Promise<Walked> {
  const context = contextWith();
  const aws = new Exports(context.clock, inputs, visibleAfterMs, past);
  aws.losesAnswer = loses;
  for (const { id, isReplaced } of aws.tasks) {
    if (!isReplaced) continue;
    context.memory.ledger.seen(id, IDENTITY, "hold");
    context.memory.ledger.replacing(id, (seen) => seen.id === id);
  }
  try {
    const start = { context, kind, aws, inputs };
    return { aws, found: await context.clock.until(findOrStart(start)) };
  } catch (error) {
    return { aws, error };
  }
}

/** What another process finds, which knows nothing of the first: that one was killed. */
async function walkAgain(before: Exports): Promise<{ aws: Exports; found: Found }> {
  const context = contextWith();
  await context.clock.advance(before.clock.now() - context.clock.now());
  const aws = before.calledBy(context.clock);
  const found = await context.clock.until(findOrStart({ context, kind, aws, inputs }));
  return { aws, found };
}

const visibleAfterMs = fc.constantFrom(0, 400, 5_000, 60_000);
const kept = history.map((past) => past.map((one) => ({ ...one, isReplaced: false })));

describe("the walk over client tokens", () => {
  it("ends with one good task, and starts at most one, never beside its own in sight", async () => {
    const holds = fc.asyncProperty(history, visibleAfterMs, async (past, late) => {
      const { aws, found, error } = await walk(past, late);
      assert.deepEqual(aws.rash, []);
      assert.ok(aws.started.length <= 1);
      assert.ok(aws.tokens.size <= MOST_ATTEMPTS);
      if (!found) return assertRefused(past, error);
      const task = aws.tasks.find(({ id }) => id === found.seen.id)!;
      const status = aws.statusOf(task);
      assert.ok(status === "active" || (status === "completed" && task.isTagged), status);
      assert.equal(task.isAnothers, false);
      assert.equal(task.isReplaced, false);
      assert.equal(found.seen.status, status);
      // A replay that is not listed can't be told from a start.
      if (aws.started.includes(task)) assert.equal(found.how, "started");
    });
    await fc.assert(holds, runs(200));
  });

  it("finds the same task when it was interrupted and nobody knows of it", async () => {
    const holds = fc.asyncProperty(kept, visibleAfterMs, async (past, late) => {
      const { aws, found } = await walk(past, late);
      fc.pre(found !== undefined);
      const again = await walkAgain(aws);
      assert.equal(again.found.seen.id, found.seen.id);
      assert.deepEqual(again.aws.started, []);
    });
    await fc.assert(holds, runs(100));
  });

  it("finds the task whose start was answered to nobody", async () => {
    const holds = fc.asyncProperty(kept, visibleAfterMs, async (past, late) => {
      const { aws, found, error } = await walk(past, late, true);
      const [lost, ...others] = aws.started;
      fc.pre(lost !== undefined);
      assert.deepEqual(others, []);
      // Who waits already for what is in the way asks again; else a person has to know.
      if (found) assert.equal(found.seen.id, lost.id);
      else assert.ok(error instanceof RefusedError, String(error));
      const again = await walkAgain(aws);
      assert.equal(again.found.seen.id, lost.id);
      assert.deepEqual(again.aws.started, []);
    });
    await fc.assert(holds, runs(100));
  });
});

/** Only after fifty attempts that ended, or where what runs is nowhere to be seen. */
function assertRefused(past: readonly Past[], error: unknown): void {
  assert.ok(error instanceof RefusedError, String(error));
  const used = past.filter(({ isRemembered }) => isRemembered).length;
  const isHidden = past.some(({ became, isListed }) => became === "running" && !isListed);
  assert.ok(used >= MOST_ATTEMPTS || isHidden, error.message);
}
