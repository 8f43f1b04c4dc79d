// The three modes of `wait`, its override, and the time limit, in every state and command.
import { row } from "./trial";

const MODES = ["diff", "update", "none"] as const;
const SUCCEEDS = /^update \(succeeded\)/;

describe("wait", () => {
  for (const wait of MODES) {
    const option = `wait: "${wait}"`;
    const before = { before: (trial: { set(more: object): void }) => trial.set({ wait }) };

    row({ option, state: "none", command: "preview", ...before, happens: /^shows a start$/ });
    row({
      option,
      state: "none",
      command: "up",
      ...before,
      happens: /^create \(running\)/,
      starts: 1,
    });

    const isUpdate = wait === "none" ? /^no change$/ : /^shows an update$/;
    row({ option, state: "running", command: "preview", ...before, happens: isUpdate });
    const ends = wait === "none" ? /^no change \(running\)$/ : SUCCEEDS;
    row({ option, state: "running", command: "up", ...before, happens: ends });
    row({ option, state: "running", command: "refresh", ...before, happens: /^running$/ });

    const finished = "finished, not recorded";
    row({ option, state: finished, command: "preview", ...before, happens: /^shows an update$/ });
    row({ option, state: finished, command: "up", ...before, happens: SUCCEEDS });
    row({ option, state: finished, command: "refresh", ...before, happens: /^succeeded$/ });

    row({ option, state: "succeeded", command: "preview", ...before, happens: /^no change$/ });
    row({ option, state: "succeeded", command: "up", ...before, happens: /^no change/ });
    row({ option, state: "succeeded", command: "refresh", ...before, happens: /^succeeded$/ });
  }
});

describe("the override of wait", () => {
  row({
    option: 'wait: "diff", PULUMI_AWS_TASKS_WAIT=none',
    state: "running",
    command: "up",
    after: ({ world }) => void (world.environment.PULUMI_AWS_TASKS_WAIT = "none"),
    happens: /^no change \(running\)$/,
  });
  row({
    option: 'wait: "none", pulumi-aws-tasks:wait update',
    state: "running",
    command: "up",
    before: (trial) => trial.set({ wait: "none" }),
    after: ({ world }) => void (world.configuration["pulumi-aws-tasks:wait"] = "update"),
    happens: SUCCEEDS,
  });
});

describe("timeouts.wait", () => {
  const option = 'timeouts: { wait: "5s" }';
  const timeouts = { wait: "5s" };
  for (const wait of ["diff", "update"] as const) {
    row({
      option: `${option}, wait: "${wait}"`,
      state: "running",
      command: "up",
      before: (trial) => trial.set({ timeouts, wait }),
      happens: /^update fails: <task> <id> is still .* after waiting 5s: .*; waited$/,
    });
  }
  row({
    option,
    state: "running",
    told: "running, the time was up once",
    command: "up",
    before: (trial) => trial.set({ timeouts }),
    after: async (trial) => {
      await trial.up();
      trial.finish();
    },
    happens: SUCCEEDS,
  });
});
