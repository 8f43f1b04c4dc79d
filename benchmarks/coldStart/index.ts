/** e: from a call of the engine's in a fresh process to the first byte of its first request. */
import path from "node:path";
import type { Benchmark, Table } from "../benchmark";
import { digits, median, quantile } from "../support/statistics";
import { FreshProcesses, type Method, type Started } from "./fresh";
import { stateSizes } from "./sizes";

const MOST_MS = 60;
const METHODS: readonly Method[] = ["read", "create", "sdk"];
const TITLES: Readonly<Record<Method, string>> = {
  read: "`read`: EC2 is asked",
  create: "`create`: STS is asked whose account it is",
  sdk: "the SDK alone: EC2 is asked",
};

export const coldStart: Benchmark = {
  name: "cold-start",
  title: "Cold start, and what is stored",
  async run({ isQuick, say }) {
    const processes = await FreshProcesses.make();
    const started = new Map<Method, Started[]>(METHODS.map((method) => [method, []]));
    try {
      // Each once before it counts: the first finds nothing in the system's cache of files.
      for (const method of METHODS) await processes.start(method);
      const runs = isQuick ? 7 : 20;
      say(`${runs} fresh processes of each sort`);
      for (let run = 0; run < runs; run++) {
        for (const method of METHODS) started.get(method)!.push(await processes.start(method));
      }
    } finally {
      processes.close();
    }
    say("sizes");
    const bars = (["read", "create"] as const).map((method) => ({
      figure: `\`${method}\` to the first byte, less the client's \`require\` (median)`,
      measured: median(started.get(method)!.map(ownMs)),
      most: MOST_MS,
      unit: "ms",
    }));
    return {
      about: ABOUT,
      tables: [timesTable(started), loadedTable(started), sizesTable(await stateSizes())],
      bars,
      plots: [],
    };
  },
};

const ABOUT = `From \`call()\` being entered in a fresh process to the first byte at the server, less the
\`require\` of the service's SDK client; credentials come from the environment. A provider's process has
Pulumi's SDK loaded before it gets there, and loads \`pulumi-aws-tasks/v1\` once.`;

const ownMs = ({ ms, clientMs }: Started) => ms - clientMs;

function timesTable(started: ReadonlyMap<Method, readonly Started[]>): Table {
  const of = (runs: readonly Started[], time: (one: Started) => number) =>
    digits(median(runs.map(time)));
  return {
    title: "Milliseconds in a fresh process (medians)",
    columns: [
      ...["first call", "`require` of v1", "call to first byte", "of it the SDK client"],
      ...["the rest", "95th percentile"],
    ],
    rows: [...started].map(([method, runs]) => [
      TITLES[method],
      method === "sdk" ? 0 : of(runs, ({ entryMs }) => entryMs),
      of(runs, ({ ms }) => ms),
      of(runs, ({ clientMs }) => clientMs),
      of(runs, ownMs),
      digits(quantile(runs.map(ownMs), 0.95)),
    ]),
  };
}

/** What was loaded, by whose it is. */
function loadedTable(started: ReadonlyMap<Method, readonly Started[]>): Table {
  const { files } = started.get("read")![0]!;
  const { call } = started.get("create")![0]!.files;
  const owners = ["this package", "the emulator", "AWS's SDK", "Pulumi's SDK", "others"];
  const count = (all: readonly string[], owner: string) =>
    all.filter((file) => ownerOf(file) === owner).length;
  return {
    title: "Files that are loaded",
    columns: ["whose", "`require` of v1", "first `read`", "first `create`"],
    rows: owners.map((owner) => [
      owner,
      count(files.entry, owner),
      count(files.call, owner),
      count(call, owner),
    ]),
    note: "Each AWS service's client, roles' and proxies' code: when the first call wants it.",
  };
}

function ownerOf(file: string): string {
  const [, name] =
    /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(file.split(path.sep).join("/")) ?? [];
  if (name === undefined || name === "pulumi-aws-tasks") {
    return /[\\/]dist[\\/]emulator[\\/]/.test(file) ? "the emulator" : "this package";
  }
  if (/^@(aws-sdk|smithy|aws)\//.test(name)) return "AWS's SDK";
  return name.startsWith("@pulumi/") ? "Pulumi's SDK" : "others";
}

function sizesTable(sizes: Awaited<ReturnType<typeof stateSizes>>): Table {
  return {
    title: "Bytes in the state for each running task",
    columns: ["kind", "all", "of it `__provider`, twice", "the rest"],
    rows: sizes.map(({ kind, bytes, codeBytes }) => [kind, bytes, codeBytes, bytes - codeBytes]),
    note: `\`__provider\` is the same ${Math.round((sizes[0]?.codeBytes ?? 0) / 2)} bytes of JSON for every kind.`,
  };
}
