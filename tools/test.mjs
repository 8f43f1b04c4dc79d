import { projectRoot as root } from "./setup/root.mjs";
import { messageOf, runScript } from "./setup/script.mjs";
import { setUp } from "./setup.mjs";
import { ensureClients } from "./setup/python.mjs";
import { runChecks } from "./test/checks.mjs";
import { withCoverage } from "./test/coverage.mjs";
import { defaultSpecs, runMocha } from "./test/mocha.mjs";
import { verdict } from "./test/verdict.mjs";

/** What needs an engine, or the network for its set-up. */
const furtherSpecs = ["engine", "clients", "packaging"].map((name) => `tests/${name}/**/*.test.ts`);

/** Files in two processes, which on two cores takes half the time; what times the engine can't. */
const unit = { specs: defaultSpecs(root), args: ["--parallel", "--jobs", "2"] };

/**
 * @typedef {object} Suite
 * @property {readonly import("./test/mocha.mjs").Run[]} runs
 * @property {boolean} needsEngine
 * @property {boolean} needsPython
 * @property {boolean} isWhole with types, lint and format
 */

/** @type {Suite} */
const npmTest = {
  runs: [unit, { specs: furtherSpecs, args: [] }],
  needsEngine: true,
  needsPython: true,
  isWhole: true,
};

/**
 * By the first argument; without one all that `npm test` is.
 * @type {Readonly<Record<string, Suite>>}
 */
const suites = {
  unit: { runs: [unit], needsEngine: false, needsPython: false, isWhole: false },
  // And what takes more of the engine's time than `npm test` may.
  full: {
    ...npmTest,
    runs: [unit, { specs: [...furtherSpecs, "tests/full/**/*.test.ts"], args: [] }],
  },
  // What goes wrong at every point of the lifecycle, alone: a quarter of an hour.
  faults: {
    ...npmTest,
    runs: [{ specs: ["tests/faults/**/*.test.ts"], args: [] }],
    needsPython: false,
    isWhole: false,
  },
};

/** Further arguments are mocha's; if there are test files among them, only those run. */
const [name, ...others] = process.argv.slice(2);
const named = name !== undefined && Object.hasOwn(suites, name) ? suites[name] : undefined;
await runScript(async () => {
  process.exitCode = await (named ? test(named, others) : test(npmTest, process.argv.slice(2)));
});

/**
 * @param {Suite} suite
 * @param {readonly string[]} args
 * @returns {Promise<number>} the exit code
 */
async function test({ runs, needsEngine, needsPython, isWhole }, args) {
  try {
    await setUp({ engine: needsEngine, out: process.stdout });
    if (needsPython) await ensureClients({ out: process.stdout });
  } catch (error) {
    const note = 'No test was run: the set-up failed ("npm run test:unit" needs no engine).';
    throw new Error(`${messageOf(error)}\n${note}`, { cause: error });
  }
  const failedChecks = isWhole ? await runChecks(root, process.stdout) : [];
  const hasFiles = args.some((arg) => /\.test\.ts$/.test(arg));
  const wanted = hasFiles ? [{ specs: [], args: [] }] : runs;
  const { code, counts } = await withCoverage(root, (more) =>
    runMocha({
      root,
      runs: wanted.map((run) => ({ ...run, args: [...run.args, ...more, ...args] })),
      failedChecks,
    }),
  );
  return verdict({ code, counts, failedChecks }, console.error);
}
