/** The examples of one task each, what they export, and all of them in stacks of one emulator. */
import { type Emulator, startEmulator, type TaskView } from "../../../emulator";
import { Example } from "./example";

export interface Expected {
  readonly kind: string;
  readonly title: string;
  /** What has no default, because AWS would know it as somebody's. */
  readonly configuration?: Readonly<Record<string, string>>;
  /** Whether AWS can end its task. */
  readonly isCancelled?: true;
  /** What the example exports while its task runs, beside `state` and `result`. */
  outputs(task: TaskView): Readonly<Record<string, unknown>>;
}

const EXAMPLES: Readonly<Record<string, Expected>> = {
  "ec2-store-image": {
    kind: "ec2:StoreImageTask",
    title: "EC2 image store",
    configuration: { bucket: "my-images" },
    outputs: ({ startedAt }) => ({
      taskId: `us-east-1/my-images/ami-0123456789abcdef0/${startedAt}`,
      object: "not there yet",
    }),
  },
  "ec2-import-snapshot": {
    kind: "ec2:ImportSnapshotTask",
    title: "EC2 snapshot import",
    configuration: { bucket: "my-disks" },
    isCancelled: true,
    outputs: ({ id }) => ({ taskId: id, snapshot: "not there yet" }),
  },
  "appstream-export-image": {
    kind: "appstream:ExportImageTask",
    title: "AppStream image export",
    outputs: ({ id }) => ({ taskId: id, ami: "not there yet" }),
  },
  "workspaces-import-image": {
    kind: "workspaces:CustomImageImport",
    title: "WorkSpaces image import",
    outputs: ({ id }) => ({ imageId: id, usableImage: "not there yet" }),
  },
  "discovery-export": {
    kind: "discovery:ExportTask",
    title: "Application Discovery export",
    outputs: ({ id }) => ({ exportId: id, url: "not there yet", urlExpiresAt: "" }),
  },
};

export class SingleExamples {
  private constructor(
    readonly emulator: Emulator,
    readonly examples: readonly Example[],
  ) {}

  static async make(): Promise<SingleExamples> {
    // In real time, but too long to end meanwhile.
    const emulator = await startEmulator({ durationMs: 3_600_000 });
    const names = Object.keys(EXAMPLES);
    const examples = await Promise.all(names.map((name) => Example.make(name, emulator)));
    const singles = new SingleExamples(emulator, examples);
    await singles.each(async (example, { configuration }) => {
      if (configuration) await example.configure(configuration);
    });
    return singles;
  }

  async close(): Promise<void> {
    for (const example of this.examples) example.close();
    await this.emulator.close();
  }

  tasksOf(kind: string): readonly TaskView[] {
    return this.emulator.tasks().filter((one) => one.kind === kind);
  }

  /** All at once, each to its end: one that fails must not meet the next test's operations. */
  async each(work: (example: Example, expected: Expected) => Promise<void>): Promise<void> {
    const ends = await Promise.allSettled(
      this.examples.map((one) => work(one, EXAMPLES[one.name]!)),
    );
    for (const end of ends) if (end.status === "rejected") throw end.reason;
  }
}
