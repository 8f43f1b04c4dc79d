// `adopt`: which tasks it takes over, which not, and what it does later.
import type { Props } from "../../../provider/lifecycle/ports";
import { Stack } from "../../support/stack";
import { row, type Trial } from "./trial";

/** Somebody else's resource has started, and perhaps ended, what this one is to take over. */
async function theirs(trial: Trial, inputs: Props = trial.inputs, ends = false): Promise<void> {
  const other = new Stack(trial.world, trial.subject.kind, "theirs");
  await other.up(inputs);
  if (ends) {
    trial.finish();
    await other.up(inputs);
  }
  trial.set({ adopt: other.state!.id });
}

const UP = { state: "none", command: "up" } as const;
const adopted = (state: string) => new RegExp(`^create \\(${state}\\)$`);

describe("adopt", () => {
  const option = "adopt";
  row({
    option,
    ...UP,
    told: "running",
    after: (trial) => theirs(trial),
    happens: adopted("running"),
  });
  row({
    option,
    ...UP,
    told: "succeeded",
    after: (trial) => theirs(trial, trial.inputs, true),
    happens: adopted("succeeded"),
  });
  row({
    option,
    ...UP,
    told: "running, of another source, bucket, name or window",
    after: (trial) => theirs(trial, { ...trial.inputs, ...trial.subject.told }),
    happens: /^create fails: adopt: <task> <id> is another task: its /,
  });
  row({
    option,
    ...UP,
    told: "running, in another format, which AWS does not tell",
    of: ({ name }) => name === "ec2.ExportImageTask",
    after: (trial) => theirs(trial, { ...trial.inputs, diskImageFormat: "RAW" }),
    happens: adopted("running"),
  });
  row({
    option,
    ...UP,
    told: "failed",
    after: async (trial) => {
      trial.willFail();
      await theirs(trial, trial.inputs, true);
    },
    happens: /^create fails: adopt: <task> <id> has failed: only others can be adopted$/,
  });
  row({
    option,
    ...UP,
    told: "of another kind",
    after: (trial) => trial.set({ adopt: idOfAnotherKind(trial) }),
    happens: /^create fails: adopt: /,
  });

  const kept = async (trial: Trial) => {
    await theirs(trial);
    await trial.up();
  };
  const later = { option, state: "none", after: kept } as const;
  row({ ...later, told: "adopted", command: "preview", happens: /^shows an update$/ });
  row({ ...later, told: "adopted", command: "up", happens: /^update \(succeeded\); waited$/ });
  const settled = async (trial: Trial) => {
    await kept(trial);
    await trial.up();
  };
  row({
    option: "adopt, kept",
    ...UP,
    told: "adopted, succeeded",
    after: settled,
    happens: /^no change \(succeeded\)$/,
  });
  row({
    option: "adopt, removed",
    ...UP,
    told: "adopted, succeeded",
    after: async (trial) => {
      await settled(trial);
      const { adopt, ...others } = trial.inputs;
      trial.inputs = others;
      if (adopt === undefined) throw new Error("nothing was adopted");
    },
    happens: /^no change \(succeeded\)$/,
  });
  row({
    option: "adopt, another id",
    ...UP,
    told: "adopted, succeeded",
    command: "preview",
    after: async (trial) => {
      await settled(trial);
      trial.set({ adopt: "another" });
    },
    happens: /^fails: adopt: can't be changed once the resource exists/,
  });
});

function idOfAnotherKind({ subject }: Trial): string {
  return subject.name === "ec2.ExportImageTask" ? "wsi-0123456789" : "export-ami-0123456789abcdef0";
}
