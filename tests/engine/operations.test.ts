import assert from "node:assert/strict";
import { operations } from "./support/project";

/**
 * Each takes seconds: what `npm test` can't afford is in tests/full. Fifteen of them are the starts
 * that are killed, each at another point: three operations, most of whose time is waiting.
 */
const MOST = 150;

after("tells how many operations the engine made, and that they are not too many", () => {
  console.log(`\n  engine operations: ${operations.length}`);
  const isFull = Object.keys(require.cache).some((file) => /[\\/]tests[\\/]full[\\/]/.test(file));
  if (!isFull) assert.ok(operations.length <= MOST, `at most ${MOST}: move some to tests/full`);
});
