import { deepEqual, equal, match, ok, rejects } from "node:assert/strict";
import { DescribeExportImageTasksCommand, ExportImageCommand } from "@aws-sdk/client-ec2";
import { GetCallerIdentityCommand } from "@aws-sdk/client-sts";
import type { AnswerEffect, FaultRule } from "../../../emulator";
import { Emulated, ami, amiNumber, exportOf, post, refusal, signed } from "./harness";

describe("faults of an answer", () => {
  const aws = new Emulated();
  const once = (effect: AnswerEffect, rule: Partial<FaultRule> = {}): void =>
    aws.emulator.addFault({ operation: "ExportImage", times: 1, ...rule, effect });
  const outcomes = () => aws.emulator.log().map(({ outcome, httpStatus }) => [outcome, httpStatus]);

  it("answers with any error, and nothing is done", async () => {
    once({ kind: "error", code: "Odd", message: "so <odd>", status: 418 });
    deepEqual(await refusal(aws.start()), { code: "Odd", message: "so <odd>", status: 418 });
    deepEqual(aws.emulator.tasks(), []);
    deepEqual(outcomes(), [["Odd", 418]]);
  });

  it("answers with an error after the work is done", async () => {
    once({ kind: "error", code: "InternalError", status: 500, workDone: true });
    equal((await refusal(aws.start())).status, 500);
    equal(aws.emulator.tasks().length, 1);
  });

  it("throttles with a hint or without, and each service in its own words", async () => {
    once({ kind: "throttle" });
    deepEqual(await refusal(aws.start()), {
      code: "RequestLimitExceeded",
      message: "Request limit exceeded.",
      status: 503,
    });
    once(
      { kind: "throttle", retryAfterSeconds: 3, retryAfterMs: 1_500 },
      { operation: "CreateTags" },
    );
    once({ kind: "throttle", retryAfterSeconds: 3, retryAfterMs: 1_500 });
    const body = "Action=ExportImage&Version=2016-11-15";
    const { headers } = await post(aws.emulator.endpoint, body);
    deepEqual([headers.get("retry-after"), headers.get("x-amz-retry-after")], ["3", "1500"]);
    once({ kind: "throttle" }, { operation: "GetCallerIdentity" });
    const identity = await refusal(aws.sts.send(new GetCallerIdentityCommand({})));
    equal(identity.code, "Throttling");
  });

  it("is overcome by a client that retries", async () => {
    once({ kind: "status5xx" }, { times: 2 });
    const patient = aws.ec2As({ maxAttempts: 3 });
    const { $metadata } = await patient.send(new ExportImageCommand(exportOf(ami)));
    equal($metadata.attempts, 3);
    deepEqual(
      aws.emulator.log().map(({ outcome, attempt }) => `${attempt} ${outcome}`),
      ["1 InternalError", "2 InternalError", "3 ok"],
    );
  });

  it("denies a call", async () => {
    once({ kind: "deny" });
    const { code, message, status } = await refusal(aws.start());
    deepEqual([code, status], ["UnauthorizedOperation", 403]);
    match(message, /^You are not authorized to perform this operation\. User: arn:aws:iam::1234/);
    match(message, /perform: ec2:ExportImage because/);
  });

  it("denies tagging alone", async () => {
    once({ kind: "deny", onlyWithTags: true });
    await aws.start();
    const tagged = aws.start({
      ImageId: amiNumber(1),
      TagSpecifications: [{ ResourceType: "export-image-task", Tags: [{ Key: "k", Value: "v" }] }],
    });
    const { code, message } = await refusal(tagged);
    equal(code, "UnauthorizedOperation");
    match(message, /perform: ec2:CreateTags because/);
    equal(aws.emulator.tasks().length, 1);
  });

  it("fails with 5xx as XML, HTML or nothing, before or after the work", async () => {
    const body = "Action=DescribeExportImageTasks&Version=2016-11-15";
    const answers: string[] = [];
    const describe = { operation: "DescribeExportImageTasks" };
    once({ kind: "status5xx" }, describe);
    once({ kind: "status5xx", status: 503 }, describe);
    once({ kind: "status5xx", status: 502, body: "html" }, describe);
    once({ kind: "status5xx", status: 504, body: "empty" }, describe);
    for (let n = 0; n < 4; n += 1) {
      const response = await post(aws.emulator.endpoint, body);
      answers.push(`${response.status} ${(await response.text()).replace(/^.*\n?.*<Code>/, "")}`);
    }
    match(answers[0] ?? "", /^500 InternalError<\/Code>/);
    match(answers[1] ?? "", /^503 Unavailable<\/Code>/);
    match(answers[2] ?? "", /^502 <html>/);
    equal(answers[3], "504 ");
    deepEqual(outcomes().slice(2), [
      ["http502", 502],
      ["http504", 504],
    ]);
    once({ kind: "status5xx", workDone: true });
    await refusal(aws.start());
    equal(aws.emulator.tasks().length, 1);
  });

  it("resets the connection before the work", async () => {
    once({ kind: "resetBefore" });
    equal((await refusal(aws.start())).status, undefined);
    deepEqual(aws.emulator.tasks(), []);
    const [entry] = aws.emulator.log();
    deepEqual([entry?.outcome, entry?.httpStatus, entry?.withheld], ["reset", 0, true]);
    deepEqual(entry?.ids, [ami]);
  });

  it("resets the connection after the work: a lost answer", async () => {
    once({ kind: "resetAfter" });
    await refusal(aws.start({ ClientToken: "t" }));
    equal(aws.emulator.tasks().length, 1);
    const id = await aws.start({ ClientToken: "t" });
    deepEqual(
      aws.emulator.tasks().map((task) => task.id),
      [id],
    );
    deepEqual(aws.emulator.log()[0]?.ids, [ami, id]);
  });

  it("cuts the body, with the connection whole or broken", async () => {
    once({ kind: "cutBody" });
    const short = await refusal(aws.start());
    equal(short.status, 200);
    once({ kind: "cutBody", reset: true });
    const broken = await refusal(aws.start({ ImageId: amiNumber(1) }));
    match(broken.message, /^aborted/);
    equal(aws.emulator.tasks().length, 2);
    deepEqual(
      aws.emulator.log().map(({ outcome }) => outcome),
      ["cut", "cut"],
    );
  });

  it("delays an answer, not the work", async () => {
    aws.emulator.addFault({ times: 1, effect: { kind: "delayMs", ms: 30 } });
    const before = Date.now();
    await aws.ec2.send(new DescribeExportImageTasksCommand({}));
    ok(Date.now() - before >= 29);
  });

  it("withholds an answer until it is released", async () => {
    once({ kind: "hang" });
    let answered = false;
    const start = aws.start().finally(() => (answered = true));
    while (aws.emulator.log().length === 0) await new Promise(setImmediate);
    await aws.ec2As({}).send(new DescribeExportImageTasksCommand({}));
    deepEqual([answered, aws.emulator.tasks().length], [false, 1]);
    const [{ ids, workDone } = {}] = aws.emulator.heldCalls();
    deepEqual([ids, workDone], [[ami, aws.emulator.tasks()[0]?.id], true]);
    aws.emulator.release();
    match(await start, /^export-ami-/);
    deepEqual(outcomes(), [
      ["hang", 0],
      ["ok", 200],
    ]);
  });

  it("holds a call before its work, which is done when it is released", async () => {
    once({ kind: "hang", workDone: false });
    const start = aws.start();
    while (aws.emulator.heldCalls().length === 0) await new Promise(setImmediate);
    const held = { service: "ec2", operation: "ExportImage", ids: [ami], workDone: false };
    deepEqual(aws.emulator.heldCalls(), [held]);
    deepEqual([aws.emulator.tasks(), aws.emulator.log()], [[], []]);
    aws.emulator.clock.advance(5_000);
    aws.emulator.release();
    match(await start, /^export-ami-/);
    equal(aws.emulator.tasks()[0]?.progress, 0);
    deepEqual(outcomes(), [["ok", 200]]);
    deepEqual(aws.emulator.heldCalls(), []);
  });

  it("never does the work of a held call whose client has gone", async () => {
    once({ kind: "hang", workDone: false });
    const body = "Action=ExportImage&Version=2016-11-15";
    const abort = new AbortController();
    const request = { method: "POST", body, headers: signed("ec2"), signal: abort.signal };
    const given = rejects(fetch(aws.emulator.endpoint, request));
    while (aws.emulator.heldCalls().length === 0) await new Promise(setImmediate);
    abort.abort();
    await given;
    while (aws.emulator.heldCalls().length > 0) await new Promise(setImmediate);
    aws.emulator.release();
    deepEqual(aws.emulator.tasks(), []);
    const [entry, ...others] = aws.emulator.log();
    deepEqual([entry?.outcome, entry?.httpStatus, entry?.withheld], ["gone", 0, true]);
    deepEqual(others, []);
  });

  it("delays the answer of a held call, and refuses it, as it does any other", async () => {
    aws.emulator.addFault({ times: 1, effect: { kind: "delayMs", ms: 30 } });
    once({ kind: "hang", workDone: false });
    const refused = refusal(aws.start({ ImageId: "ami-1" }));
    while (aws.emulator.heldCalls().length === 0) await new Promise(setImmediate);
    const before = Date.now();
    aws.emulator.release();
    equal((await refused).code, "InvalidAMIID.Malformed");
    ok(Date.now() - before >= 29);
  });

  it("forgets a withheld answer when the client gives up, and ends with the emulator", async () => {
    once({ kind: "hang" }, { times: 2 });
    const body = "Action=ExportImage&Version=2016-11-15";
    const abort = new AbortController();
    const request = { method: "POST", body, headers: signed("ec2"), signal: abort.signal };
    const given = rejects(fetch(aws.emulator.endpoint, request));
    while (aws.emulator.log().length === 0) await new Promise(setImmediate);
    abort.abort();
    await given;
    const cut = rejects(aws.start());
    while (aws.emulator.log().length < 2) await new Promise(setImmediate);
    equal(aws.emulator.heldCalls().length, 1);
    await aws.emulator.close();
    await cut;
  });
});
