// Who is called, as whom and where, by what the configuration and the inputs say; and what happens
// where that can't be.
import assert from "node:assert/strict";
import { Callers } from "../../provider/aws/clients";
import { exportImageTasks } from "../../provider/kinds/ec2/reads";
import type { Caller } from "../../provider/lifecycle/caller";
import type { Props } from "../../provider/lifecycle/ports";
import { read } from "../../provider/reading/read";
import { Completing } from "../support/completing";
import { CallingStack, callingContext, configure } from "../support/callingStack";
import { World } from "../support/stack";
import { AwsEnvironment, HUB, TARGET } from "../unit/provider/support/recordingAws";
import { type Subject, SUBJECTS } from "./options/subjects";

const ACCOUNT = "123456789012";
const OTHER = "999999999999";
const ALLOWED = "aws:allowedAccountIds";
const [EXPORT] = SUBJECTS as readonly [Subject];

describe("the configuration", () => {
  let world: World;
  let environment: AwsEnvironment;
  beforeEach(async () => {
    environment = new AwsEnvironment({ AWS_ACCESS_KEY_ID: "", AWS_SECRET_ACCESS_KEY: "" });
    world = await World.make();
    configure(world);
  });
  afterEach(async () => {
    await world.close();
    environment.restore();
  });

  /** Account, Region and operation of every call since the last look. */
  const calls = () => {
    const all = world.emulator.log();
    world.emulator.clearLog();
    return all.map((one) => `${one.accountId} ${one.region} ${one.operation}`);
  };
  const set = (settings: Props) => Object.assign(world.configuration, settings);
  const warned = (words: RegExp) => world.texts.filter((text) => words.test(text)).length;

  async function succeeded(stack: CallingStack, { inputs }: Subject): Promise<void> {
    assert.equal((await stack.up(inputs)).error, undefined);
    world.clock.jump(60_000);
    assert.equal((await stack.up(inputs)).error, undefined);
    assert.equal(stack.state!.outputs.taskState, "succeeded");
    calls();
  }

  for (const subject of SUBJECTS) {
    const { inputs, name, start } = subject;

    describe(`${name} by the configuration`, () => {
      it("is called for by its keys, which assume its roles, in its Region", async () => {
        set({
          "aws:region": "eu-west-1",
          "aws:assumeRoles": JSON.stringify([{ roleArn: HUB }, { roleArn: TARGET }]),
          [ALLOWED]: '["333333333333"]',
        });
        const stack = new CallingStack(world, subject.kind);
        await stack.up(inputs);
        const [first, second, ...others] = calls();
        assert.deepEqual(
          [first, second],
          [`${ACCOUNT} eu-west-1 AssumeRole`, "222222222222 eu-west-1 AssumeRole"],
        );
        assert.ok(others.every((call) => call.startsWith("333333333333 eu-west-1 ")));
        assert.equal(others[0], "333333333333 eu-west-1 GetCallerIdentity");
        assert.ok(others.includes(`333333333333 eu-west-1 ${start}`));
        assert.equal(stack.state!.outputs.accountId, "333333333333");
      });

      it("is called for by its own inputs before that", async () => {
        set({ "aws:region": "eu-west-1", "aws:assumeRole": { roleArn: HUB } });
        const stack = new CallingStack(world, subject.kind);
        const own = { region: "us-west-2", assumeRole: { roleArn: TARGET } };
        await stack.up({ ...inputs, ...own });
        const [first, ...others] = calls();
        assert.equal(first, `${ACCOUNT} us-west-2 AssumeRole`);
        assert.ok(others.every((call) => call.startsWith("333333333333 us-west-2 ")));
      });
    });

    describe(`${name} in an account that is not allowed`, () => {
      const refusal = new RegExp(`of account ${ACCOUNT}, and ${ALLOWED} allows ${OTHER} only`);
      const forbid = () => set({ [ALLOWED]: [OTHER] });
      const onlyAsked = () => assert.deepEqual(calls().map(operation), ["GetCallerIdentity"]);
      const operation = (call: string) => call.split(" ")[2]!;

      it("is not started, and is once the account is allowed", async () => {
        forbid();
        const stack = new CallingStack(world, subject.kind);
        assert.equal(await stack.preview(inputs), undefined);
        assert.deepEqual(calls(), []);
        const { error = "" } = await stack.up(inputs);
        assert.match(error, /was not started\. GetCallerIdentity: AccountNotAllowed/);
        assert.match(error, refusal);
        onlyAsked();
        assert.equal(stack.state, undefined);
        set({ [ALLOWED]: [OTHER, ACCOUNT] });
        assert.equal((await stack.up(inputs)).error, undefined);
      });

      it("running, is a warning in a preview and an error else, and nothing is lost", async () => {
        const stack = new CallingStack(world, subject.kind);
        await stack.up(inputs);
        const before = stack.state!;
        calls();
        forbid();
        assert.deepEqual(await stack.preview(inputs), { changes: true });
        assert.equal(warned(/last recorded ones are shown.*AccountNotAllowed/), 1);
        onlyAsked();
        for (const wait of ["diff", "update", "none"]) {
          const { step, error = "" } = await stack.up({ ...inputs, wait });
          assert.equal(step, "update");
          assert.match(error, refusal);
          onlyAsked();
        }
        await assert.rejects(stack.refresh(), refusal);
        onlyAsked();
        await assert.rejects(stack.destroy(), refusal);
        onlyAsked();
        assert.equal(stack.state!.id, before.id);
        assert.deepEqual(stack.state!.outputs.taskState, "running");
        delete world.configuration[ALLOWED];
        assert.equal((await stack.up(inputs)).error, undefined);
        assert.equal(stack.state!.id, before.id);
        assert.equal(world.emulator.tasks().length, 1);
      });

      it("settled, costs no call, and a refresh and a destroy say so", async () => {
        const stack = new CallingStack(world, subject.kind);
        await succeeded(stack, subject);
        const { outputs } = stack.state!;
        forbid();
        assert.deepEqual(await stack.preview(inputs), { changes: false });
        assert.equal((await stack.up(inputs)).step, "same");
        assert.deepEqual(calls(), []);
        await assert.rejects(stack.refresh(), refusal);
        await assert.rejects(stack.destroy(), refusal);
        assert.deepEqual(stack.state!.outputs, outputs);
      });
    });
  }

  describe("an account that can't be learned", () => {
    it("is refused where accounts are limited, until it can be", async () => {
      set({ "aws:forbiddenAccountIds": [OTHER] });
      const id = world.emulator.addFault({
        operation: "GetCallerIdentity",
        effect: { kind: "deny" },
      });
      const stack = new CallingStack(world, EXPORT.kind);
      const { error = "" } = await stack.up(EXPORT.inputs);
      assert.match(
        error,
        /was not started\. GetCallerIdentity: AccessDenied: .*forbiddenAccountIds/,
      );
      assert.equal(world.emulator.tasks().length, 0);
      world.emulator.clearFaults();
      assert.equal((await stack.up(EXPORT.inputs)).error, undefined, String(id));
    });

    it("is tried again during a wait where that may pass", async () => {
      const stack = new CallingStack(world, EXPORT.kind);
      await stack.up(EXPORT.inputs);
      set({ [ALLOWED]: [ACCOUNT] });
      const effect = { kind: "error", code: "ServiceUnavailable", status: 503 } as const;
      world.emulator.addFault({ operation: "GetCallerIdentity", times: 5, effect });
      assert.equal((await stack.up(EXPORT.inputs)).error, undefined);
      assert.equal(stack.state!.outputs.taskState, "succeeded");
    });
  });

  describe("a Completion in an account that is not allowed", () => {
    it("fails with that reason", async () => {
      const stack = new CallingStack(world, EXPORT.kind);
      await stack.up(EXPORT.inputs);
      set({ [ALLOWED]: [OTHER] });
      const reason = await new Completing(stack).reason(callingContext(world));
      assert.match(reason, /could not be waited for.*AccountNotAllowed.*allows 999999999999 only/);
    });
  });

  describe("a function in an account that is not allowed", () => {
    it("fails with that reason, and asks for nothing else", async () => {
      set({ [ALLOWED]: [OTHER] });
      const { settings } = world.context();
      const callers = new Callers();
      const reader = { settings, aws: (caller: Caller) => callers.aws(caller) };
      const told =
        /getExportImageTasks in us-east-1: .*AccountNotAllowed.* allows 999999999999 only/;
      await assert.rejects(read(exportImageTasks, {}, reader), told);
      assert.deepEqual(calls(), [`${ACCOUNT} us-east-1 GetCallerIdentity`]);
    });
  });

  describe("what is wrong with the configuration", () => {
    it("is told by a refresh and a destroy, which have no check, and nothing is lost", async () => {
      const stack = new CallingStack(world, EXPORT.kind);
      await succeeded(stack, EXPORT);
      const { outputs } = stack.state!;
      set({ [ALLOWED]: '["1234567890123"]', "aws:token": ["hush"] });
      const told =
        /aws:token: must be a string, got \[secret\]\naws:allowedAccountIds\[0\]: must be/;
      await assert.rejects(stack.preview(EXPORT.inputs), told);
      await assert.rejects(stack.refresh(), told);
      await assert.rejects(stack.destroy(), told);
      assert.deepEqual(stack.state!.outputs, outputs);
      assert.deepEqual(calls(), []);
    });

    it("is said of a missing Region by the check of a create, and of no other", async () => {
      const stack = new CallingStack(world, EXPORT.kind);
      delete world.environment.AWS_REGION;
      await assert.rejects(stack.preview(EXPORT.inputs), /^Error: region: is required/);
      world.environment.AWS_REGION = "eu-west-1";
      await stack.up(EXPORT.inputs);
      delete world.environment.AWS_REGION;
      assert.equal((await stack.up(EXPORT.inputs)).error, undefined);
      assert.equal(stack.state!.outputs.region, "eu-west-1");
      await stack.refresh();
      await stack.destroy();
    });
  });

  describe("missing credentials", () => {
    it("are a warning in a preview, the error of an update, and nothing is lost", async () => {
      const stack = new CallingStack(world, EXPORT.kind);
      await stack.up(EXPORT.inputs);
      const { "aws:accessKey": key, "aws:secretKey": secret, ...others } = world.configuration;
      for (const name of ["aws:accessKey", "aws:secretKey"]) delete world.configuration[name];
      assert.deepEqual(await stack.preview(EXPORT.inputs), { changes: true });
      assert.equal(warned(/last recorded ones are shown.*Check the AWS credentials/), 1);
      const { error = "" } = await stack.up(EXPORT.inputs);
      assert.match(error, /is kept as it was.*Check the AWS credentials/);
      set({ ...others, "aws:accessKey": key, "aws:secretKey": secret });
      assert.equal((await stack.up(EXPORT.inputs)).error, undefined);
      assert.equal(world.emulator.tasks().length, 1);
    });
  });
});
