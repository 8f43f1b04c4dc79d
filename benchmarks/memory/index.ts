/** b, second part: what the provider's process holds while many tasks are waited for. */
import fs from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { startEmulator } from "../../emulator";
import { SdkAws } from "../../provider/aws/clients";
import { exportImageTask } from "../../provider/kinds/ec2/exportImageTask";
import { identityText } from "../../provider/lifecycle/identity";
import type { Aws, Props } from "../../provider/lifecycle/ports";
import type { Bar, Benchmark, RunOptions } from "../benchmark";
import { digits, median } from "../support/statistics";
import { startEngine } from "./engine";
import { Host } from "./host";

export const memory: Benchmark = {
  name: "memory",
  title: "Memory of the provider's process while tasks are waited for",
  async run(options) {
    const counts = options.isQuick ? [1, 100] : [1, 10, 100, 1_000];
    const runs = options.isQuick ? 1 : 3;
    const rows: Row[] = [];
    for (const count of counts) rows.push(await rowOf(count, runs, options));
    return {
      about: ABOUT,
      tables: [
        {
          title: `MiB after a collection (median of ${runs})`,
          columns: [
            ...["tasks", "resident: ours", "no-op", "ours ÷ no-op"],
            ...["heap: ours", "no-op", "ours ÷ no-op"],
          ],
          rows: rows.map(({ count, ours, noOp }) => [
            count,
            ...compared(ours.rss, noOp.rss),
            ...compared(ours.heapUsed, noOp.heapUsed),
          ]),
        },
      ],
      bars: rows.map(barOf),
      plots: [],
    };
  },
};

const ABOUT = `Pulumi's own host for dynamic providers, spoken to as the engine does. Ours waits for
that many EC2 exports at once and has asked for all of them a good many times; the no-op provider is
in a process of its own, was given the same resources, and has loaded the same client (the SDK's EC2
client) and made one call with it. Measured after a full collection.`;

interface Row {
  readonly count: number;
  readonly ours: Memory;
  readonly noOp: Memory;
}
type Memory = Pick<NodeJS.MemoryUsage, "rss" | "heapUsed">;

const MIB = 2 ** 20;
const compared = (ours: number, noOp: number) => [
  ...[digits(ours / MIB), digits(noOp / MIB)],
  digits(ours / noOp),
];

function barOf({ count, ours, noOp }: Row): Bar {
  const tasks = count === 1 ? "1 task" : `${count} tasks`;
  const figure = `${tasks}: resident memory, ours ÷ no-op`;
  return { figure, measured: ours.rss / noOp.rss, most: 1.3 };
}

const credentials = { accessKeyId: "123456789012", secretAccessKey: "emulator" };

/** So long, at a look every second or two. */
const WAIT_MS = 20_000;

async function rowOf(count: number, runs: number, { say }: RunOptions): Promise<Row> {
  const ours: Memory[] = [];
  const noOp: Memory[] = [];
  for (let run = 0; run < runs; run++) {
    say(`${count} tasks, run ${run + 1} of ${runs}`);
    ours.push(await measured(count, SHIM));
    noOp.push(await measured(count, NO_OP));
  }
  const of = (all: readonly Memory[]) => ({
    rss: median(all.map(({ rss }) => rss)),
    heapUsed: median(all.map(({ heapUsed }) => heapUsed)),
  });
  return { count, ours: of(ours), noOp: of(noOp) };
}

async function measured(count: number, code: string): Promise<Memory> {
  const engine = await startEngine();
  const emulator = await startEmulator({ durationMs: 3_600_000, runningExportLimit: count });
  const host = new Host(emulator.environment(), engine.address);
  const aws = new SdkAws({ region: "us-east-1" }, { endpoint: emulator.endpoint, credentials });
  try {
    for (let index = 0; index < count; index++) {
      const { id, olds, program } = await resource(aws, index, code);
      await host.checkAndDiff(id, olds, program);
    }
    await sleep(WAIT_MS);
    return await host.memory();
  } finally {
    await host.end();
    await emulator.close();
    engine.close();
  }
}

/** The code that every state has of ours. */
const SHIM = fs.readFileSync(path.join(__dirname, "../../tests/fixtures/shim.v1.txt"), "utf8");

/** A provider that has what ours has, and waits for nothing. */
const NO_OP = `
let called;
async function callOnce() {
  const { EC2Client, DescribeExportImageTasksCommand } = require("@aws-sdk/client-ec2");
  const client = new EC2Client({});
  await client.send(new DescribeExportImageTasksCommand({ MaxResults: 5 }));
  return client;
}
const provider = {
  check: async (olds, news) => ({ inputs: news }),
  diff: async () => {
    await (called ??= callOnce());
    return { changes: false };
  },
};
exports.handler = () => provider;
`;

async function resource(aws: Aws, index: number, code: string) {
  const imageId = `ami-${index.toString(16).padStart(17, "0")}`;
  const s3ExportLocation = { s3Bucket: "exports", s3Prefix: "images/" };
  const inputs: Props = { imageId, diskImageFormat: "VMDK", s3ExportLocation };
  const { id } = exportImageTask.started(
    await aws.send(exportImageTask.start(inputs, `${index}`, {})),
    inputs,
  );
  const program: Props = {
    ...inputs,
    polling: { minInterval: "1s", maxInterval: "2s" },
    taskKind: exportImageTask.type,
    __identity: identityText("organization", "", `urn:pulumi:dev::bench::export::task-${index}`),
    __beacon: { phase: "update", secrets: [] },
    __provider: code,
  };
  return { id, program, olds: { ...program, taskState: "running", region: aws.region } };
}
