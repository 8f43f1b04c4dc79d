/** a: how often AWS is asked until a job is done, and how late that is noticed. */
import type { Bar, Benchmark, Plot, Table } from "../benchmark";
import { digits, mean, median, quantile, seeded } from "../support/statistics";
import { VirtualTime } from "../support/virtualTime";
import { jobOf, type Length, LENGTHS, type Shape, SHAPES } from "./jobs";
import { fixedLoop, ours, sdk, type Waiter } from "./waiters";

export const callsAndLag: Benchmark = {
  name: "calls-and-lag",
  title: "Calls and lag of one wait",
  async run(options) {
    const count = options.isQuick ? 120 : 600;
    const cells: Cell[] = [];
    for (const length of LENGTHS) {
      options.say(`jobs of ${length.name}`);
      // These two see nothing of the percentage.
      const [any] = SHAPES as [Shape];
      const others = {
        sdk: await figuresOf(sdk, any, length, count),
        fixed: await figuresOf(fixedLoop, any, length, count),
      };
      for (const shape of SHAPES) {
        const own = await figuresOf(ours, shape, length, count);
        cells.push({ shape, length, ours: own, ...others });
      }
    }
    return {
      about: ABOUT,
      tables: LENGTHS.map((length) => tableOf(length, cells)),
      bars: cells.flatMap(barsOf),
      plots: [plotOf(cells)],
    };
  },
};

const ABOUT = `Simulated jobs on a virtual clock, of which many end at different moments. The waiters
are the real ones: \`waitUntilDone\` with the scheduler and the default intervals of an EC2 export,
\`createWaiter\` of @smithy/util-waiter with the SDK's defaults (5 to 120 seconds), and a loop that asks
every 15 seconds. *x* is the share of the time that has passed; percentages are whole numbers.`;

interface Cell {
  readonly shape: Shape;
  readonly length: Length;
  readonly ours: Figures;
  readonly sdk: Figures;
  readonly fixed: Figures;
}
interface Figures {
  readonly calls: number;
  readonly lagS: number;
  readonly lag95S: number;
}

async function figuresOf(
  waiter: Waiter,
  shape: Shape,
  length: Length,
  count: number,
): Promise<Figures> {
  const time = new VirtualTime(0);
  const random = seeded(count);
  const jobs = Array.from({ length: count }, (_, index) => jobOf(shape, length, index, count));
  const waits = () => Promise.all(jobs.map((job) => waiter(time, job, random)));
  const waited = await time.run(waits, random);
  const lags = waited.map(({ lagMs }) => lagMs / 1_000);
  return {
    calls: mean(waited.map(({ calls }) => calls)),
    lagS: median(lags),
    lag95S: quantile(lags, 0.95),
  };
}

function tableOf(length: Length, cells: readonly Cell[]): Table {
  const lag = ({ lagS, lag95S }: Figures) => `${digits(lagS, 2)} / ${digits(lag95S, 2)}`;
  return {
    title: `Jobs of ${length.name}: calls, and seconds until noticed (median / 95th percentile)`,
    columns: [
      ...["percentage", "is", "calls: ours", "SDK", "loop", "ours ÷ SDK"],
      ...["lag: ours", "SDK", "loop", "ours ÷ SDK"],
    ],
    rows: cells
      .filter((cell) => cell.length === length)
      .map(({ shape, ours: our, sdk: their, fixed }) => [
        ...[shape.name, shape.is],
        ...[digits(our.calls), digits(their.calls), digits(fixed.calls)],
        digits(our.calls / their.calls, 2),
        ...[lag(our), lag(their), lag(fixed)],
        digits(our.lagS / their.lagS, 2),
      ]),
  };
}

function barsOf({ shape, length, ours: our, sdk: their }: Cell): Bar[] {
  const calls = our.calls / their.calls;
  const lag = our.lagS / their.lagS;
  const job = `${length.name}, ${shape.name}`;
  if (!shape.isToBeHalved) {
    const figure = `${job}: the better of calls and median lag, ours ÷ SDK`;
    return [{ figure, measured: Math.min(calls, lag), most: 1 }];
  }
  const remark = REMARKS[job];
  return [
    { figure: `${job}: calls, ours ÷ SDK`, measured: calls, most: 0.5, ...(remark && { remark }) },
    { figure: `${job}: median lag, ours ÷ SDK`, measured: lag, most: 0.5 },
  ];
}

const REMARKS: Readonly<Record<string, string>> = {
  "10 minutes, front-loaded, to a standstill":
    "Half of the SDK's calls are five, of which two are needed to see a first percentage; the last " +
    "quarter of the time shows five per cent, so the end is sought by three or four more. A job " +
    "model that knows how EC2's percentages slow down would do it, or no look in the first minute, " +
    "in which a wrong set-up fails.",
};

export function altOf(cells: readonly Pick<Cell, "ours" | "sdk">[]): string {
  const count = (isBetter: (our: Figures, their: Figures) => boolean) =>
    cells.filter(({ ours: our, sdk: their }) => isBetter(our, their)).length;
  const fewer = count((our, their) => our.calls < their.calls);
  const sooner = count((our, their) => our.lagS < their.lagS);
  return (
    `Calls and median lag of each waiter for ${cells.length} sorts of job: ours makes fewer calls ` +
    `than the SDK's for ${fewer}, and notices the end of ${sooner} sooner`
  );
}

function plotOf(cells: readonly Cell[]): Plot {
  const values = cells.flatMap(({ shape, length, ...by }) =>
    (["ours", "sdk", "fixed"] as const).map((waiter) => ({
      shape: shape.name,
      length: length.name,
      waiter: { ours: "ours", sdk: "SDK waiter", fixed: "loop of 15 s" }[waiter],
      calls: by[waiter].calls,
      lag: Math.max(1, by[waiter].lagS),
    })),
  );
  const scale = { type: "log" };
  return {
    name: "trade-off",
    alt: altOf(cells),
    spec: {
      data: { values },
      facet: { column: { field: "length", sort: LENGTHS.map(({ name }) => name), title: null } },
      spec: {
        ...{ width: 230, height: 230 },
        mark: { type: "point", filled: true, size: 70, opacity: 0.8 },
        encoding: {
          x: { field: "calls", type: "quantitative", scale, title: "calls" },
          y: { field: "lag", type: "quantitative", scale, title: "median lag, seconds" },
          color: { field: "waiter", title: null },
          shape: { field: "shape", title: null },
        },
      },
      resolve: { scale: { x: "independent" } },
    },
  };
}
