/** Arguments that AWS would refuse, misunderstand or ignore: refused before anything is called. */
import assert from "node:assert/strict";
import { ec2 } from "../../../provider";
import { CALL_RULES, RULES } from "./rules";
import { Account, gathered, refusal } from "./support";

describe("a function refuses before any call", () => {
  const account = new Account();

  for (const [name, { call, required, rules }] of Object.entries(RULES)) {
    for (const [args, says] of [...rules, ...CALL_RULES]) {
      const shown = JSON.stringify(args, (_, value: unknown) => value ?? null).slice(0, 70);
      it(`${name} with ${shown}`, async () => {
        const { text, code } = await refusal(call({ ...account.here, ...required, ...args }));
        assert.equal(code, undefined);
        assert.ok(text.startsWith(`${name}: `), text);
        const said = text.slice(`${name}: `.length);
        if (typeof says === "string") assert.equal(said, says);
        else assert.match(said, says);
        assert.deepEqual(account.calls(), {});
      });
    }
  }

  it("all that is wrong at once, each on a line of its own", async () => {
    const wrong = { imageIds: [], maxResults: 0.5, nextToken: "", filters: [{}], region: "x" };
    const { call } = RULES["ec2.getStoreImageTasks"]!;
    const { text } = await refusal(call({ ...account.here, ...wrong }));
    const lines = text.split("\n").map((line) => line.split(": ")[1]);
    assert.deepEqual(lines, [
      ...["imageIds", "filters[0].name", "filters[0].values", "maxResults", "nextToken", "region"],
      "maxResults",
    ]);
    assert.deepEqual(account.calls(), {});
  });

  it("a call without a Region", async () => {
    const { AWS_REGION, AWS_DEFAULT_REGION, AWS_CONFIG_FILE } = process.env;
    const saved = { AWS_REGION, AWS_DEFAULT_REGION, AWS_CONFIG_FILE };
    try {
      for (const name of Object.keys(saved)) delete process.env[name];
      process.env.AWS_CONFIG_FILE = "/dev/null";
      const { endpoint } = account.here;
      const { text } = await refusal(ec2.getStoreImageTasks({ endpoint }));
      assert.match(text, /^ec2\.getStoreImageTasks: region: is required; set it here/);
    } finally {
      for (const [name, value] of Object.entries(saved)) {
        if (value === undefined) delete process.env[name];
        else process.env[name] = value;
      }
    }
  });

  it("what an iteration has no use for, at its first step", async () => {
    const iterate = ec2.iterateExportImageTasks as (args: object) => AsyncIterable<unknown>;
    const { text } = await refusal(gathered(iterate({ ...account.here, dryRun: true })));
    assert.match(text, /^ec2\.iterateExportImageTasks: dryRun: is not an input/);
    const few = ec2.iterateStoreImageTasks({ ...account.here, maxResults: 0 });
    assert.match((await refusal(gathered(few))).text, /^ec2\.iterateStoreImageTasks: maxResults: /);
    assert.deepEqual(account.calls(), {});
  });

  it("nothing that is undefined or null: it says the same as nothing", async () => {
    const nothing = { filters: null, maxResults: undefined, nextToken: null, profile: null };
    const { call } = RULES["ec2.getExportImageTasks"]!;
    assert.deepEqual(await call({ ...account.here, ...nothing }), { exportImageTasks: [] });
  });
});
