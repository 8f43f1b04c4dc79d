// That the waits which are counted are made of real calls, and end as they should.
import assert from "node:assert/strict";
import { FAMILIES } from "../../../benchmarks/manyTasks/families";
import { counted, ours, sdkWaiters } from "../../../benchmarks/manyTasks/waits";

describe("the waits that are counted", () => {
  for (const family of FAMILIES) {
    it(`see ${family.name} to their ends, ours with fewer calls`, async function () {
      this.timeout(20_000);
      // A list of 500 tasks is for the benchmark.
      const small = { ...family, tasksInAccount: 0 };
      const own = await counted(small, 5, 0, ours);
      const sdk = await counted(small, 5, 0, sdkWaiters);
      assert.deepEqual([own.failed, sdk.failed], [0, 0]);
      assert.ok(own.calls < sdk.calls, `${own.calls} calls, the SDK ${sdk.calls}`);
      assert.ok(own.bytes > 500 * own.calls, `${own.bytes} bytes in ${own.calls} calls`);
      assert.ok(own.mostLagMs <= 150_000 && sdk.mostLagMs <= 121_000);
    });
  }

  it("outlast an AWS that refuses many of their calls", async () => {
    const own = await counted(FAMILIES[0]!, 5, 0, ours, (wire) => {
      let calls = 0;
      wire.latencyMs = 50;
      wire.isRefused = () => calls++ % 2 === 0;
    });
    assert.equal(own.failed, 0);
    assert.ok(own.refused > 0);
  });
});
