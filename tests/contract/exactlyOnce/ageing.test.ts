// Records that AWS has forgotten: what has finished stays, and nothing else is taken for ended.
import assert from "node:assert/strict";
import type { Props } from "../../../provider/lifecycle/ports";
import { SUBJECTS } from "../options/subjects";
import {
  ACCOUNT,
  APPSTREAM,
  type Bench,
  DAY_MS,
  MINUTE_MS,
  type Resource,
  STATES,
  test,
  WORKSPACES,
} from "./support";

/** Longer than AWS shows anything of a task. */
const FORGOTTEN_MS = 40 * DAY_MS;

function forgotten({ bench }: Resource): void {
  bench.world.clock.jump(FORGOTTEN_MS);
  bench.world.calls();
}

for (const subject of SUBJECTS) {
  const { inputs, kind } = subject;

  describe(`${subject.name}, finished, whose record AWS has forgotten`, () => {
    /** Each state that an `up` leaves as it is. */
    const SETTLED = {
      succeeded: { program: inputs, bring: STATES.succeeded },
      "failed, kept": {
        program: { ...inputs, onFailure: "keep" },
        bring: async (resource: Resource, program: Props) => {
          resource.bench.failNext();
          await resource.ups(program);
          resource.bench.finish();
          await resource.ups(program);
          assert.equal(resource.taskState, "failed");
        },
      },
    } as const;

    for (const [state, { program, bring }] of Object.entries(SETTLED)) {
      test(
        `costs no calls, keeps its outputs, and is deleted, ${state}`,
        subject,
        async (bench) => {
          const resource = bench.resource();
          await bring(resource, program);
          const before = resource.outputs;
          forgotten(resource);
          const unasked = async () => {
            assert.deepEqual(await resource.preview(program), { changes: false });
            assert.equal((await resource.up(program)).step, "same");
            assert.deepEqual(bench.world.calls(), []);
          };
          await unasked();
          assert.deepEqual(await resource.refresh(), { changes: false });
          assert.deepEqual(resource.outputs, { ...before, recordExpired: true });
          bench.world.calls();
          await unasked();
          await resource.destroy();
          assert.deepEqual([bench.done(), bench.ids.length], [[], 1]);
        },
      );

      // What it has made is there, and has them.
      const isCarried =
        state === "succeeded" &&
        ["appstream.ExportImageTask", "ec2.ImportSnapshotTask"].includes(subject.name);
      test(
        `stores other tags, ${isCarried ? "on its result" : "which nothing carries any more"}, ${state}`,
        subject,
        async (bench) => {
          const resource = bench.resource();
          await bring(resource, program);
          const before = resource.outputs;
          forgotten(resource);
          const tags = { team: "others" };
          assert.equal((await resource.up({ ...program, tags })).step, "update");
          assert.deepEqual(bench.done(), isCarried ? ["CreateTags"] : []);
          const changed = { tags, tagsAll: tags, recordExpired: true };
          assert.deepEqual(resource.outputs, { ...before, ...changed });
          assert.equal((await resource.up({ ...program, tags })).step, "same");
        },
      );
    }

    test("is replaced all the same when its failure was reported", subject, async (bench) => {
      const resource = bench.resource();
      await STATES.failed(resource);
      forgotten(resource);
      await resource.refresh();
      const { taskState, failureReported, recordExpired } = resource.outputs;
      assert.deepEqual([taskState, failureReported, recordExpired], ["failed", true, true]);
      await resource.ups();
      assert.deepEqual([resource.id, resource.taskState], [bench.ids[1], "running"]);
      assert.equal(resource.outputs.recordExpired, false);
    });
  });

  describe(`${subject.name}, not seen to end, that AWS does not list`, () => {
    const begun = async (bench: Bench, program: Props = inputs) => {
      const resource = await bench.resource().ups(program);
      forgotten(resource);
      return resource;
    };

    for (const wait of ["diff", "update", "none"]) {
      const program = { ...inputs, wait };
      test(
        `stays running, and fails every up with what to check, wait: "${wait}"`,
        subject,
        async (bench) => {
          const resource = await begun(bench, program);
          const { id, outputs } = resource;
          for (let time = 0; time < 2; time++) {
            const { step, error = "" } = await resource.up(program);
            assert.equal(step, "update");
            assert.match(
              error,
              new RegExp(`does not list .*${id} in us-east-1 of account ${ACCOUNT}`),
            );
            assert.match(error, /Check the Region, the credentials and the AWS console/);
            assert.deepEqual(resource.outputs, outputs);
          }
          assert.deepEqual([bench.done(), bench.ids], [[], [id]]);
        },
      );
    }

    test("is previewed with a warning, and kept by a refresh", subject, async (bench) => {
      const resource = await begun(bench);
      const { outputs } = resource;
      assert.deepEqual(await resource.preview(inputs), { changes: true });
      assert.equal(
        bench.said(`AWS does not list ${kind.title} ${resource.id}; .pulumi up. fails`),
        1,
      );
      assert.deepEqual(await resource.refresh(), { changes: false });
      assert.deepEqual(bench.done(), []);
      assert.equal(bench.said(`${resource.id} in us-east-1; kept as running`), 1);
      assert.deepEqual(resource.outputs, outputs);
    });

    test("goes on when AWS lists it again", subject, async (bench) => {
      const resource = await bench.resource().ups();
      const effect = { kind: "invisibleMs", ms: 30 * MINUTE_MS } as const;
      bench.world.emulator.addFault({ ids: [resource.id], effect });
      bench.world.clock.jump(10 * MINUTE_MS);
      assert.match((await resource.up(inputs)).error ?? "", /AWS does not list/);
      bench.world.clock.jump(30 * MINUTE_MS);
      await resource.ups();
      assert.deepEqual([resource.taskState, bench.ids.length], ["succeeded", 1]);
    });

    // What an AppStream export or a WorkSpaces import has made is there, and has the name.
    const isNamed = subject === APPSTREAM || subject === WORKSPACES;
    test("starts again as is advised", subject, async (bench) => {
      const resource = await begun(bench);
      const advice = isNamed ? /change `triggers` and (ami|image)Name/ : /change `triggers`\./;
      assert.match((await resource.up(inputs)).error ?? "", advice);
      const triggered = { ...inputs, triggers: ["again"], ...(isNamed && subject.replacing) };
      await resource.ups(triggered);
      assert.deepEqual([resource.id, bench.ids.length], [bench.ids[1], 2]);
      await resource.ups(triggered);
      assert.equal(resource.taskState, "succeeded");
    });
  });
}
