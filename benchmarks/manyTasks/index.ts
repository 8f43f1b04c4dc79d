/** b: many tasks waited for at once, in calls and bytes. */
import type { Bar, Benchmark, Plot, RunOptions, Table } from "../benchmark";
import { digits } from "../support/statistics";
import { FAMILIES, type Family } from "./families";
import { counted, type Counted, ours, sdkWaiters } from "./waits";

export const manyTasks: Benchmark = {
  name: "many-tasks",
  title: "Calls and bytes of many tasks at once",
  async run(options) {
    const counts = options.isQuick ? [10, 100] : [1, 10, 100, 1_000];
    const cells: Cell[] = [];
    for (const family of FAMILIES) {
      for (const count of counts) cells.push(...(await measured(family, count, options)));
    }
    return {
      about: ABOUT,
      tables: FAMILIES.map((family) => tableOf(family, cells)),
      bars: cells.filter(({ count }) => count === 100).map(barOf),
      plots: [plotOf(cells)],
    };
  },
};

const ABOUT = `The waits of a provider process against as many waiters of the SDK (5 to 120 seconds), both
with the SDK's own clients and serialisation, against the emulator without its socket, on a virtual
clock; bytes are all those of requests and answers with their headers. The tasks take a usual time of
their kind and were started either together, when the waits begin, or one after the other during half
of that time before: then their ends, of which each is looked for, are spread as widely. Ours also asks
whether what an AppStream or WorkSpaces task made can be used; the waiters do not. Lag: the median
time until the end of a task was noticed.`;

interface Cell {
  readonly family: Family;
  readonly count: number;
  readonly begun: "together" | "in turn";
  readonly ours: Counted;
  readonly sdk: Counted;
}

async function measured(
  family: Family,
  count: number,
  { isQuick, say }: RunOptions,
): Promise<Cell[]> {
  const cells: Cell[] = [];
  const begun =
    count === 1 || isQuick ? (["in turn"] as const) : (["together", "in turn"] as const);
  for (const how of begun) {
    say(`${count} ${family.name}, begun ${how}`);
    const spreadMs = how === "together" ? 0 : family.durationMs / 2;
    const own = await counted(family, count, spreadMs, ours);
    const sdk = await counted(family, count, spreadMs, sdkWaiters);
    cells.push({ family, count, begun: how, ours: own, sdk });
  }
  return cells;
}

function tableOf(family: Family, cells: readonly Cell[]): Table {
  const kilobytes = ({ bytes }: Counted) => digits(bytes / 1_000);
  const seconds = ({ lagMs }: Counted) => digits(lagMs / 1_000, 2);
  return {
    title: `${family.name} of ${family.durationMs / 60_000} minutes: ${family.describes}`,
    columns: [
      ...["tasks", "begun", "calls: ours", "SDK", "ours ÷ SDK"],
      ...["kB: ours", "SDK", "ours ÷ SDK", "lag, s: ours", "SDK"],
    ],
    rows: cells
      .filter((cell) => cell.family === family)
      .map(({ count, begun, ours: own, sdk }) => [
        ...[count, begun, own.calls, sdk.calls, digits(own.calls / sdk.calls, 2)],
        ...[kilobytes(own), kilobytes(sdk), digits(own.bytes / sdk.bytes, 2)],
        ...[seconds(own), seconds(sdk)],
      ]),
  };
}

const barOf = ({ family, begun, ours: own, sdk }: Cell): Bar => ({
  figure: `100 ${family.name}, begun ${begun}: calls, ours ÷ SDK`,
  measured: own.calls / sdk.calls,
  most: family.mostCalls,
});

function plotOf(cells: readonly Cell[]): Plot {
  const values = cells
    .filter(({ begun }) => begun === "in turn")
    .flatMap(({ family, count, ours: own, sdk }) => [
      { kind: family.name, count, calls: own.calls, waiter: "ours" },
      { kind: family.name, count, calls: sdk.calls, waiter: "SDK waiters" },
    ]);
  const scale = { type: "log" };
  const axis = { values: [1, 10, 100, 1_000, 10_000, 100_000] };
  return {
    name: "calls",
    alt: "Calls by the number of tasks: those of the SDK's waiters grow in proportion, ours do so only where AWS takes one id in a call",
    spec: {
      data: { values },
      facet: { column: { field: "kind", sort: FAMILIES.map(({ name }) => name), title: null } },
      spec: {
        ...{ width: 170, height: 230 },
        mark: { type: "line", point: true },
        encoding: {
          x: { field: "count", type: "quantitative", scale, axis, title: "tasks at once" },
          y: {
            field: "calls",
            type: "quantitative",
            scale,
            axis,
            title: "calls until all have ended",
          },
          color: { field: "waiter", title: null },
        },
      },
    },
  };
}
