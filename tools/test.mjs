import { projectRoot as root } from "./setup/root.mjs";
import { setUp } from "./setup.mjs";
import { ensureClients } from "./setup/python.mjs";
import { runChecks } from "./test/checks.mjs";
import { defaultSpecs, runMocha } from "./test/mocha.mjs";
import { verdict } from "./test/verdict.mjs";

/** What needs an engine, or the network for its set-up. */
const furtherSpecs = ["tests/engine/**/*.test.ts", "tests/clients/**/*.test.ts"];
/** What takes more of the engine's time than `npm test` may. */
const fullSpecs = ["tests/full/**/*.test.ts"];

/**
 * `npm test`: set-up, types, lint, format, all tests. With `unit` as the first argument only what
 * needs neither engine nor Python: dependencies, build, unit and contract tests; with `full` all
 * that there is. Further arguments are mocha's; if there are test files among them, only those run.
 */
const args = process.argv.slice(2);
const unitOnly = args[0] === "unit";
const isFull = args[0] === "full";
process.exitCode = await test(unitOnly || isFull ? args.slice(1) : args);

/**
 * @param {string[]} mochaArgs
 * @returns {Promise<number>} the exit code
 */
async function test(mochaArgs) {
  try {
    await setUp({ engine: !unitOnly, out: process.stdout });
    if (!unitOnly) await ensureClients({ out: process.stdout });
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    console.error('No test was run: the set-up failed ("npm run test:unit" needs no engine).');
    return 1;
  }
  const failedChecks = unitOnly ? [] : await runChecks(root, process.stdout);
  const files = mochaArgs.filter((arg) => /\.test\.ts$/.test(arg));
  const specs = [
    ...defaultSpecs(root),
    ...(unitOnly ? [] : furtherSpecs),
    ...(isFull ? fullSpecs : []),
  ];
  const { code, counts } = await runMocha({
    root,
    specs: files.length > 0 ? [] : specs,
    args: mochaArgs,
    failedChecks,
  });
  return verdict({ code, counts, failedChecks }, console.error);
}
