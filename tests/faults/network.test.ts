// The fault matrix on the provider's own process: the compiled package behind Pulumi's host, asked
// over gRPC, against an emulator whose faults hit its calls. Both clocks are twenty times as fast.
import assert from "node:assert/strict";
import path from "node:path";
import { type Subject, SUBJECTS } from "../contract/options/subjects";
import {
  type Cell,
  FAULT_NAMES,
  type FaultName,
  lasting,
  notApplicable,
  play,
  type Point,
  POINTS,
  storyOf,
} from "../support/faultCells";
import { Listener } from "./support/host";
import { HostStack, HostWorld } from "./support/hostStack";
import { Pool } from "./support/pool";

const scratch = path.resolve(__dirname, "../../.pulumi-local/fault-tests");
/** As many as the machine has cores, in most. */
const AT_ONCE = 2;

describe("the fault matrix on the provider's process", function () {
  this.timeout(1_200_000);
  const pool = new Pool(AT_ONCE);
  const cleanOnes = new Map<string, Promise<Cell>>();
  let written = "";
  let listener: Listener;

  before(async () => {
    listener = await Listener.make();
  });
  after(() => listener.close());

  async function cell(subject: Subject, point: Point, fault: FaultName | undefined) {
    const world = await HostWorld.make(listener, scratch);
    try {
      const stack = new HostStack(world, subject.kind.type);
      const jump = (ms: number) => world.jump(ms);
      const bench = { emulator: world.emulator, stack, jump, isThorough: false };
      return await play(bench, subject, point, fault);
    } finally {
      await world.close();
      written += world.output;
    }
  }

  for (const subject of SUBJECTS) {
    describe(subject.name, () => {
      for (const point of POINTS) {
        for (const fault of FAULT_NAMES) {
          if (notApplicable(subject, point, fault) !== undefined) continue;
          const story = storyOf(subject, point);
          if (!cleanOnes.has(story)) {
            cleanOnes.set(
              story,
              pool.add(() => cell(subject, point, undefined)),
            );
          }
          const played = pool.add(() => cell(subject, point, fault));
          it(`${point.name}: ${fault}`, async () => {
            pool.start();
            const { hits, started, lost, outputs } = await played;
            assert.ok(hits > 0, "no call was hit");
            assert.equal(started, 1);
            assert.equal(lost, 0);
            const clean = await cleanOnes.get(story)!;
            assert.deepEqual(lasting(outputs), lasting(clean.outputs));
          });
        }
      }
    });
  }

  it("shows neither credentials nor presigned URLs to anybody", () => {
    const all = [written, ...listener.texts].join("\n");
    assert.match(all, /started EC2 image export/);
    assert.doesNotMatch(all, /X-Amz-Signature|hush/);
  });
});
