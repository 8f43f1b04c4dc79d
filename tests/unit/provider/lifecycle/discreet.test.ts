// What a call says and throws repeats no secret of the properties that it was called with.
import assert from "node:assert/strict";
import type { Context } from "../../../../provider/lifecycle/context";
import { keeping, RefusedError, type TaskError } from "../../../../provider/lifecycle/errors";
import type { Props } from "../../../../provider/lifecycle/ports";
import { discreetly } from "../../../../provider/lifecycle/discreet";
import { awsError, contextWith, TASK_ID, type TestContext } from "../support/context";

const OLDS: Props = { tags: { token: "hush-old" }, __secrets: ["tags"] };
const NEWS: Props = {
  tags: { token: "hush-new", list: "hush-new-2" },
  s3ExportLocation: { s3Bucket: "hush-bucket" },
  profile: "images",
  __secrets: ["tags", "s3ExportLocation"],
};
const OPEN: Props = { tags: { token: "hush-old" }, profile: "images" };
const TOLD = "images: hush-old, hush-new, hush-new-2 and hush-bucket are refused";
const REDACTED = "images: [secret], [secret], [secret] and [secret] are refused";

type Say = (context: Context, text: string) => void;
const WAYS: Readonly<Record<"status" | "info" | "warn", Say>> = {
  status: ({ row }, text) => row.status("urn", text),
  info: ({ row }, text) => row.info("urn", text),
  warn: ({ row }, text) => row.warn("urn", text),
};

describe("a discreet call", () => {
  let context: TestContext;
  beforeEach(() => (context = contextWith()));
  const thrown = async (error: unknown, all: readonly Props[]): Promise<unknown> =>
    discreetly(context, all, () => Promise.reject(error)).then(
      () => assert.fail("it has thrown nothing"),
      (seen: unknown) => seen,
    );

  for (const [way, say] of Object.entries(WAYS)) {
    it(`shows no secret of old or new properties as ${way}`, async () => {
      await discreetly(context, [OLDS, NEWS], (discreet) => say(discreet, TOLD));
      assert.deepEqual(context.texts[way as keyof typeof WAYS], [REDACTED]);
    });
  }

  it("says it on the resource's own row", async () => {
    const urns: unknown[] = [];
    const row = { ...context.row, info: (urn: string | undefined) => void urns.push(urn) };
    await discreetly({ ...context, row }, [NEWS], (discreet) => WAYS.info(discreet, TOLD));
    assert.deepEqual(urns, ["urn"]);
  });

  it("does not say what comes late, after its end, either", async () => {
    let late = () => {};
    await discreetly(context, [OLDS, NEWS], (discreet) => {
      late = () => WAYS.warn(discreet, TOLD);
    });
    late();
    assert.deepEqual(context.texts.warn, [REDACTED]);
  });

  for (const [what, error] of [
    ["a refusal", new RefusedError(TOLD)],
    ["an error of AWS", awsError("refused", "ValidationException", TOLD)],
    ["a mistake", new TypeError(TOLD)],
  ] as const) {
    it(`throws ${what} without the secrets, and the same error otherwise`, async () => {
      const seen = await thrown(error, [OLDS, NEWS]);
      assert.equal(seen, error);
      assert.equal(error.message, REDACTED);
    });
  }

  it("throws what keeps a state with it, and no secret in its reasons", async () => {
    const reason = "hush-new, hush-new-2 and hush-bucket are refused";
    const error = (await thrown(keeping(TASK_ID, NEWS, NEWS, reason), [NEWS])) as TaskError;
    const expected = "[secret], [secret] and [secret] are refused";
    assert.deepEqual([error.message, error.reasons], [expected, [expected]]);
    assert.deepEqual([error.id, error.properties.tags], [TASK_ID, NEWS.tags]);
  });

  it("throws reasons without what was secret before, either", async () => {
    const kept = keeping(TASK_ID, NEWS, NEWS, TOLD);
    const error = (await thrown(kept, [OLDS, NEWS])) as TaskError;
    assert.deepEqual([error.message, error.reasons], [REDACTED, [REDACTED]]);
    assert.deepEqual([error.id, error.properties], [TASK_ID, kept.properties]);
  });

  it("throws what is no error as it is", async () => {
    assert.equal(await thrown(undefined, [NEWS]), undefined);
    assert.equal(await thrown("broken", [NEWS]), "broken");
  });

  it("throws what its work throws at once, without a promise", async () => {
    const work = () => {
      throw new RefusedError(TOLD);
    };
    await assert.rejects(discreetly(context, [OLDS, NEWS], work), { message: REDACTED });
  });

  it("answers what its work answers: what is stored may be secret", async () => {
    const answer = { outs: NEWS };
    assert.equal(await discreetly(context, [NEWS], () => Promise.resolve(answer)), answer);
    assert.equal(answer.outs.tags, NEWS.tags);
  });

  it("has all else of its context: its memory is that of the process", async () => {
    await discreetly(context, [NEWS], (discreet) => {
      const { row, ...others } = discreet;
      assert.notEqual(row, context.row);
      for (const [name, value] of Object.entries(others)) {
        assert.equal(value, context[name as keyof Context], name);
      }
    });
  });

  describe("without a secret", () => {
    for (const [what, all] of [
      ["properties that mark none", [OPEN, { ...OPEN, __secrets: [] }]],
      ["no properties", []],
    ] as const) {
      it(`changes nothing with ${what}`, async () => {
        await discreetly(context, all, (same) => {
          assert.equal(same, context);
          WAYS.info(same, TOLD);
        });
        assert.deepEqual(context.texts.info, [TOLD]);
        const error = new RefusedError(TOLD);
        assert.equal(await thrown(error, all), error);
        assert.equal(error.message, TOLD);
      });
    }
  });
});
