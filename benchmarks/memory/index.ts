/** b, second part: what the provider's process holds while many tasks are waited for. */
import fs from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { startEmulator } from "../../emulator";
import { SdkAws } from "../../provider/aws/clients";
import { exportImageTask } from "../../provider/kinds/ec2/exportImageTask";
import { identityText } from "../../provider/lifecycle/identity";
import type { Aws, Props } from "../../provider/lifecycle/ports";
import type { Bar, Benchmark, RunOptions, Table } from "../benchmark";
import { digits, median } from "../support/statistics";
import { startEngine } from "./engine";
import { Host } from "./host";

export const memory: Benchmark = {
  name: "memory",
  title: "Memory of the provider's process while tasks are waited for",
  async run(options) {
    const counts = options.isQuick ? [100] : [1, 10, 100, 1_000];
    const runs = options.isQuick ? 1 : 3;
    const rows: Row[] = [];
    for (const count of counts) rows.push(await rowOf(count, runs, options));
    return {
      about: ABOUT,
      tables: [tableOf("Resident memory", "rss", rows), tableOf("Heap", "heapUsed", rows)],
      bars: rows.map(barOf),
      plots: [],
    };
  },
};

const ABOUT = `Pulumi's own host for dynamic providers, spoken to as the engine does. Ours waits for
that many EC2 exports at once and asks for them every five to ten seconds. The no-op provider is in a
process of its own, was given the same resources, and has loaded the same client (the SDK's EC2
client) and made one call with it. It answers its calls at once; *unanswered* keeps them open, as any
provider has to that waits: so much of it is Pulumi's and gRPC's. Measured after a full collection.`;

interface Row {
  readonly count: number;
  readonly ours: Memory;
  readonly noOp: Memory;
  readonly unanswered: Memory;
}
type Memory = Pick<NodeJS.MemoryUsage, "rss" | "heapUsed">;

function tableOf(title: string, part: keyof Memory, rows: readonly Row[]): Table {
  const mebibytes = (memory: Memory) => digits(memory[part] / 2 ** 20);
  return {
    title: `${title} in MiB`,
    columns: ["tasks", "ours", "no-op", "no-op, unanswered", "ours ÷ no-op", "ours ÷ unanswered"],
    rows: rows.map(({ count, ours, noOp, unanswered }) => [
      ...[count, mebibytes(ours), mebibytes(noOp), mebibytes(unanswered)],
      ...[digits(ours[part] / noOp[part]), digits(ours[part] / unanswered[part])],
    ]),
  };
}

function barOf({ count, ours, noOp }: Row): Bar {
  const figure = `${count === 1 ? "1 task" : `${count} tasks`}: resident memory, ours ÷ no-op`;
  const remark =
    "Of a thousand calls that the engine has not been answered yet, gRPC and Pulumi's host hold 30 " +
    "KiB each, the waits 20 KiB more. Waits that share a closure instead of having one each would " +
    "save a part of the latter; fewer than a thousand resources in a stack save both.";
  return { figure, measured: ours.rss / noOp.rss, most: 1.3, remark };
}

/** So long, at a look every five to ten seconds; and in a minute's version. */
const WAIT_MS = 45_000;
const QUICK_WAIT_MS = 15_000;

async function rowOf(count: number, runs: number, { isQuick, say }: RunOptions): Promise<Row> {
  const all: Omit<Row, "count">[] = [];
  for (let run = 0; run < runs; run++) {
    say(`${count} tasks, run ${run + 1} of ${runs}`);
    const codes = [SHIM, noOp("{ changes: false }"), noOp("new Promise(() => {})")];
    const waitMs = isQuick ? QUICK_WAIT_MS : WAIT_MS;
    const measuring = codes.map((code) => measured(count, code, waitMs));
    const [own, none, unanswered] = await Promise.all(measuring);
    all.push({ ours: own!, noOp: none!, unanswered: unanswered! });
  }
  const middle = (who: keyof Omit<Row, "count">): Memory => ({
    rss: median(all.map((one) => one[who].rss)),
    heapUsed: median(all.map((one) => one[who].heapUsed)),
  });
  const [ours, none, unanswered] = [middle("ours"), middle("noOp"), middle("unanswered")];
  return { count, ours, noOp: none, unanswered };
}

/** The emulator takes any. */
const credentials = { accessKeyId: "123456789012", secretAccessKey: "emulator" };

async function measured(count: number, code: string, waitMs: number): Promise<Memory> {
  const engine = await startEngine();
  const emulator = await startEmulator({ durationMs: 3_600_000, runningConversionLimit: count });
  const host = new Host(emulator.environment(), engine.address);
  const aws = new SdkAws({ region: "us-east-1" }, { endpoint: emulator.endpoint, credentials });
  try {
    for (let index = 0; index < count; index++) {
      const { id, olds, program } = await resource(aws, index, code);
      await host.checkAndDiff(id, olds, program);
    }
    await sleep(waitMs);
    return await host.memory();
  } finally {
    await host.end();
    await emulator.close();
    engine.close();
  }
}

/** The code that every state has of ours. */
const SHIM = fs.readFileSync(path.join(__dirname, "../../tests/fixtures/shim.v1.txt"), "utf8");

/** A provider that has what ours has, and waits for nothing; `answer` is what its diff gives. */
const noOp = (answer: string) => `
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
    return ${answer};
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
    polling: { minInterval: "5s", maxInterval: "10s" },
    taskKind: exportImageTask.type,
    __identity: identityText("organization", "", `urn:pulumi:dev::bench::export::task-${index}`),
    __beacon: { phase: "update", secrets: [] },
    __provider: code,
  };
  return { id, program, olds: { ...program, taskState: "running", region: aws.region } };
}
