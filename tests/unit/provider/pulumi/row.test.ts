import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { setImmediate as turn } from "node:timers/promises";
import type * as Grpc from "@grpc/grpc-js";
import { EngineService } from "@pulumi/pulumi/proto/engine_grpc_pb";
import { type LogRequest, LogSeverity } from "@pulumi/pulumi/proto/engine_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { engineAddress, rowAt, SILENT } from "../../../../provider/pulumi/row";
import { ManualClock } from "../../../support/manualClock";

/** The copy of grpc that @pulumi/pulumi uses: its service works with no other. */
const requireAsPulumi = createRequire(require.resolve("@pulumi/pulumi"));
const grpc = requireAsPulumi("@grpc/grpc-js") as typeof Grpc;

describe("engineAddress", () => {
  const argv = (...last: string[]) => ["node", "dynamic-provider", ...last];
  const addresses = ["127.0.0.1:40123", "localhost:1", "[::1]:40123", "engine.example:65535"];
  for (const address of addresses) {
    it(`takes ${address}`, () => assert.equal(engineAddress(argv(address)), address));
  }

  const others = [
    ...["", "mocha", "--spec", "127.0.0.1", ":40123", "127.0.0.1:", "a:b", "C:\\a", "http://a:80"],
    ...["::1:40123", "127.0.0.1:40123 ", "127.0.0.1:40123\n", "tests/a.test.ts", "--port=a:1"],
  ];
  for (const other of others) {
    it(`does not take ${JSON.stringify(other)}`, () => {
      assert.equal(engineAddress(argv(other)), undefined);
    });
  }

  it("takes the last argument only, and nothing of none", () => {
    assert.equal(engineAddress(argv("127.0.0.1:1", "--flag")), undefined);
    assert.equal(engineAddress([]), undefined);
  });
});

describe("a row at an engine", () => {
  let server: Grpc.Server;
  let address: string;
  let clock: ManualClock;
  let logged: LogRequest.AsObject[];
  let isFailing: boolean;
  let isSlow: boolean;
  let atOnce: number;
  let mostAtOnce: number;

  beforeEach(async () => {
    logged = [];
    isFailing = false;
    isSlow = false;
    atOnce = 0;
    mostAtOnce = 0;
    clock = new ManualClock(0);
    server = new grpc.Server();
    const log: Grpc.handleUnaryCall<LogRequest, Empty> = ({ request }, answer) => {
      logged.push(request.toObject());
      if (isSlow) {
        mostAtOnce = Math.max(mostAtOnce, ++atOnce);
        setImmediate(() => {
          atOnce--;
          answer(null, new Empty());
        });
      } else if (isFailing) answer({ code: grpc.status.UNAVAILABLE, message: "gone" });
      else answer(null, new Empty());
    };
    server.addService(EngineService as unknown as Grpc.ServiceDefinition, { log });
    const credentials = grpc.ServerCredentials.createInsecure();
    const port = await new Promise<number>((done, fail) =>
      server.bindAsync("127.0.0.1:0", credentials, (error, bound) =>
        error ? fail(error) : done(bound),
      ),
    );
    address = `127.0.0.1:${port}`;
  });
  afterEach(() => server.forceShutdown());

  /** The texts that arrived, once there are as many. */
  const arrived = async (count: number): Promise<string[]> => {
    while (logged.length < count) await turn();
    return logged.map(({ message }) => message);
  };

  const onScreen = () => rowAt(address, clock, () => true);
  const inLog = () => rowAt(address, clock, () => false);

  it("sends a passing text, a lasting one and a warning, each with the resource's URN", async () => {
    const row = onScreen();
    row.status("urn:a", "active 43 %");
    row.info("urn:a", "completed");
    row.warn("urn:a", "mind");
    await arrived(3);
    const { INFO, WARNING } = LogSeverity;
    const facts = logged.map(({ message, severity, urn, ephemeral }) => ({
      ...{ message, severity, urn, ephemeral },
    }));
    assert.deepEqual(facts, [
      { message: "active 43 %", severity: INFO, urn: "urn:a", ephemeral: true },
      { message: "completed", severity: INFO, urn: "urn:a", ephemeral: false },
      { message: "mind", severity: WARNING, urn: "urn:a", ephemeral: false },
    ]);
  });

  it("shows one passing text per second and resource on a screen, the last one", async () => {
    const row = onScreen();
    for (let step = 0; step < 5; step++) {
      for (const urn of ["urn:a", "urn:b"]) row.status(urn, `${urn} at ${clock.now()}`);
      await clock.advance(400);
    }
    await clock.advance(1_000);
    assert.deepEqual(await arrived(6), [
      ...["urn:a at 0", "urn:b at 0", "urn:a at 800", "urn:b at 800"],
      ...["urn:a at 1600", "urn:b at 1600"],
    ]);
  });

  it("shows nothing that was held back over what was said since", async () => {
    const row = onScreen();
    row.status("urn:a", "waiting");
    row.status("urn:a", "active 99 %");
    row.info("urn:a", "completed");
    await clock.advance(5_000);
    row.info("urn:a", "end");
    assert.deepEqual(await arrived(3), ["waiting", "completed", "end"]);
  });

  it("writes ever fewer passing texts into a log, and the last one of a wait", async () => {
    const row = inLog();
    row.status("urn:a", "begins", "begins");
    for (let second = 5; second <= 120; second += 5) {
      await clock.advance(5_000);
      row.status("urn:a", `at ${second}`);
    }
    row.status("urn:a", "ends", "ends");
    assert.deepEqual(await arrived(6), ["begins", "at 10", "at 30", "at 60", "at 120", "ends"]);
  });

  it("sends every lasting text, however fast they come", async () => {
    const row = onScreen();
    for (let n = 0; n < 20; n++) row.info("urn:a", `text ${n}`);
    assert.equal(new Set(await arrived(20)).size, 20);
  });

  it("keeps the order of a resource's texts, whatever the engine makes of calls at once", async () => {
    const row = inLog();
    isSlow = true;
    for (let n = 0; n < 5; n++) row.info("urn:a", `text ${n}`);
    row.info("urn:b", "another's");
    await row.flush();
    const own = logged.filter(({ urn }) => urn === "urn:a").map(({ message }) => message);
    assert.deepEqual(own, ["text 0", "text 1", "text 2", "text 3", "text 4"]);
    assert.ok(mostAtOnce <= 2, `${mostAtOnce} at once`);
  });

  it("bears texts that are no texts, long ones and unusual ones", async () => {
    const row = onScreen();
    for (const odd of [undefined, 5, "\ud800", "x".repeat(1_000_000)]) {
      row.info("urn:a", odd as string);
    }
    row.info("urn:a", "end");
    while (!logged.some(({ message }) => message === "end")) await turn();
  });

  it("never throws when the engine refuses, nor when it is gone", async () => {
    isFailing = true;
    const row = onScreen();
    row.info("urn:a", "refused");
    await arrived(1);
    server.forceShutdown();
    row.info("urn:a", "to nobody");
    row.warn("urn:a", "to nobody");
    for (let n = 0; n < 10; n++) await turn();
  });
});

describe("a row without an engine", () => {
  it("is silent", () => {
    const row = rowAt(undefined, new ManualClock(0));
    assert.equal(row, SILENT);
    row.status("urn:a", "a");
    row.info(undefined, "a");
    row.warn("urn:a", "a");
  });

  it("never throws at an address that is none", () => {
    const row = rowAt("no address", new ManualClock(0), () => true);
    row.status("urn:a", "a");
    row.warn("urn:a", "a");
  });
});
