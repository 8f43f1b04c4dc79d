// `onDelete: "delete"`: what may be deleted, when, and what never.
import assert from "node:assert/strict";
import { HOLD_TAG, ID_TAG } from "../../provider/lifecycle/identity";
import type { Props } from "../../provider/lifecycle/ports";
import { endings, type InAws, succeed } from "../support/inAws";
import { Stack, World } from "../support/stack";
import { FAILING, makesImage, SUBJECTS } from "./options/subjects";

const again = { triggers: ["again"] };
const NEITHER = /is deleted before its successor is started.*there is neither/;

for (const subject of SUBJECTS.filter(makesImage)) {
  describe(`what a ${subject.name} with onDelete: "delete" has made`, () => {
    const program: Props = { ...subject.inputs, onDelete: "delete" };
    const isNamed = subject.kind.nameInput !== undefined;
    /** What is so only where a successor may want the name. */
    const named = (title: string, test: () => Promise<void>) => isNamed && it(title, test);
    let world: World;
    let stack: Stack;
    let made: InAws;

    beforeEach(async () => {
      world = await World.make();
      stack = new Stack(world, subject.kind);
      made = await succeed(stack, program);
    });
    afterEach(() => world.close());

    describe("is kept, if the up that replaces it", () => {
      for (const [how, keeping] of [
        ['says "retain"', { ...subject.inputs, onDelete: "retain" }],
        ["leaves onDelete out", subject.inputs],
      ] as const) {
        it(`${how}, and gives another name`, async () => {
          const { error, step } = await stack.up({ ...keeping, ...subject.replacing });
          assert.deepEqual([step, error], ["replace", undefined]);
          assert.deepEqual(endings(world), []);
          assert.ok(await made.isKept());
        });

        named(`${how}: then the name is not free, which is said`, async () => {
          const { error, difference } = await stack.up({ ...keeping, ...again });
          assert.match(error ?? "", /the name is held by this resource's own kept result/);
          assert.equal(difference?.deleteBeforeReplace, false);
          assert.deepEqual(endings(world), []);
          assert.ok(await made.isKept());
        });
      }
    });

    describe("is deleted with its replacement", () => {
      it(isNamed ? "first, where that wants its name" : "last, as it has no name", async () => {
        const { difference, error } = await stack.up({ ...program, ...again });
        assert.deepEqual([difference?.deleteBeforeReplace, error], [isNamed, undefined]);
        assert.equal(endings(world).length, 1);
        assert.equal(await made.isKept(), false);
      });

      it("last, where that has another name", async () => {
        const { difference, error } = await stack.up({ ...program, ...subject.replacing });
        assert.deepEqual([difference?.deleteBeforeReplace, error], [false, undefined]);
        assert.equal(endings(world).length, 1);
        assert.equal(await made.isKept(), false);
      });
    });

    describe("does not go before its replacement, which may be elsewhere, with another", () => {
      const assumeRole = { roleArn: "arn:aws:iam::123456789012:role/images" };
      for (const change of [
        { region: "eu-west-1" },
        { ...again, profile: "images" },
        { ...again, assumeRole },
        { ...again, endpoint: "https://aws.example.com" },
        { ...again, endpoint: { ec2: "https://aws.example.com" } },
      ]) {
        it(JSON.stringify(change), async () => {
          const seen = await stack.preview({ ...program, ...change });
          assert.deepEqual([seen?.changes, seen?.deleteBeforeReplace], [true, false]);
          const effect = { kind: "deny" } as const;
          world.emulator.addFault({ operation: subject.start, effect });
          const { difference, error } = await stack.up({ ...program, ...change });
          assert.equal(difference?.deleteBeforeReplace, false);
          assert.match(error ?? "", /was not started/);
          assert.deepEqual(endings(world), []);
          assert.ok(await made.isKept());
          assert.doesNotMatch(world.texts.join("\n"), NEITHER);
        });
      }
    });

    describe("in an account that aws:allowedAccountIds does not hold", () => {
      const refusal =
        /was not deleted.* credentials are of account 123456789012, and .*allows 999999999999 on/;
      beforeEach(() => void (world.configuration["aws:allowedAccountIds"] = ["999999999999"]));

      it("is refused to be deleted, and stays in the state", async () => {
        await assert.rejects(stack.destroy(), refusal);
        assert.deepEqual(world.calls(), ["GetCallerIdentity"]);
        assert.ok(stack.state);
      });

      named("is refused to go before its replacement, which may not be started", async () => {
        await assert.rejects(stack.up({ ...program, ...again }), refusal);
        assert.deepEqual(endings(world), []);
        delete world.configuration["aws:allowedAccountIds"];
        assert.ok(await made.isKept());
      });

      it("is refused where its account is not known", async () => {
        const { accountId, ...outputs } = stack.state!.outputs;
        assert.equal(accountId, "123456789012");
        stack.state = { ...stack.state!, outputs };
        await assert.rejects(stack.destroy(), refusal);
        assert.deepEqual(endings(world), []);
      });

      it("is given up only where the account may be called in", async () => {
        const { error } = await stack.up(subject.inputs);
        assert.match(error ?? "", /is kept as it was.* aws:allowedAccountIds allows 9/);
        delete world.configuration["aws:allowedAccountIds"];
        assert.equal((await stack.up(subject.inputs)).error, undefined);
        await stack.destroy();
        assert.deepEqual(endings(world), []);
        assert.ok(await made.isKept());
      });
    });

    it("is deleted in an account that aws:allowedAccountIds holds", async () => {
      world.configuration["aws:allowedAccountIds"] = ["999999999999", "123456789012"];
      await stack.destroy();
      assert.equal(await made.isKept(), false);
    });

    describe("is said to go before there is another", () => {
      const warnings = () => world.texts.filter((text) => NEITHER.test(text));

      named("in the preview and in the update", async () => {
        await stack.preview({ ...program, ...again });
        assert.equal(warnings().length, 1);
        assert.ok(warnings()[0]!.includes(stack.state!.id));
        await stack.up({ ...program, ...again });
        assert.equal(warnings().length, 2);
      });

      named("and there is neither when the start fails", async () => {
        world.emulator.addFault({ operation: subject.start, effect: { kind: "deny" } });
        assert.match((await stack.up({ ...program, ...again })).error ?? "", /was not started/);
        assert.equal(warnings().length, 1);
        assert.equal(await made.isKept(), false);
      });

      it("but not where the new one goes first, nor without a replacement", async () => {
        await stack.preview({ ...program, ...subject.replacing });
        await stack.preview({ ...subject.inputs, ...again });
        await stack.preview({ ...program, timeouts: { wait: "1h" } });
        if (!isNamed) await stack.preview({ ...program, ...again });
        assert.deepEqual(warnings(), []);
      });
    });

    describe("without its marks", () => {
      it("is refused to be deleted: it may be somebody else's by now", async () => {
        await made.unmark();
        await assert.rejects(stack.destroy(), /the marks of this resource are not on it/);
        assert.deepEqual(endings(world), []);
        assert.ok(stack.state && (await made.isKept()));
      });

      it("does not go before its replacement either", async () => {
        await made.unmark();
        const replacing = stack.up({ ...program, ...again });
        await assert.rejects(replacing, /the marks of this resource are not on it/);
        assert.ok(await made.isKept());
      });

      it("is given up by a program that retains it", async () => {
        await stack.up(subject.inputs);
        await made.unmark();
        await stack.destroy();
        assert.deepEqual(endings(world), []);
        assert.ok(await made.isKept());
      });

      for (const [name, key] of [
        ["hold", HOLD_TAG],
        ["id", ID_TAG],
      ] as const) {
        it(`is deleted where only its ${name} is missing`, async () => {
          await made.unmark(key);
          await stack.destroy();
          assert.equal(endings(world).length, 1);
          assert.equal(await made.isKept(), false);
        });
      }
    });
  });

  describe(`what a ${subject.name} has made that never had marks`, () => {
    let world: World;
    beforeEach(async () => (world = await World.make()));
    afterEach(() => world.close());

    it("is deleted with identityTags: false", async () => {
      const stack = new Stack(world, subject.kind);
      const program = { ...subject.inputs, onDelete: "delete", identityTags: false };
      const made = await succeed(stack, program);
      assert.deepEqual(await made.tags(), subject.inputs.tags);
      await stack.destroy();
      assert.equal(await made.isKept(), false);
    });

    it("was not made where it has failed: no warning, whatever goes first", async () => {
      const stack = new Stack(world, subject.kind);
      const program = { ...subject.inputs, onDelete: "delete" };
      world.emulator.addFault({ operation: subject.start, times: 1, effect: FAILING });
      await stack.up(program);
      assert.match((await stack.up(program)).error ?? "", /It broke/);
      assert.equal((await stack.up(program)).error, undefined);
      assert.doesNotMatch(world.texts.join("\n"), NEITHER);
    });
  });
}
