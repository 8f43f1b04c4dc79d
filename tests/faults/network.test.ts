// The fault matrix on the provider's own process: the compiled package behind Pulumi's host, asked
// over gRPC, against an emulator whose faults hit its calls. Time goes on only while all sleep.
import assert from "node:assert/strict";
import path from "node:path";
import { type Subject, SUBJECTS } from "../contract/options/subjects";
import {
  type Cell,
  FAULT_NAMES,
  type FaultName,
  lasting,
  notApplicable as reasonAgainst,
  play,
  type Point,
  POINTS,
  storyOf,
} from "../support/faultCells";
import { Ahead } from "./support/ahead";
import { Listener } from "./support/host";
import { HostStack, HostWorld } from "./support/hostStack";
import { notApplicable, record } from "./support/table";

const scratch = path.resolve(__dirname, "../../.pulumi-local/fault-tests");
/** They take the processor's time, and most machines have two. */
const AT_ONCE = 3;

describe("faults of the network and of AWS, on the provider's process", function () {
  this.timeout(300_000);
  const ahead = new Ahead<Cell>(AT_ONCE);
  const cleanOnes = new Map<string, Promise<Cell>>();
  let written = "";
  let listener: Listener;

  before(async () => {
    listener = await Listener.make();
  });
  after(async () => {
    await ahead.ended();
    listener.close();
  });

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

  for (const point of POINTS) {
    describe(point.name, () => {
      for (const fault of FAULT_NAMES) {
        for (const subject of SUBJECTS) {
          const place = { kind: subject.name, point: point.name, fault };
          const reason = reasonAgainst(subject, point, fault);
          if (reason !== undefined) {
            before(() => notApplicable({ ...place, reason }));
            continue;
          }
          const played = ahead.add(() => cell(subject, point, fault));
          it(`${fault}: ${subject.name}`, async () => {
            const story = storyOf(subject, point);
            const clean = cleanOnes.get(story) ?? cell(subject, point, undefined);
            cleanOnes.set(story, clean);
            const { hits, started, lost, outputs } = await played();
            // A process is ended by us: what it would leave over the kills show.
            record({ ...place, started, lost, leftOver: 0 });
            assert.ok(hits > 0, "no call was hit");
            assert.equal(started, 1);
            assert.equal(lost, 0);
            assert.deepEqual(lasting(outputs), lasting((await clean).outputs));
          });
        }
      }
    });
  }

  // In a suite, so that it comes after the others.
  describe("all that was written in these runs", () => {
    it("shows neither credentials nor presigned URLs to anybody", () => {
      const all = [written, ...listener.texts].join("\n");
      assert.match(all, /started EC2 image export/);
      assert.doesNotMatch(all, /X-Amz-Signature|hush/);
    });
  });
});
