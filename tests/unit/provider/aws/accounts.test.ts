// The account is known before anything else is asked for, where accounts are limited.
import assert from "node:assert/strict";
import { Callers } from "../../../../provider/aws/clients";
import type { Caller } from "../../../../provider/lifecycle/caller";
import type { AwsError } from "../../../../provider/lifecycle/ports";
import { explain } from "../../../../provider/lifecycle/errors";
import { exportImageTask } from "../../../../provider/kinds/ec2/exportImageTask";
import { describeTasks, HUB, listExports, REGION, TARGET } from "../support/recordingAws";
import { KEYS, Sources } from "../support/sources";

const OTHER = "999999999999";
const keys = { accessKeyId: KEYS, secretAccessKey: "s" };

describe("the account of a caller", () => {
  let sources: Sources;
  let callers: Callers;
  beforeEach(async () => {
    sources = await Sources.start();
    callers = new Callers();
  });
  afterEach(() => sources.close());

  const aws = (more: Partial<Caller> = {}) => callers.aws({ region: REGION, keys, ...more });
  const refused = async (work: Promise<unknown>): Promise<AwsError> =>
    work.then(
      () => assert.fail("it was answered"),
      (error: AwsError) => error,
    );
  const asked = () => sources.recording.calls().map((call) => call.split(" ")[1]);

  describe("that may be any", () => {
    it("is not asked for", async () => {
      await aws().send(describeTasks);
      assert.deepEqual(asked(), ["DescribeExportImageTasks"]);
    });
  });

  for (const accounts of [{ allowed: [KEYS, OTHER] }, { forbidden: [OTHER] }]) {
    describe(`that is right for ${JSON.stringify(accounts)}`, () => {
      it("is asked for once, before the first other call", async () => {
        const caller = aws({ accounts });
        await Promise.all([caller.send(describeTasks), caller.send(listExports)]);
        await caller.send(describeTasks);
        assert.equal(await caller.accountId(), KEYS);
        const [first, ...others] = asked();
        assert.equal(first, "GetCallerIdentity");
        assert.ok(!others.includes("GetCallerIdentity"));
        assert.equal(others.length, 3);
      });

      it("is asked for once for all Regions and services' endpoints", async () => {
        await aws({ accounts }).send(describeTasks);
        await aws({ accounts, region: "us-west-2" }).send(describeTasks);
        const ec2 = sources.recording.endpoint;
        await aws({ accounts, endpoints: { ec2 } }).send(describeTasks);
        assert.equal(asked().filter((call) => call === "GetCallerIdentity").length, 1);
      });
    });
  }

  for (const [accounts, rule] of [
    [{ allowed: [OTHER] }, /and aws:allowedAccountIds allows 999999999999 only/],
    [{ forbidden: [OTHER, KEYS] }, /which aws:forbiddenAccountIds names/],
  ] as const) {
    describe(`that is wrong for ${JSON.stringify(accounts)}`, () => {
      it("is refused at every call, and nothing else is called", async () => {
        const caller = aws({ accounts });
        for (let call = 0; call < 2; call++) {
          const error = await refused(caller.send(describeTasks));
          assert.deepEqual([error.trouble, error.code], ["credentials", "AccountNotAllowed"]);
          assert.match(error.message, new RegExp(`credentials are of account ${KEYS}`));
          assert.match(error.message, rule);
        }
        await refused(caller.accountId());
        assert.deepEqual(asked(), ["GetCallerIdentity"]);
      });

      it("is refused with what to do", async () => {
        const error = await refused(aws({ accounts }).send(describeTasks));
        assert.match(
          explain(exportImageTask, error),
          /Run Pulumi with|run Pulumi with credentials/,
        );
      });
    });
  }

  it("is that of the last role, not of whoever assumes it", async () => {
    const roles = [{ roleArn: HUB }, { roleArn: TARGET }];
    const accounts = { allowed: ["333333333333"] };
    await aws({ roles, accounts }).send(describeTasks);
    const error = await refused(aws({ roles: roles.slice(0, 1), accounts }).send(describeTasks));
    assert.match(error.message, /account 222222222222/);
  });

  it("is refused for one, and right for another, of the same process", async () => {
    const accounts = { allowed: [KEYS] };
    const other = { accessKeyId: OTHER, secretAccessKey: "s" };
    await refused(aws({ keys: other, accounts }).send(describeTasks));
    await aws({ accounts }).send(describeTasks);
  });

  describe("that can't be learned", () => {
    const accounts = { allowed: [KEYS] };
    const fault = (effect: Parameters<typeof sources.recording.emulator.addFault>[0]["effect"]) =>
      sources.recording.emulator.addFault({ operation: "GetCallerIdentity", effect });

    it("is refused with the reason, and nothing else is called", async () => {
      fault({ kind: "deny" });
      const error = await refused(aws({ accounts }).send(describeTasks));
      assert.equal(error.trouble, "denied");
      assert.match(explain(exportImageTask, error), /^GetCallerIdentity: AccessDenied.*Allow/);
      assert.match(error.message, /aws:allowedAccountIds wants the account known/);
      assert.ok(asked().every((call) => call === "GetCallerIdentity"));
    });

    it("is refused as what passes by itself where that is the reason, and asked again", async () => {
      fault({ kind: "error", code: "ServiceUnavailable", message: "no", status: 503 });
      const caller = aws({ accounts, connection: { maxRetries: 1 } });
      assert.equal((await refused(caller.send(describeTasks))).trouble, "unavailable");
      sources.recording.emulator.clearFaults();
      await caller.send(describeTasks);
    });

    it("does not matter where any account will do", async () => {
      fault({ kind: "deny" });
      assert.equal(await aws().accountId(), undefined);
      await aws().send(describeTasks);
    });
  });
});
