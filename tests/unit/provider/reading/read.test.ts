/** Paging, dry runs and refusals, with answers that the emulator does not give. */
import assert from "node:assert/strict";
import { settingsFrom } from "../../../../provider/aws/settings";
import { CallError } from "../../../../provider/aws/errors";
import { exportImageTask } from "../../../../provider/kinds/ec2/exportImageTask";
import { RefusedError } from "../../../../provider/lifecycle/errors";
import type { AwsRequest, Props } from "../../../../provider/lifecycle/ports";
import type { ReadOperation } from "../../../../provider/reading/operation";
import { iterate, read, type Reader } from "../../../../provider/reading/read";

const THINGS: ReadOperation = {
  name: "tests.getThings",
  kind: exportImageTask,
  service: "ec2",
  operation: "DescribeThings",
  fields: {
    ids: { type: "list", items: { type: "string" } },
    maxResults: { type: "number", min: 1, max: 100 },
    nextToken: { type: "string", min: 1 },
    dryRun: { type: "boolean" },
  },
  remedies: { Nonsense: "Ask for something else." },
};
const ONE: ReadOperation = { ...THINGS, required: "thing" };
const LIST: ReadOperation = {
  ...THINGS,
  list: { member: "things", ids: "ids", largestPage: 100 },
};

/** AWS with these answers, one after the other; what it was asked is in `asked`. */
class Answers implements Reader {
  readonly settings = settingsFrom(() => ({}), { AWS_REGION: "us-east-1" });
  readonly asked: Props[] = [];
  readonly regions: string[] = [];

  constructor(
    readonly answers: (Props | Error)[],
    readonly hidden: Props = {},
  ) {}

  aws({ region }: { region: string }) {
    this.regions.push(region);
    return {
      region,
      key: region,
      accountId: async () => undefined,
      send: async ({ input }: AwsRequest) => {
        this.asked.push(input as Props);
        const answer = this.answers.shift() ?? {};
        if (answer instanceof Error) throw answer;
        return answer;
      },
    };
  }
}

const things = (...ids: number[]) => ids.map((id) => ({ Id: id }));
const ours = (...ids: number[]) => ids.map((id) => ({ id }));
const refused = (code: string, message = "no") =>
  new CallError("refused", code, "DescribeThings", message, undefined);
async function gathered(items: AsyncIterable<Props>): Promise<Props[]> {
  const all: Props[] = [];
  for await (const item of items) all.push(item);
  return all;
}

describe("a list that is read", () => {
  it("is asked for in the largest pages, to the last of them", async () => {
    const reader = new Answers([
      { Things: things(1, 2), NextToken: "a" },
      { Things: things(3), NextToken: "b" },
      { Things: things(4) },
    ]);
    assert.deepEqual(await read(LIST, {}, reader), { things: ours(1, 2, 3, 4) });
    assert.deepEqual(reader.asked, [
      { MaxResults: 100 },
      { MaxResults: 100, NextToken: "a" },
      { MaxResults: 100, NextToken: "b" },
    ]);
  });

  it("is asked for without a page size where AWS documents none", async () => {
    const reader = new Answers([{ Things: things(1), NextToken: "a" }, { Things: things(2) }]);
    const open: ReadOperation = { ...THINGS, list: { member: "things", ids: "ids" } };
    assert.deepEqual(await read(open, {}, reader), { things: ours(1, 2) });
    assert.deepEqual(reader.asked, [{}, { NextToken: "a" }]);
  });

  it("ends with an empty token, a missing one, and one that was there before", async () => {
    const empty = new Answers([{ Things: things(1), NextToken: "" }]);
    assert.deepEqual(await read(LIST, {}, empty), { things: ours(1) });
    const one = new Answers([{ Things: things(1), NextToken: "" }]);
    assert.deepEqual(await read(LIST, { maxResults: 5 }, one), { things: ours(1) });
    const circle = new Answers([
      { Things: things(1), NextToken: "a" },
      { Things: things(2), NextToken: "b" },
      { Things: things(3), NextToken: "a" },
    ]);
    assert.deepEqual(await read(LIST, {}, circle), { things: ours(1, 2, 3) });
    assert.equal(circle.asked.length, 3);
  });

  it("goes on after a page without anything on it, and may be missing in the answer", async () => {
    const reader = new Answers([{ NextToken: "a" }, { Things: [], NextToken: "b" }, {}]);
    assert.deepEqual(await read(LIST, {}, reader), { things: [] });
    assert.equal(reader.asked.length, 3);
  });

  it("is asked for by ids without a page size, and may have pages all the same", async () => {
    const reader = new Answers([{ Things: things(1), NextToken: "a" }, { Things: things(2) }]);
    assert.deepEqual(await read(LIST, { ids: ["1", "2"] }, reader), { things: ours(1, 2) });
    assert.deepEqual(reader.asked, [{ Ids: ["1", "2"] }, { Ids: ["1", "2"], NextToken: "a" }]);
  });

  it("is one page, as it was asked for, with its token", async () => {
    const reader = new Answers([{ Things: things(1), NextToken: "b" }]);
    const page = await read(LIST, { nextToken: "a" }, reader);
    assert.deepEqual(page, { things: ours(1), nextToken: "b" });
    assert.deepEqual(reader.asked, [{ NextToken: "a" }]);
  });

  it("is not asked for with what is not AWS's", async () => {
    const reader = new Answers([{}]);
    const args = { region: "eu-west-1", profile: "p", endpoint: "http://a.example", __secrets: [] };
    await read(LIST, { ...args, maxResults: 1 }, reader);
    assert.deepEqual(reader.asked, [{ MaxResults: 1 }]);
    assert.deepEqual(reader.regions, ["eu-west-1"]);
  });
});

describe("an iteration", () => {
  it("asks for a page when it is needed, and for none after the last item that is", async () => {
    const reader = new Answers([
      { Things: things(1, 2), NextToken: "a" },
      { NextToken: "b" },
      { Things: things(3) },
    ]);
    const items = iterate(LIST, {}, reader);
    assert.equal(reader.asked.length, 0);
    await items.next();
    await items.next();
    assert.equal(reader.asked.length, 1);
    assert.deepEqual((await items.next()).value, { id: 3 });
    assert.equal(reader.asked.length, 3);
    assert.equal((await items.next()).done, true);
  });

  it("begins at a token, with pages of a size", async () => {
    const reader = new Answers([{ Things: things(5), NextToken: "b" }, { Things: things(6) }]);
    const items = await gathered(iterate(LIST, { nextToken: "a", maxResults: 1 }, reader));
    assert.deepEqual(items, ours(5, 6));
    assert.deepEqual(reader.asked, [
      { NextToken: "a", MaxResults: 1 },
      { NextToken: "b", MaxResults: 1 },
    ]);
  });
});

describe("a single task that is read", () => {
  it("is AWS's answer", async () => {
    const reader = new Answers([{ Thing: { Id: 1 } }]);
    assert.deepEqual(await read(ONE, {}, reader), { thing: { id: 1 } });
  });

  it("has to be in it", async () => {
    const answer = read(ONE, {}, new Answers([{}]));
    await assert.rejects(answer, /DescribeThings: AWS answered without thing\./);
  });
});

describe("a dry run", () => {
  it("that would succeed is a result, however AWS says so", async () => {
    const dry = new Answers([refused("DryRunOperation", "It would.")]);
    const result = { dryRun: true, wouldSucceed: true };
    assert.deepEqual(await read(LIST, { dryRun: true }, dry), { ...result, message: "It would." });
    assert.deepEqual(dry.asked, [{ DryRun: true }]);
    const message = "AWS answered without an error.";
    assert.deepEqual(await read(LIST, { dryRun: true }, new Answers([{}])), { ...result, message });
  });

  it("that would not is AWS's refusal", async () => {
    const answer = read(LIST, { dryRun: true }, new Answers([refused("Nonsense", "No.")]));
    await assert.rejects(answer, /Nonsense: No\. Ask for something else\.$/);
  });

  it("is an error where nobody asked for one", async () => {
    const answer = read(LIST, { dryRun: false }, new Answers([refused("DryRunOperation")]));
    await assert.rejects(answer, /DryRunOperation/);
  });
});

describe("a refusal", () => {
  const failing = (error: Error, args: Props = {}, hidden: Props = {}) =>
    read(LIST, args, new Answers([error], hidden)).then(
      () => assert.fail("expected a refusal"),
      (thrown: Error) => thrown,
    );

  it("names the function, the Region, AWS's code and words, and the remedy", async () => {
    const cause = refused("Nonsense", "This is nonsense");
    const error = await failing(cause);
    assert.ok(error instanceof RefusedError);
    assert.equal(error.cause, cause);
    assert.equal(
      error.message,
      "tests.getThings in us-east-1: DescribeThings: Nonsense: This is nonsense. " +
        "Ask for something else.",
    );
  });

  it("has no words about starts", async () => {
    const { message } = await failing(refused("InvalidParameter", "The role is unknown"));
    assert.match(message, /InvalidParameter: The role is unknown\.$/);
  });

  it("repeats no secret of the arguments or the settings", async () => {
    const args = { nextToken: "hush-token", __secrets: ["nextToken"] };
    const hidden = { "aws:assumeRole": { externalId: "hush-id" }, __secrets: ["aws:assumeRole"] };
    const error = refused("Nonsense", "Neither hush-token nor hush-id");
    const { message } = await failing(error, args, hidden);
    assert.match(message, /Neither \[secret\] nor \[secret\]/);
  });
});
