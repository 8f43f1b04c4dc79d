/** EC2's image exports in memory: client tokens, one export of an AMI at a time, forgetting. */
import fc from "fast-check";
import { clientToken } from "../../../../provider/lifecycle/identity";
import type { Aws, AwsRequest, Clock, Props } from "../../../../provider/lifecycle/ports";
import { exportImageTask as kind } from "../../../../provider/kinds/ec2/exportImageTask";
import { startTags } from "../../../../provider/lifecycle/tags";
import { awsError } from "../../provider/support/context";

/** What an earlier attempt of the same resource came to. */
export interface Past {
  readonly became: "running" | "succeeded" | "failed" | "deleting";
  readonly isListed: boolean;
  /** Whether AWS still knows its client token. */
  readonly isRemembered: boolean;
  /** Whether it still has our tags. */
  readonly isTagged: boolean;
  /** Whether its own `diff` has asked for its replacement. */
  readonly isReplaced: boolean;
  /** Another resource's export of the same AMI: it has that one's token and tags. */
  readonly isAnothers: boolean;
}

const pastTask: fc.Arbitrary<Past> = fc
  .record({
    became: fc.constantFrom<Past["became"]>("running", "succeeded", "failed", "failed", "deleting"),
    isListed: fc.boolean(),
    isRemembered: fc.boolean(),
    isTagged: fc.boolean(),
    isReplaced: fc.boolean(),
    isAnothers: fc.constantFrom(false, false, false, true),
  })
  // AWS forgets what has ended, and shows a new one late: in between it is listed.
  .map((past) => ({
    ...past,
    isListed: past.isListed || past.became === "deleting",
    isReplaced: past.isReplaced && !past.isAnothers,
  }));

const failed: Past = {
  ...{ became: "failed", isListed: false, isRemembered: true, isTagged: true },
  ...{ isReplaced: false, isAnothers: false },
};

/** Mostly some attempts of all sorts; at times more failures than anybody goes on after. */
export const history: fc.Arbitrary<readonly Past[]> = fc.oneof(
  { weight: 20, arbitrary: fc.array(pastTask, { maxLength: 5 }) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(fc.integer({ min: 46, max: 52 }), fc.array(pastTask, { maxLength: 2 }))
      .map(([count, rest]) => [...Array.from({ length: count }, () => failed), ...rest]),
  },
);

export interface Task extends Past {
  readonly id: string;
  readonly token: string;
  readonly tags: readonly { readonly Key: string; readonly Value: string }[];
  readonly visibleAt: number;
  readonly endsAt: number;
}

const RUNS_MS = 3_600_000;

export class Exports implements Aws {
  readonly region = "eu-central-1";
  readonly key = "eu-central-1";
  readonly tasks: Task[] = [];
  /** The client tokens that were sent. */
  readonly tokens = new Set<string>();
  /** The tasks that were started by a call. */
  readonly started: Task[] = [];
  /** New starts that were asked for while one of the same resource ran in sight. */
  readonly rash: string[] = [];
  /** Whether the answer to a new start gets lost on its way. */
  losesAnswer = false;

  constructor(
    readonly clock: Clock,
    readonly inputs: Props,
    readonly visibleAfterMs: number,
    past: readonly Past[],
  ) {
    past.forEach((one, attempt) => this.#add(one, this.#tokenOf(attempt, one), -visibleAfterMs));
  }

  /** The same AWS as another process sees it. */
  calledBy(clock: Clock): Exports {
    const same = new Exports(clock, this.inputs, this.visibleAfterMs, []);
    same.tasks.push(...this.tasks);
    return same;
  }

  async accountId(): Promise<string> {
    return "123456789012";
  }

  async send({ operation, input }: AwsRequest): Promise<Props> {
    return operation === "ExportImage" ? this.#export(input) : this.#describe(input);
  }

  statusOf({ became, endsAt }: Task): string {
    if (became === "succeeded") return "completed";
    if (became === "failed" || this.clock.now() >= endsAt) return "deleted";
    return became === "deleting" ? "deleting" : "active";
  }

  #tokenOf(attempt: number, { isAnothers }: Past): string {
    if (isAnothers) return `another's ${attempt}`;
    const body = kind.start(this.inputs, "", startTags(kind, this.inputs)).input;
    return clientToken(String(this.inputs.__identity), body, this.inputs.triggers, attempt);
  }

  #add(past: Past, token: string, visibleAfterMs: number): Task {
    const own = past.isAnothers ? { ...this.inputs, __identity: "another's" } : this.inputs;
    const tags = Object.entries(past.isTagged ? startTags(kind, own) : {});
    const now = this.clock.now();
    const task: Task = {
      ...past,
      id: `export-ami-${String(this.tasks.length).padStart(17, "0")}`,
      token,
      tags: tags.map(([Key, Value]) => ({ Key, Value })),
      visibleAt: now + visibleAfterMs,
      endsAt: now + RUNS_MS,
    };
    this.tasks.push(task);
    return task;
  }

  #export(input: object): Props {
    const { ClientToken: token } = input as { ClientToken: string };
    this.tokens.add(token);
    const known = this.tasks.find((one) => one.token === token && one.isRemembered);
    if (known) return this.#answer(known);
    const running = this.tasks.filter((one) => /active|deleting/.test(this.statusOf(one)));
    if (running.some((one) => this.#isPlain(one))) this.rash.push(token);
    if (running.length > 0) throw awsError("refused", "ConflictingOperation");
    const more = { isListed: true, isRemembered: true, isTagged: true };
    const whose = { isReplaced: false, isAnothers: false };
    const task = this.#add({ became: "running", ...more, ...whose }, token, this.visibleAfterMs);
    this.started.push(task);
    if (this.losesAnswer) throw awsError("network", "ECONNRESET");
    return this.#answer(task);
  }

  /** Whether anybody can see that it runs, and that it is the resource's own. */
  #isPlain(task: Task): boolean {
    const isActive = this.statusOf(task) === "active";
    const isOwn = task.isTagged && !task.isReplaced && !task.isAnothers;
    return isActive && this.#isShown(task) && isOwn;
  }

  #isShown(task: Task): boolean {
    return task.isListed && this.clock.now() >= task.visibleAt;
  }

  #describe(input: object): Props {
    const { ExportImageTaskIds: ids } = input as { ExportImageTaskIds?: string[] };
    const shown = this.tasks.filter((task) => this.#isShown(task));
    const asked = shown.filter(({ id }) => ids?.includes(id) ?? true);
    if (ids && asked.length < ids.length) throw awsError("refused", "InvalidExportTaskID.NotFound");
    return { ExportImageTasks: asked.map((task) => this.#answer(task)) };
  }

  #answer(task: Task): Props {
    const { s3Bucket, s3Prefix } = this.inputs.s3ExportLocation as Props;
    return {
      ExportImageTaskId: task.id,
      ImageId: this.inputs.imageId,
      Status: this.statusOf(task),
      S3ExportLocation: { S3Bucket: s3Bucket, S3Prefix: s3Prefix },
      Tags: task.tags,
    };
  }
}
