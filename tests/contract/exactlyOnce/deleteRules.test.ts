// What a deletion ends, what it removes, what it leaves, and what it never touches.
import assert from "node:assert/strict";
import type { Props } from "../../../provider/lifecycle/ports";
import { canCancel, makesImage, SUBJECTS } from "../options/subjects";
import {
  type Bench,
  EXPORT,
  MINUTE_MS,
  type Resource,
  type State,
  STATES,
  test,
  WORKSPACES,
} from "./support";

const OURS = /^pulumi-aws-tasks:/;
const ourTags = (bench: Bench) => Object.keys(bench.tasks[0]!.tags).filter((key) => OURS.test(key));
const triggered = { ...EXPORT.inputs, triggers: ["again"] };

describe("a deletion of an image export", () => {
  test("cancels it once, and is done only when it has ended", EXPORT, async (bench) => {
    const resource = await bench.resource().ups();
    bench.done();
    await resource.destroy();
    assert.deepEqual(bench.done(), ["CancelExportTask", "DeleteTags"]);
    assert.deepEqual([bench.tasks[0]!.status, ourTags(bench)], ["deleted", []]);
  });

  test("in its final transfer waits for its end, and keeps the file", EXPORT, async (bench) => {
    const resource = await bench.resource().ups();
    bench.world.clock.jump(19_000);
    bench.calls();
    await resource.destroy();
    const calls = bench.calls();
    const cancels = calls.filter(({ operation }) => operation === "CancelExportTask");
    assert.ok(cancels.length > 0 && cancels.every(({ outcome }) => outcome === "IncorrectState"));
    assert.deepEqual([bench.tasks[0]!.status, ourTags(bench)], ["completed", []]);
  });

  test(
    "in its final transfer goes before its successor, which starts after it",
    EXPORT,
    async (bench) => {
      const resource = await bench.resource().ups();
      bench.world.clock.jump(19_000);
      assert.equal((await resource.up(triggered)).difference?.deleteBeforeReplace, true);
      const [first, second] = bench.tasks;
      assert.deepEqual([first!.status, resource.id], ["completed", second!.id]);
      assert.ok(Date.parse(second!.startedAt) - Date.parse(first!.startedAt) >= 20_000);
    },
  );

  test(
    "that hangs in its final transfer leaves it after timeouts.cancel, and says so",
    EXPORT,
    async (bench) => {
      const program = { ...EXPORT.inputs, timeouts: { cancel: "1m" } };
      const resource = await bench.resource().ups(program);
      const effect = { kind: "stick", atPercent: 95 } as const;
      bench.world.emulator.addFault({ ids: [resource.id], effect });
      bench.world.clock.jump(19_500);
      const before = bench.world.clock.now();
      await resource.destroy();
      assert.equal(bench.world.clock.now() - before, MINUTE_MS);
      assert.equal(bench.said(/could not be cancelled within 1m .* is left active in AWS/), 1);
      assert.deepEqual([bench.running.length, ourTags(bench)], [1, []]);
    },
  );
});

for (const subject of SUBJECTS.filter((one) => !canCancel(one))) {
  describe(`a deletion of a running ${subject.name}, which nothing can cancel`, () => {
    test("names it, ends nothing, and leaves it to its success", subject, async (bench) => {
      const resource = await bench.resource().ups();
      bench.done();
      await resource.destroy();
      assert.ok(bench.done().every((call) => call === "DeleteTags"));
      assert.equal(bench.said(`${bench.ids[0]} can't be cancelled: it is left running in AWS`), 1);
      assert.deepEqual(bench.running, bench.ids);
      bench.finish();
      assert.match(bench.tasks[0]!.status, /^(COMPLETED|Completed|SUCCEEDED)$/);
    });

    if (!makesImage(subject)) return;
    test("does not delete what it makes, though onDelete says so", subject, async (bench) => {
      const resource = await bench.resource().ups({ ...subject.inputs, onDelete: "delete" });
      bench.done();
      await resource.destroy();
      bench.finish();
      assert.ok(bench.done().every((call) => call === "DeleteTags"));
      assert.equal(bench.tasks[0]!.listed, true);
    });
  });
}

describe("a deletion of a WorkSpaces image import", () => {
  test("removes the image of a failure that nobody has seen", WORKSPACES, async (bench) => {
    const resource = bench.resource();
    bench.failNext();
    await resource.ups();
    bench.finish();
    bench.done();
    assert.equal(resource.taskState, "running");
    await resource.destroy();
    assert.deepEqual(bench.done(), ["DeleteWorkspaceImage"]);
  });

  for (const [what, state, onDelete] of [
    ["in ERROR", "failed", "retain"],
    ['that is to go (onDelete: "delete")', "succeeded", "delete"],
  ] as const) {
    const title = `of an image ${what} that is in use fails alone, and says what to detach`;
    test(title, WORKSPACES, async (bench) => {
      const { inputs } = WORKSPACES;
      const [used, other] = [bench.resource("used"), bench.resource("other")];
      await STATES[state](used, { ...inputs, onDelete });
      await STATES[state](other, { ...inputs, onDelete, imageName: "another" });
      const image = { imageId: used.id, ...(state === "failed" && { state: "ERROR" as const }) };
      bench.world.emulator.setWorkspaceImage({ ...image, associated: true });

      const context = bench.context();
      const [refused, done] = await Promise.allSettled([
        used.destroy(context),
        other.destroy(context),
      ]);
      assert.equal(done.status, "fulfilled");
      assert.ok(refused.status === "rejected");
      const { message } = refused.reason as Error;
      assert.match(message, new RegExp(`${used.id} .*ResourceAssociatedException.*detach it from`));
      assert.deepEqual([used.state?.id, other.state], [bench.ids[0], undefined]);

      bench.world.emulator.setWorkspaceImage(image);
      await used.destroy();
      assert.deepEqual(
        bench.tasks.map(({ listed }) => listed),
        [false, false],
      );
    });
  }
});

for (const subject of SUBJECTS) {
  describe(`a deletion of ${subject.name} that AWS does not list any more`, () => {
    for (const state of Object.keys(STATES) as State[]) {
      test(`is done, and calls nothing but looks, ${state}`, subject, async (bench) => {
        const resource = bench.resource();
        await STATES[state](resource);
        bench.world.emulator.addFault({ ids: [resource.id], effect: { kind: "vanish", at: 0 } });
        bench.world.clock.jump(10 * MINUTE_MS);
        bench.done();
        await resource.destroy();
        assert.deepEqual([resource.state, bench.done()], [undefined, []]);
      });
    }
  });
}

/** What a run was about to do that was interrupted between its `create` and its `delete`. */
async function interrupted(resource: Resource, program: Props): Promise<Resource> {
  const old = resource.bench.resource(resource.name);
  old.state = resource.state;
  resource.state = undefined;
  await resource.ups(program);
  resource.bench.done();
  return old;
}

/** Where the deletion of the predecessor takes place. */
const PLACES = {
  "another process": async () => {},
  "another machine": async (_successor: Resource, bench: Bench) => bench.otherMachine(),
  "the next up, on another machine": async (
    successor: Resource,
    bench: Bench,
    program: Props,
    context: ReturnType<Bench["context"]>,
  ) => {
    bench.otherMachine();
    await successor.ups(program, context);
    bench.done();
  },
} as const;
type Place = keyof typeof PLACES;

for (const subject of SUBJECTS) {
  describe(`the predecessor of ${subject.name}, deleted after up --replace`, () => {
    const erasing = makesImage(subject) ? { onDelete: "delete" } : {};
    const program = { ...subject.inputs, ...erasing, wait: "none" };

    for (const state of ["running", "succeeded"] as const) {
      for (const place of Object.keys(PLACES) as Place[]) {
        for (const isDenied of [false, true]) {
          // Without a tag only the machine, or the process, knows of the successor.
          if (isDenied && (place === "another machine" || !subject.kind.tagging)) continue;
          const tags = isDenied ? ", tags denied" : "";
          test(
            `leaves its successor alone, ${state}, in ${place}${tags}`,
            subject,
            async (bench) => {
              if (isDenied) bench.deny("CreateTags");
              const successor = bench.resource();
              await STATES[state](successor, program);
              const old = await interrupted(successor, program);
              const { id } = successor;
              const runs = bench.running;
              const context = bench.context();
              await PLACES[place](successor, bench, program, context);
              await old.destroy(context);
              assert.deepEqual([bench.done(), bench.running], [[], runs]);
              assert.ok(bench.tasks.find((task) => task.id === id)!.listed);
            },
          );
        }
      }
    }
  });
}
