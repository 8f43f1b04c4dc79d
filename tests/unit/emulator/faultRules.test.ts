import { deepEqual, equal, throws } from "node:assert/strict";
import { createFaults, type FaultRule } from "../../../emulator/faults";
import { createRandom } from "../../../emulator/random";
import { startEmulator } from "../../../emulator";

const call = { service: "ec2", operation: "ExportImage", ids: ["ami-1"], hasTags: false } as const;
const effect = { kind: "throttle" } as const;

describe("fault rules", () => {
  const hits = (rule: Omit<FaultRule, "effect">, calls: number, seed = 1): number[] => {
    const faults = createFaults(createRandom(seed));
    faults.add({ ...rule, effect });
    const numbers = Array.from({ length: calls }, (_, index) => index + 1);
    return numbers.filter(() => faults.judge(call).answer !== undefined);
  };

  it("fires at every call unless told", () => deepEqual(hits({}, 3), [1, 2, 3]));
  it("fires at the nth call", () => deepEqual(hits({ nth: 3 }, 5), [3]));
  it("fires at each second call", () => deepEqual(hits({ every: 2 }, 5), [2, 4]));
  it("fires so many times", () => deepEqual(hits({ times: 2 }, 5), [1, 2]));
  it("joins its conditions", () => deepEqual(hits({ every: 2, times: 1 }, 5), [2]));

  it("fires with a probability that the seed repeats", () => {
    const first = hits({ probability: 0.5 }, 100, 7);
    deepEqual(hits({ probability: 0.5 }, 100, 7), first);
    equal(first.length > 30 && first.length < 70, true, String(first.length));
    deepEqual(hits({ probability: 0 }, 100), []);
    equal(hits({ probability: 1 }, 100).length, 100);
  });

  it("looks at operation, service and ids", () => {
    deepEqual(hits({ operation: "ExportImage", service: "ec2", ids: ["x", "ami-1"] }, 1), [1]);
    deepEqual(hits({ operation: "DescribeTags" }, 1), []);
    deepEqual(hits({ service: "sts" }, 1), []);
    deepEqual(hits({ ids: ["ami-2"] }, 1), []);
  });

  it("keeps a rule's turn while another has the answer", () => {
    const faults = createFaults(createRandom(1));
    faults.add({ times: 1, effect: { kind: "resetBefore" } });
    faults.add({ times: 1, effect: { kind: "hang" } });
    const kinds = [1, 2, 3].map(() => faults.judge(call).answer?.kind);
    deepEqual(kinds, ["resetBefore", "hang", undefined]);
  });

  it("keeps the turns of nth and every, too", () => {
    const faults = createFaults(createRandom(1));
    faults.add({ times: 2, effect: { kind: "resetBefore" } });
    faults.add({ nth: 2, effect: { kind: "hang" } });
    faults.add({ every: 2, effect: { kind: "cutBody" } });
    const kinds = [1, 2, 3, 4, 5, 6].map(() => faults.judge(call).answer?.kind);
    deepEqual(kinds, ["resetBefore", "resetBefore", "hang", "cutBody", undefined, "cutBody"]);
  });

  it("fires at the first and the third call by two rules", () => {
    const faults = createFaults(createRandom(1));
    for (const nth of [1, 3]) faults.add({ nth, effect });
    const fired = [1, 2, 3, 4].filter(() => faults.judge(call).answer !== undefined);
    deepEqual(fired, [1, 3]);
  });

  it("adds delays and task faults to an answer", () => {
    const faults = createFaults(createRandom(1));
    faults.add({ effect: { kind: "delayMs", ms: 5 } });
    faults.add({ effect: { kind: "delayMs", ms: 6 } });
    faults.add({ effect: { kind: "stick", atPercent: 3 } });
    faults.add({ effect });
    deepEqual(faults.judge(call), {
      answer: effect,
      delayMs: 11,
      taskFaults: [{ kind: "stick", atPercent: 3 }],
    });
  });

  it("refuses a rule that it would not understand", async () => {
    const emulator = await startEmulator({ speed: 0 });
    const add = (rule: unknown) => () => emulator.addFault(rule as FaultRule);
    throws(add({ effect: { kind: "explode" } }), /effect.kind must be one of error, throttle/);
    throws(
      add({ effect, opertion: "X" }),
      /fault rule: unknown member opertion; known are operation/,
    );
    throws(add({ effect, nth: 0 }), /fault rule: nth must be of type count/);
    throws(add({ effect, probability: 2 }), /fault rule: probability must be of type fraction/);
    throws(add({ effect: { kind: "error" } }), /effect error: code must be of type string/);
    throws(
      add({ effect: { kind: "throttle", after: 1 } }),
      /effect throttle: unknown member after/,
    );
    throws(
      add({ effect: { kind: "hang", workDone: 0 } }),
      /effect hang: workDone must be of type boolean/,
    );
    throws(
      add({ effect: { kind: "status5xx", body: "xml" } }),
      /effect status5xx: body must be one of aws, html, empty$/,
    );
    throws(
      add({ effect: { kind: "status5xx", status: 404 } }),
      /effect status5xx: status must be of type 5xx/,
    );
    throws(add({ ids: ["x"], effect: { kind: "stick" } }), /there is no task x/);
    throws(add({}), /effect.kind must be one of/);
    deepEqual(emulator.faults(), []);
    await emulator.close();
  });

  it("refuses a rule that would never fire, by the name that nothing has", async () => {
    const emulator = await startEmulator({ speed: 0 });
    const add = (rule: object) => () => emulator.addFault({ effect, ...rule } as FaultRule);
    throws(
      add({ operation: "ExportImge" }),
      /fault rule: unknown operation ExportImge; known are ExportImage, /,
    );
    throws(
      add({ service: "s3" }),
      /fault rule: unknown service s3; known are ec2, appstream, workspaces, discovery, sts$/,
    );
    throws(
      add({ service: "sts", operation: "ExportImage" }),
      /fault rule: unknown operation ExportImage of sts; known are GetCallerIdentity, /,
    );
    add({ service: "workspaces", operation: "CreateTags" })();
    equal(emulator.faults().length, 1);
    await emulator.close();
  });
});
