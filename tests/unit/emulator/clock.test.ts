import { deepEqual, equal, throws } from "node:assert/strict";
import { createClock } from "../../../emulator/clock";
import { startEmulator } from "../../../emulator";

describe("the emulator's clock", () => {
  it("runs by a multiple of real time", () => {
    let real = 1_000;
    const clock = createClock({ speed: 60, startMs: 5_000, realNow: () => real });
    equal(clock.now(), 5_000);
    real += 500;
    equal(clock.now(), 35_000);
    clock.advance(1);
    equal(clock.now(), 35_001);
  });

  it("stands still when stepped", () => {
    let real = 0;
    const clock = createClock({ speed: 0, startMs: 7, realNow: () => real });
    real += 1e9;
    equal(clock.now(), 7);
    clock.advance(3);
    equal(clock.now(), 10);
  });

  it("never goes back", () => {
    const clock = createClock({ speed: 0, startMs: 0 });
    for (const ms of [-1, Number.NaN, Number.POSITIVE_INFINITY]) {
      throws(() => clock.advance(ms), RangeError);
    }
    throws(() => createClock({ speed: -1, startMs: 0 }), RangeError);
  });

  it("repeats ids by seed", async () => {
    const ids: string[][] = [];
    for (let n = 0; n < 2; n += 1) {
      const emulator = await startEmulator({ speed: 0, seed: 42 });
      await fetch(emulator.endpoint, {
        method: "POST",
        body:
          "Action=ExportImage&Version=2016-11-15&ImageId=ami-12345678&DiskImageFormat=RAW" +
          "&S3ExportLocation.S3Bucket=b",
        headers: {
          "content-type": "application/x-www-form-urlencoded",
          authorization: "Credential=123456789012/20260101/us-east-1/ec2/aws4_request",
        },
      });
      ids.push(emulator.tasks().map(({ id }) => id));
      await emulator.close();
    }
    deepEqual(ids[0], ids[1]);
    equal(ids[0]?.length, 1);
  });
});
