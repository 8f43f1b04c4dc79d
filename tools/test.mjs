import { projectRoot as root } from "./setup/root.mjs";
import { setUp } from "./setup.mjs";
import { ensureClients } from "./setup/python.mjs";
import { runChecks } from "./test/checks.mjs";
import { defaultSpecs, runMocha } from "./test/mocha.mjs";
import { verdict } from "./test/verdict.mjs";

/** What needs an engine, or the network for its set-up. */
const furtherSpecs = ["engine", "clients", "packaging"].map((name) => `tests/${name}/**/*.test.ts`);
const allSpecs = [...defaultSpecs(root), ...furtherSpecs];

/**
 * @typedef {object} Suite
 * @property {readonly string[]} specs
 * @property {boolean} needsEngine
 * @property {boolean} needsPython
 * @property {boolean} isWhole with types, lint and format
 * @property {readonly string[]} mochaArgs
 */

/** @type {Suite} */
const npmTest = {
  specs: allSpecs,
  needsEngine: true,
  needsPython: true,
  isWhole: true,
  mochaArgs: [],
};

/**
 * By the first argument; without one all that `npm test` is.
 * @type {Readonly<Record<string, Suite>>}
 */
const suites = {
  // Files in two processes: it is what people run all the time.
  unit: {
    specs: defaultSpecs(root),
    needsEngine: false,
    needsPython: false,
    isWhole: false,
    mochaArgs: ["--parallel", "--jobs", "2"],
  },
  // And what takes more of the engine's time than `npm test` may.
  full: { ...npmTest, specs: [...allSpecs, "tests/full/**/*.test.ts"] },
  // What goes wrong at every point of the lifecycle, alone: a quarter of an hour.
  faults: { ...npmTest, specs: ["tests/faults/**/*.test.ts"], needsPython: false, isWhole: false },
};

/** Further arguments are mocha's; if there are test files among them, only those run. */
const [name, ...others] = process.argv.slice(2);
const named = name !== undefined && Object.hasOwn(suites, name) ? suites[name] : undefined;
process.exitCode = named ? await test(named, others) : await test(npmTest, process.argv.slice(2));

/**
 * @param {Suite} suite
 * @param {readonly string[]} args
 * @returns {Promise<number>} the exit code
 */
async function test({ specs, needsEngine, needsPython, isWhole, mochaArgs }, args) {
  try {
    await setUp({ engine: needsEngine, out: process.stdout });
    if (needsPython) await ensureClients({ out: process.stdout });
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    console.error('No test was run: the set-up failed ("npm run test:unit" needs no engine).');
    return 1;
  }
  const failedChecks = isWhole ? await runChecks(root, process.stdout) : [];
  const hasFiles = args.some((arg) => /\.test\.ts$/.test(arg));
  const { code, counts } = await runMocha({
    root,
    specs: hasFiles ? [] : specs,
    args: [...mochaArgs, ...args],
    failedChecks,
  });
  return verdict({ code, counts, failedChecks }, console.error);
}
