// States that earlier versions have written, used by this one: nothing is started, lost or replaced.
import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import type { Props } from "../../provider/lifecycle/ports";
import { Stack, type State, World } from "../support/stack";
import { FAILING, type Subject, SUBJECTS } from "./options/subjects";

const folder = path.resolve(__dirname, "../fixtures/states");
const TO_THE_END_MS = 60_000;

type Name = "running" | "succeeded" | "failed";

interface Recorded {
  readonly version: string;
  readonly kind: string;
  readonly name: Name;
  readonly program: Props;
  readonly state: State;
}

/** Brings a task into that state, with this version's code. */
async function bring(stack: Stack, { inputs, start }: Subject, name: Name): Promise<void> {
  const { world } = stack;
  if (name === "failed") {
    world.emulator.addFault({ operation: start, times: 1, effect: FAILING });
  }
  await stack.up(inputs);
  if (name === "running") return;
  world.clock.jump(TO_THE_END_MS);
  await stack.up(inputs);
  assert.equal(stack.state!.outputs.taskState, name);
}

/** RECORD_STATES=0.1.0 writes the states of this version; what is written is never changed. */
const recording = process.env.RECORD_STATES;
if (recording !== undefined) {
  describe(`recording the states of ${recording}`, () => {
    for (const subject of SUBJECTS) {
      for (const name of ["running", "succeeded", "failed"] as const) {
        it(`${subject.name} ${name}`, async () => {
          const world = await World.make();
          const stack = new Stack(world, subject.kind);
          await bring(stack, subject, name);
          const { kind, inputs: program } = subject;
          const recorded: Recorded = {
            ...{ version: recording, kind: kind.type, name, program },
            state: stack.state!,
          };
          const own = path.join(folder, recording);
          fs.mkdirSync(own, { recursive: true });
          const file = path.join(own, `${kind.type.replace(":", ".")}.${name}.json`);
          fs.writeFileSync(file, `${JSON.stringify(recorded, null, 2)}\n`, { flag: "wx" });
          await world.close();
        });
      }
    }
  });
}

const files = fs
  .readdirSync(folder, { recursive: true, withFileTypes: true })
  .filter((file) => file.isFile())
  .map((file) => path.join(file.parentPath, file.name));

describe("states of earlier versions", () => {
  it("are there for every kind", () => {
    const kinds = new Set(files.map((file) => read(file).kind));
    assert.deepEqual([...kinds].sort(), SUBJECTS.map(({ kind }) => kind.type).sort());
  });

  for (const file of files) {
    const { version, kind, name, program, state } = read(file);
    const subject = SUBJECTS.find((one) => one.kind.type === kind)!;

    describe(`${version}: ${kind}, ${name}`, () => {
      let world: World;
      let stack: Stack;
      const starts = () => world.emulator.tasks().length;

      beforeEach(async () => {
        world = await World.make();
        stack = new Stack(world, subject.kind);
        await bring(stack, { ...subject, inputs: program }, name);
        stack.state = of(subject, state, stack.state!);
        world.calls();
      });
      afterEach(() => world.close());

      it("is previewed as what it is", async () => {
        const { changes, replaces = [] } = (await stack.preview(program))!;
        const expected = { running: [true, 0], succeeded: [false, 0], failed: [true, 1] }[name];
        assert.deepEqual([changes, replaces.length], expected);
        if (name === "succeeded") assert.deepEqual(world.calls(), []);
      });

      it("goes on in an update", async () => {
        const { step, error } = await stack.up(program);
        assert.equal(error, undefined);
        assert.equal(step, { running: "update", succeeded: "same", failed: "replace" }[name]);
        assert.equal(starts(), name === "failed" ? 2 : 1);
        const { taskState } = stack.state!.outputs;
        assert.equal(taskState, name === "failed" ? "running" : "succeeded");
      });

      it("keeps all its outputs in a refresh", async () => {
        const before = stack.state!;
        assert.deepEqual(await stack.refresh(), { changes: false });
        const after = stack.state!.outputs;
        for (const [output, value] of Object.entries(before.outputs)) {
          if (MOVING.test(output)) assert.ok(output in after, output);
          else assert.deepEqual(after[output], value, output);
        }
      });

      it("is deleted, and nothing of it is left running that AWS can end", async () => {
        await stack.destroy();
        const left = world.emulator.tasks().filter(({ running }) => running);
        const isLeft = name === "running" && subject.kind.cancel === undefined;
        assert.equal(left.length, isLeft ? 1 : 0);
      });
    });
  }
});

/** The recorded state of the task that is there: AWS's ids, and the mark on it, are others. */
function of({ kind }: Subject, recorded: State, now: State): State {
  const made = [...kind.successOutputs, "imageBuilderInstanceId", "__hold"];
  const pairs = [
    [recorded.id, now.id],
    ...made.map((name) => [recorded.outputs[name], now.outputs[name]]),
  ];
  const renamed = pairs.filter(([old]) => typeof old === "string");
  const text = renamed.reduce(
    (all, [old, id]) => all.replaceAll(String(old), String(id)),
    JSON.stringify(recorded),
  );
  return JSON.parse(text) as State;
}

/** Outputs that every look renews. */
const MOVING = /url|expires|progress|lastUpdated/i;

function read(file: string): Recorded {
  return JSON.parse(fs.readFileSync(file, "utf8")) as Recorded;
}
