// What becomes of a failure, and of what a task made: `onFailure`, `onDelete`, destroy and refresh.
import { operationsOf } from "../../support/faultCells";
import { row, type State, type Trial } from "./trial";
import { canCancel, makesImage } from "./subjects";

describe("a failure", () => {
  const option = 'onFailure: "replace"';
  const isReported = /^update fails: <task> <id> failed .*It broke$/;
  row({ option, state: "failed, not reported", command: "preview", happens: /^shows an update$/ });
  row({ option, state: "failed, not reported", command: "up", happens: isReported });
  row({ option, state: "failed, not reported", command: "refresh", happens: /^failed$/ });
  row({
    option,
    state: "failed, reported",
    command: "preview",
    happens: /^shows a replacement, (old one goes|new one) first$/,
  });
  row({
    option,
    state: "failed, reported",
    command: "up",
    happens: /^replace, (old one goes|new one) first \(running\)$/,
    starts: 1,
  });

  const keep = {
    option: 'onFailure: "keep"',
    before: (trial: Trial) => trial.set({ onFailure: "keep" }),
  };
  const isGreen = /^update \(failed\)$/;
  row({ ...keep, state: "failed, not reported", command: "up", happens: isGreen });
  row({
    ...keep,
    state: "failed, not reported",
    told: "failed, kept by an `up`",
    command: "up",
    after: async (trial) => void (await trial.up()),
    happens: /^no change \(failed\)$/,
  });
  row({
    ...keep,
    option: 'onFailure: "replace", as before',
    state: "failed, not reported",
    told: 'failed, kept by an `up` with onFailure: "keep"',
    command: "up",
    after: async (trial) => {
      await trial.up();
      trial.set({ onFailure: "replace" });
    },
    happens: /^replace, (old one goes|new one) first \(running\)$/,
    starts: 1,
  });
  row({
    option: 'onFailure: "keep", set after the failure',
    state: "failed, reported",
    command: "up",
    after: (trial) => trial.set({ onFailure: "keep" }),
    happens: isGreen,
  });
});

describe("destroy", () => {
  const gone = /^removed from the stack(; waited)?$/;
  const option = 'onDelete: "retain"';
  row({ option, state: "running", command: "destroy", of: canCancel, happens: gone, cancels: 1 });
  row({
    option,
    state: "running",
    command: "destroy",
    of: (subject) => !canCancel(subject),
    happens: /^removed from the stack, left running and named$/,
  });
  const ended: readonly State[] = [
    "finished, not recorded",
    "succeeded",
    "failed, not reported",
    "failed, reported",
  ];
  for (const state of ended) row({ option, state, command: "destroy", happens: gone });

  const erasing = {
    option: 'onDelete: "delete"',
    command: "destroy",
    of: makesImage,
    before: (trial: Trial) => trial.set({ onDelete: "delete" }),
  } as const;
  for (const state of ended) row({ ...erasing, state, happens: gone });
  row({
    ...erasing,
    state: "running",
    of: (subject) => makesImage(subject) && canCancel(subject),
    happens: gone,
    cancels: 1,
  });
  row({
    ...erasing,
    state: "running",
    of: (subject) => makesImage(subject) && !canCancel(subject),
    happens: /^removed from the stack, left running and named$/,
  });
  row({
    ...erasing,
    state: "succeeded",
    told: "succeeded, AWS has forgotten the task",
    after: ({ world, id }) => world.emulator.addFault({ ids: [id], effect: { kind: "vanish" } }),
    happens: gone,
  });
  row({
    ...erasing,
    state: "succeeded",
    told: "succeeded, its result may not be deleted",
    after: ({ world, subject }) => {
      const operation = operationsOf(subject).erase!;
      world.emulator.addFault({ operation, effect: { kind: "deny" } });
    },
    happens: /^fails: what <task> <id> has made was not deleted$/,
  });
});

describe("up --replace", () => {
  const option = "unchanged";
  row({
    option,
    state: "running",
    command: "up --replace",
    of: ({ name }) => name !== "discovery.ExportTask",
    happens: /^replace, new one first \(running\)$/,
  });
  row({
    option,
    state: "succeeded",
    command: "up --replace",
    of: ({ name }) => !/discovery|Store/.test(name),
    happens: /^replace, new one first \(succeeded\)$/,
  });
  row({
    option,
    state: "succeeded",
    command: "up --replace",
    of: ({ name }) => /discovery|Store/.test(name),
    happens: /^replace, new one first \(running\)/,
    starts: 1,
  });
});
