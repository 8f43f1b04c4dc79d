/** c: what a resource costs of the time of an `up`, on the real engine. */
import type { Bar, Benchmark, Plot, Table } from "../benchmark";
import { ensureEngine } from "../support/engine";
import { digits, median } from "../support/statistics";
import { FEW, MANY, type Measure, ratio, type Round, slopeOf, slopes, timesIn } from "./figures";
import { noOp, ours, paddedNoOp, shellLoop, type Sort } from "./programs";
import { type Times, timesOf } from "./stack";

const VERY_MANY = 1_000;

export const engineOverhead: Benchmark = {
  name: "engine-overhead",
  title: "Wall time of `pulumi up --skip-preview`",
  async run({ isQuick, say }) {
    await ensureEngine();
    const { sorts, note } = await sortsToMeasure(isQuick);
    const rounds: Round[] = [];
    for (let round = 0; round < (isQuick ? 1 : 5); round++) {
      say(`round ${round + 1}`);
      // In turn, and each time another one first: a machine's other work hits all of them.
      const inTurn = sorts.map((_, n) => sorts[(n + round) % sorts.length]!);
      rounds.push(await measureRound(inTurn));
    }
    const large = isQuick ? [] : [await measureLarge(noOp, say), await measureLarge(ours, say)];
    return {
      about: ABOUT,
      tables: [
        table("creatingS", "Creating: start and first look", sorts, rounds, note),
        table("settledS", "Settled: nothing changes, no call to AWS", sorts, rounds),
        ...(large.length > 0 ? [largeTable(large)] : []),
      ],
      bars: [
        bar("creatingS", "creating", 1.6, rounds),
        bar("settledS", "settled, no AWS call", 1.25, rounds),
      ],
      plots: [plotOf(sorts, rounds)],
    };
  },
};

const ABOUT = `A stack of ${FEW} and one of ${MANY} image exports, against as many dynamic resources that
take and store the same inputs and do nothing, and as many that run a shell loop with the AWS CLI. The
slope is the time that each further resource takes, between medians of runs that take turns. The emulator
answers at once and runs on the same processors. *Settled*: an \`up\` without any change, the best of
three.

\`@pulumi/command\` is not measured: its plugin is downloaded from get.pulumi.com or GitHub when it is
first used, and is in no package registry.`;

/** Without the AWS CLI the others are measured all the same. */
async function sortsToMeasure(
  isQuick: boolean,
): Promise<{ sorts: readonly Sort[]; note?: string }> {
  // No bar is set against the others, and the AWS CLI takes a second for each task.
  if (isQuick) return { sorts: [noOp, ours], note: "The AWS CLI is measured in a full run only." };
  const own = [noOp, ours, paddedNoOp];
  const { ensureClients } = await import("../../tools/setup/python.mjs");
  const clients = await ensureClients();
  if ("why" in clients) {
    return { sorts: own, note: `The AWS CLI was not measured: ${clients.why}.` };
  }
  return { sorts: [...own, shellLoop(clients.python)] };
}

async function measureRound(sorts: readonly Sort[]): Promise<Round> {
  const round = new Map<Sort["name"], { few: Times; many: Times }>();
  for (const sort of sorts) {
    round.set(sort.name, { few: await timesOf(sort, FEW), many: await timesOf(sort, MANY) });
  }
  return round;
}

function table(
  measure: Measure,
  title: string,
  sorts: readonly Sort[],
  rounds: readonly Round[],
  note?: string,
): Table {
  const rows = sorts.flatMap(({ name }) => {
    const times = timesIn(rounds, name);
    if (times.length === 0) return [];
    const each = slopes(rounds, name, measure);
    return [
      [
        name,
        digits(median(times.map(({ few }) => few[measure]))),
        digits(median(times.map(({ many }) => many[measure]))),
        digits(slopeOf(rounds, name, measure)),
        `${digits(Math.min(...each))} to ${digits(Math.max(...each))}`,
        digits(ratio(rounds, name, measure)),
        Math.round(median(times.map(({ many }) => many.stateBytes))),
      ],
    ];
  });
  return {
    title,
    columns: [
      ...[
        "resources",
        `${FEW}: seconds`,
        `${MANY}: seconds`,
        "ms for each further",
        "in single rounds",
      ],
      ...["÷ no-op", "bytes of state each"],
    ],
    rows,
    ...(note !== undefined && { note }),
  };
}

function bar(measure: Measure, what: string, most: number, rounds: readonly Round[]): Bar {
  return {
    figure: `${what}: ms for each further resource, ours ÷ no-op`,
    measured: ratio(rounds, "ours", measure),
    most,
    ...(measure === "creatingS" && { remark: WHY_CREATING }),
  };
}

const WHY_CREATING = `The engine writes the whole state before and after each step, so a resource takes
the longer the more it stores, and a no-op with our bytes takes most of our time without any call.
Two thirds of the bytes are the code that Pulumi stores with each dynamic resource, twice (2.1 kB
among the inputs and among the outputs). An engine that stored it once, or wrote only what changed,
would make it good; fewer calls to AWS would do little (tried with answers that took no time).`;

interface Large {
  readonly name: Sort["name"];
  readonly times: Times;
}

async function measureLarge(sort: Sort, say: (text: string) => void): Promise<Large> {
  say(`${VERY_MANY} resources, ${sort.name}`);
  return { name: sort.name, times: await timesOf(sort, VERY_MANY, true) };
}

function largeTable(large: readonly Large[]): Table {
  return {
    title: `${VERY_MANY} resources, once`,
    columns: ["resources", "creating: seconds", "settled: seconds"],
    rows: large.map(({ name, times }) => [name, digits(times.creatingS), digits(times.settledS)]),
  };
}

function plotOf(sorts: readonly Sort[], rounds: readonly Round[]): Plot {
  const values = sorts.flatMap(({ name }) =>
    (["creatingS", "settledS"] as const).flatMap((measure) =>
      slopes(rounds, name, measure).map((ms) => ({
        name,
        what: measure === "creatingS" ? "creating" : "settled",
        // A logarithmic scale has no place for less than nothing, as other work may make it.
        ms: Math.max(0.1, ms),
      })),
    ),
  );
  return {
    name: "slopes",
    alt: "Milliseconds that each further resource takes, creating and settled, in every round",
    spec: {
      data: { values },
      facet: { column: { field: "what", title: null } },
      spec: {
        ...{ width: 230, height: 90 },
        mark: { type: "point", filled: true, size: 60, opacity: 0.7 },
        encoding: {
          x: {
            field: "ms",
            type: "quantitative",
            scale: { type: "log" },
            title: "ms for each further resource",
          },
          y: { field: "name", title: null, sort: sorts.map((sort) => sort.name) },
          color: { field: "name", legend: null },
        },
      },
    },
  };
}
