import assert from "node:assert/strict";
import { type Emulator, startEmulator } from "../../../emulator";
import { KINDS } from "../../../provider/kinds";
import { check } from "../../../provider/lifecycle/check";
import { checkCompletion, COMPLETION } from "../../../provider/lifecycle/completion";
import { contextWith } from "../provider/support/context";
import { examples } from "../../support/docs/docstrings";
import { documents } from "../../support/docs/documents";
import { type Declared, declaredBy, isProgram } from "../../support/docs/programs";

describe("programs in the documents", function () {
  this.timeout(60_000);
  // Those of functions ask for tasks that nobody has started.
  const declaring = examples().filter(({ text }) => !/\.(get|list|iterate)[A-Z]\w*\(/.test(text));
  const blocks = [...documents().flatMap((document) => document.blocks), ...declaring];
  const programs = blocks.filter(({ words: [language] }) => language === "ts").filter(isProgram);

  // Functions of theirs ask AWS, where nothing is.
  let emulator: Emulator;
  let environment: NodeJS.ProcessEnv;
  before(async () => {
    emulator = await startEmulator({ speed: 0 });
    environment = { ...process.env };
    Object.assign(process.env, emulator.environment());
  });
  after(async () => {
    process.env = environment;
    await emulator.close();
  });

  for (const program of programs) {
    it(`${program.place} declares tasks whose inputs pass check`, async () => {
      const declared = await declaredBy(program);
      assert.deepEqual(declared.flatMap(failuresOf), []);
    });
  }
});

function failuresOf({ name, inputs }: Declared): string[] {
  const kind = KINDS.find(({ type }) => type === inputs.taskKind);
  assert.ok(kind || inputs.taskKind === COMPLETION, String(inputs.taskKind));
  const { failures } = kind
    ? check(contextWith(), kind, {}, inputs)
    : checkCompletion(contextWith(), inputs);
  return failures.map(({ reason }) => `${name}: ${reason}`);
}
