import { deepEqual, equal, match, rejects } from "node:assert/strict";
import { request } from "node:http";
import { startEmulator } from "../../../emulator";
import { Emulated, amiNumber, refusal } from "./harness";

describe("the emulator's control", () => {
  const aws = new Emulated({ startTimeMs: Date.UTC(2030, 0, 1) });

  async function call(method: string, path: string, body?: unknown) {
    const response = await fetch(`${aws.emulator.endpoint}/_emulator/${path}`, {
      method,
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    return { status: response.status, body: JSON.parse(await response.text()) };
  }

  it("tells that it is there, and its time", async () => {
    deepEqual((await call("GET", "health")).body, {
      status: "ok",
      now: "2030-01-01T00:00:00.000Z",
      nowMs: Date.UTC(2030, 0, 1),
    });
  });

  it("moves the clock, forward only", async () => {
    const { body } = await call("POST", "clock", { advanceMs: 1_500 });
    equal(body.now, "2030-01-01T00:00:01.500Z");
    equal(aws.emulator.clock.now(), body.nowMs);
    equal((await call("POST", "clock", { advanceMs: -1 })).status, 400);
    match((await call("POST", "clock", {})).body.error, /advanceMs/);
  });

  it("keeps real time in the Date header", async () => {
    const response = await fetch(`${aws.emulator.endpoint}/_emulator/health`);
    const skewMs = Date.parse(response.headers.get("date") ?? "") - Date.now();
    equal(Math.abs(skewMs) < 2_000, true, String(skewMs));
  });

  it("shows and empties the log, which holds no credentials", async () => {
    const id = await aws.start();
    const { body } = await call("GET", "log");
    deepEqual(body, aws.emulator.log());
    deepEqual(
      { ...body[0], time: "" },
      {
        time: "",
        emulatorTime: "2030-01-01T00:00:00.000Z",
        service: "ec2",
        operation: "ExportImage",
        region: "us-east-1",
        accountId: "123456789012",
        ids: ["ami-0123456789abcdef0", id],
        outcome: "ok",
        httpStatus: 200,
        attempt: 1,
        withheld: false,
      },
    );
    equal(/Signature|Credential|exports/.test(JSON.stringify(body)), false);
    await call("DELETE", "log");
    deepEqual(aws.emulator.log(), []);
  });

  it("takes, shows and forgets faults", async () => {
    const rule = { operation: "ExportImage", effect: { kind: "throttle" } };
    equal((await call("POST", "faults", rule)).status, 200);
    deepEqual((await call("GET", "faults")).body, [rule]);
    equal((await refusal(aws.start())).code, "RequestLimitExceeded");
    await call("DELETE", "faults");
    await aws.start();
    const wrong = await call("POST", "faults", { effect: { kind: "boom" } });
    equal(wrong.status, 400);
    match(wrong.body.error, /effect\.kind must be one of/);
  });

  it("says what AMIs are like, and shows tasks", async () => {
    await call("POST", "images", { imageId: amiNumber(9), missing: true });
    equal((await refusal(aws.start({ ImageId: amiNumber(9) }))).code, "InvalidAMIID.NotFound");
    equal((await call("POST", "images", { missing: true })).status, 400);
    await aws.start();
    deepEqual((await call("GET", "tasks")).body, JSON.parse(JSON.stringify(aws.emulator.tasks())));
  });

  it("lets withheld answers go", async () => {
    aws.emulator.addFault({ times: 1, effect: { kind: "hang" } });
    const start = aws.start();
    while (aws.emulator.log().length === 0) await new Promise(setImmediate);
    deepEqual((await call("GET", "held")).body, aws.emulator.heldCalls());
    await call("POST", "release");
    match(await start, /^export-ami-/);
    deepEqual((await call("GET", "held")).body, []);
  });

  it("forgets at a reset also what a held call has done when it was let go", async () => {
    const effect = { kind: "hang", workDone: false } as const;
    aws.emulator.addFault({ times: 1, effect });
    const start = aws.start();
    while (aws.emulator.heldCalls().length === 0) await new Promise(setImmediate);
    await call("POST", "reset");
    match(await start, /^export-ami-/);
    deepEqual([aws.emulator.tasks(), aws.emulator.log()], [[], []]);
  });

  it("resets all but the time", async () => {
    await aws.start();
    aws.emulator.clock.advance(5);
    aws.emulator.addFault({ effect: { kind: "throttle" } });
    await call("POST", "reset");
    deepEqual([aws.emulator.tasks(), aws.emulator.log(), aws.emulator.faults()], [[], [], []]);
    equal(aws.emulator.clock.now(), Date.UTC(2030, 0, 1) + 5);
  });

  it("knows its paths, and says so", async () => {
    const { status, body } = await call("POST", "nonsense");
    equal(status, 404);
    equal(body.known.includes("POST clock"), true);
    equal((await call("POST", "clock", [])).status, 400);
    equal((await fetch(`${aws.emulator.endpoint}/favicon.ico`)).status, 404);
  });

  it("refuses other hosts", async () => {
    for (const host of ["0.0.0.0", "::", "192.168.0.1", "example.org"]) {
      await rejects(startEmulator({ host }), /loopback only/);
    }
    const port = new URL(aws.emulator.endpoint).port;
    const status = await new Promise<number | undefined>((resolve, reject) => {
      const headers = { host: "evil.example" };
      request({ host: "127.0.0.1", port, path: "/_emulator/log", headers }, (response) => {
        response.resume();
        resolve(response.statusCode);
      })
        .on("error", reject)
        .end();
    });
    equal(status, 403);
  });

  it("refuses pages in a browser, which send their origin", async () => {
    await aws.start();
    for (const origin of ["https://evil.example", "null"]) {
      const reset = `${aws.emulator.endpoint}/_emulator/reset`;
      const response = await fetch(reset, { method: "POST", headers: { origin } });
      equal(response.status, 403);
      match(await response.text(), /not for pages in a browser/);
    }
    equal(aws.emulator.tasks().length, 1);
  });

  it("gives the environment of a client", () => {
    deepEqual(aws.emulator.environment(), {
      AWS_ENDPOINT_URL: aws.emulator.endpoint,
      AWS_REGION: "us-east-1",
      AWS_DEFAULT_REGION: "us-east-1",
      AWS_ACCESS_KEY_ID: "123456789012",
      AWS_SECRET_ACCESS_KEY: "emulator",
    });
  });

  it("rejects when the port is taken, and closes twice without complaint", async () => {
    const port = Number(new URL(aws.emulator.endpoint).port);
    await rejects(startEmulator({ port }), { code: "EADDRINUSE" });
    await aws.emulator.close();
  });
});
