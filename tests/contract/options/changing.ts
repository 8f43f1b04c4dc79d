// What a change of each sort of input does: recorded only, in place, a new task, or nothing.
import { row, type Trial } from "./trial";
import { canCancel, makesImage, type Subject, SUBJECTS } from "./subjects";

const RUNNING = { state: "running", command: "up" } as const;
const SUCCEEDED = { state: "succeeded", command: "up" } as const;

/** A change that an update stores, whatever state the task is in, and starts nothing. */
function stores(
  option: string,
  after: (trial: Trial) => void,
  of?: (subject: Subject) => boolean,
): void {
  const some = { option, after, ...(of && { of }) };
  row({ ...some, state: "running", command: "preview", happens: /^shows an update$/ });
  row({ ...some, ...RUNNING, happens: /^update \(succeeded\); waited$/ });
  row({ ...some, state: "succeeded", command: "preview", happens: /^shows an update$/ });
  row({ ...some, ...SUCCEEDED, happens: /^update \(succeeded\)$/ });
}

describe("an input that is only recorded", () => {
  for (const subject of SUBJECTS) {
    for (const [name, value] of Object.entries(subject.recordedOnly)) {
      const after = (trial: Trial) => trial.set({ [name]: value });
      stores(`another ${name}`, after, (one) => one === subject);
    }
  }
});

describe("tags", () => {
  stores("other tags", (trial) => trial.set({ tags: { team: "images", tier: "gold" } }));
  stores("other default tags", ({ world }) => {
    world.configuration["aws:defaultTags"] = JSON.stringify({ tags: { owner: "ops" } });
  });
});

describe("an input that says how", () => {
  stores("another profile", (trial) => trial.set({ profile: "images" }));
  stores("another assumeRole", (trial) =>
    trial.set({ assumeRole: { roleArn: "arn:aws:iam::123456789012:role/images" } }),
  );
  stores("another endpoint", (trial) => trial.set({ endpoint: "https://ec2.example.com" }));
  stores("other timeouts", (trial) => trial.set({ timeouts: { wait: "10h" } }));
  stores("other polling", (trial) => trial.set({ polling: { minInterval: "1s" } }));
  stores('onFailure: "keep"', (trial) => trial.set({ onFailure: "keep" }));
  stores('onDelete: "delete"', (trial) => trial.set({ onDelete: "delete" }), makesImage);
  row({
    option: 'onDelete: "delete"',
    ...SUCCEEDED,
    of: (subject) => !makesImage(subject),
    command: "preview",
    after: (trial) => trial.set({ onDelete: "delete" }),
    happens: /^fails: onDelete: must be "retain"/,
  });
});

describe("the Region", () => {
  const elsewhere = ({ world }: Trial) => void (world.environment.AWS_REGION = "eu-west-1");
  const option = "AWS_REGION is another";
  row({
    option,
    state: "running",
    command: "preview",
    after: elsewhere,
    happens: /^shows an update$/,
  });
  row({ option, ...RUNNING, after: elsewhere, happens: /^update \(succeeded\)/ });
  row({ option, ...SUCCEEDED, after: elsewhere, happens: /^no change/ });
  row({
    option: "region is another",
    state: "succeeded",
    command: "preview",
    after: (trial) => trial.set({ region: "eu-west-1" }),
    happens: /^shows a replacement, new one first$/,
  });
});

for (const [option, change] of [
  ["other triggers", { triggers: ["again"] }],
  ["another format, bucket, name or preference", undefined],
] as const) {
  const isTriggers = change !== undefined;
  const after = (trial: Trial) => trial.set(change ?? trial.subject.replacing);
  const some = { option, after };
  // The same name, so that what has it is in the way.
  const holdsName = ({ kind }: Subject) => isTriggers && kind.nameInput !== undefined;
  const isStore = ({ name }: Subject) => isTriggers && name === "ec2.StoreImageTask";

  describe(option, () => {
    row({
      ...some,
      state: "running",
      command: "preview",
      happens: (subject) =>
        canCancel(subject)
          ? /^shows a replacement, old one goes first$/
          : /^shows a replacement, new one first$/,
    });
    row({
      ...some,
      ...RUNNING,
      of: canCancel,
      happens: /^replace, old one goes first \(running\); waited$/,
      starts: 1,
      cancels: 1,
    });
    row({
      ...some,
      ...RUNNING,
      of: (subject) => !canCancel(subject) && !holdsName(subject),
      // A store of the same object waits for the one that runs.
      happens: (subject) =>
        isStore(subject)
          ? /^replace, new one first \(running\); waited$/
          : /^replace, new one first \(running\)$/,
      starts: 1,
    });
    row({
      ...some,
      ...RUNNING,
      of: holdsName,
      happens: /^replace fails: <task> was not started: the name is being made by <id>/,
    });
    row({
      ...some,
      state: "succeeded",
      command: "preview",
      happens: /^shows a replacement, new one first$/,
    });
    row({
      ...some,
      ...SUCCEEDED,
      of: (subject) => !holdsName(subject),
      happens: /^replace, new one first \(running\)/,
      starts: 1,
    });
    row({
      ...some,
      ...SUCCEEDED,
      of: holdsName,
      happens: /^replace fails: <task> was not started: the name is held by this resource's own/,
    });
    row({
      ...some,
      option: `${option}, onDelete: "delete"`,
      ...SUCCEEDED,
      of: makesImage,
      before: (trial) => trial.set({ onDelete: "delete" }),
      happens: (subject) =>
        holdsName(subject)
          ? /^replace, old one goes first \(running\)$/
          : /^replace, new one first \(running\)$/,
      starts: 1,
    });
    for (const state of ["failed, not reported", "failed, reported"] as const) {
      row({
        ...some,
        state,
        command: "up",
        happens: (subject) =>
          isTriggers && subject.name === "workspaces.CustomImageImport"
            ? /^replace, old one goes first \(running\)$/
            : /^replace, new one first \(running\)$/,
        starts: 1,
      });
    }
  });
}
