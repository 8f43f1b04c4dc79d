import assert from "node:assert/strict";
import { KINDS } from "../../../../provider/kinds";
import { DURATION, durationMs } from "../../../../provider/waiting/deadline";

for (const kind of KINDS) {
  const inputs = Object.keys(kind.fields);
  const outputs = [...kind.outputs, ...kind.successOutputs];

  describe(`the tables of the kind ${kind.type}`, () => {
    it("put every input among those that replace or those that are recorded, never both", () => {
      assert.deepEqual([...kind.replaces, ...kind.recordedOnly].sort(), [...inputs].sort());
    });

    it("name no input or output twice, and in the result only what exists", () => {
      const names = [...inputs, ...outputs];
      assert.equal(new Set(names).size, names.length);
      assert.deepEqual(
        kind.result.filter((name) => !names.includes(name)),
        [],
      );
    });

    it("name ids among the outputs, and inputs only as what outputs follow from", () => {
      assert.ok(kind.idOutputs.length > 0);
      const unknown = kind.idOutputs.filter((name) => !outputs.includes(name));
      assert.deepEqual(unknown, []);
      for (const [output, sources] of Object.entries(kind.followsFrom)) {
        assert.ok(outputs.includes(output), output);
        for (const source of sources) assert.ok([...inputs, "tagsAll"].includes(source), source);
      }
    });

    it("have a status for running and for success, and only running ones that are dying", () => {
      const states = Object.values(kind.states);
      assert.ok(states.includes("running") && states.includes("succeeded"));
      for (const status of kind.dying) assert.equal(kind.states[status], "running");
    });

    it("have durations for defaults, the shortest interval before the longest", () => {
      const { timeouts, polling } = kind.defaults;
      for (const text of [...Object.values(timeouts), ...Object.values(polling)]) {
        assert.match(text, DURATION);
        assert.ok(durationMs(text) > 0);
      }
      assert.ok(durationMs(polling.minInterval) < durationMs(polling.maxInterval));
      const canEnd = kind.cancel !== undefined || kind.erase?.busy !== undefined;
      assert.equal(timeouts.cancel !== undefined, canEnd);
    });
  });
}
