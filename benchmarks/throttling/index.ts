/** d: a thousand tasks, and an AWS that refuses calls beyond what it bears. */
import type { Bar, Benchmark, RunOptions, Table } from "../benchmark";
import { FAMILIES, type Family } from "../manyTasks/families";
import { counted, type Counted, ours, sdkWaiters, type Way } from "../manyTasks/waits";
import { digits } from "../support/statistics";
import { TokenBucket } from "./bucket";

export const throttling: Benchmark = {
  name: "throttling",
  title: "A thousand tasks where AWS refuses what is too much",
  async run(options) {
    const rows: Row[] = [];
    for (const { family, limit } of CASES) {
      if (options.isQuick && !limit.isBar) continue;
      rows.push(await measured("ours", ours, family, limit, options));
      if (options.isQuick) continue;
      rows.push(await measured("SDK waiters", sdkWaiters, family, limit, options));
    }
    return { about: ABOUT, tables: [tableOf(rows)], bars: rows.flatMap(barsOf), plots: [] };
  },
};

const COUNT = 1_000;
/** How long AWS takes for an answer. */
const LATENCY_MS = 120;

interface Limit {
  readonly perS: number;
  readonly burst: number;
  /** The bar is for this one; others show how it copes. */
  readonly isBar?: boolean;
}
const EC2_LIKE: Limit = { perS: 20, burst: 100, isBar: true };
const NARROW: Limit = { perS: 2, burst: 10 };

const familyOf = (start: string) => FAMILIES.find(({ name }) => name.startsWith(start))!;
const CASES: readonly { readonly family: Family; readonly limit: Limit }[] = [
  { family: familyOf("EC2"), limit: EC2_LIKE },
  { family: familyOf("WorkSpaces"), limit: EC2_LIKE },
  { family: familyOf("WorkSpaces"), limit: NARROW },
];

const ABOUT = `A thousand tasks that are started together and waited for at once, on a virtual clock,
against a bucket of tokens as EC2 has them: a call takes one, and is refused where there is none. The
clients are the SDK's, which try a refused call twice again; every refusal is counted. The bar is for
20 calls a second with a burst of 100; the narrower bucket shows that the pace is learned.`;

interface Row extends Counted {
  readonly who: string;
  readonly family: Family;
  readonly limit: Limit;
}

async function measured(
  who: string,
  way: Way,
  family: Family,
  limit: Limit,
  { say }: RunOptions,
): Promise<Row> {
  say(`${COUNT} ${family.name}, ${limit.perS} calls a second, ${who}`);
  const result = await counted(family, COUNT, 0, way, (wire) => {
    const bucket = new TokenBucket(limit);
    wire.latencyMs = LATENCY_MS;
    wire.isRefused = (nowMs) => !bucket.take(nowMs);
  });
  return { ...result, who, family, limit };
}

const shareOf = ({ refused, calls }: Counted) => refused / calls;

function tableOf(rows: readonly Row[]): Table {
  const seconds = (ms: number) => digits(ms / 1_000, 3);
  return {
    title: `${COUNT.toLocaleString("en")} tasks`,
    columns: [
      ...["tasks", "calls a second, burst", "who waits", "not finished"],
      ...["calls", "refused", "refused, %", "median lag, s", "longest lag, s"],
    ],
    rows: rows.map((row) => [
      ...[row.family.name, `${row.limit.perS}, ${row.limit.burst}`, row.who, row.failed],
      ...[row.calls, row.refused, digits(100 * shareOf(row), 2)],
      ...[seconds(row.lagMs), seconds(row.mostLagMs)],
    ]),
  };
}

function barsOf(row: Row): Bar[] {
  if (row.who !== "ours" || !row.limit.isBar) return [];
  const { family, failed } = row;
  return [
    { figure: `${family.name}: tasks that were not finished`, measured: failed, most: 0 },
    { figure: `${family.name}: calls refused`, measured: 100 * shareOf(row), most: 2, unit: "%" },
  ];
}
