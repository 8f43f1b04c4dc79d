/** What the lifecycle works with, made by hand: nothing here reaches a network or a real timer. */
import { setImmediate as turn } from "node:timers/promises";
import type { Context, Settings } from "../../../../provider/lifecycle/context";
import { identityText } from "../../../../provider/lifecycle/identity";
import { Memory } from "../../../../provider/lifecycle/memory";
import type {
  Aws,
  AwsError,
  AwsRequest,
  Props,
  Trouble,
} from "../../../../provider/lifecycle/ports";
import { textAt } from "../../../../provider/lifecycle/rowText";
import { Scheduler } from "../../../../provider/waiting/scheduler";
import { MemoryJournal } from "../../../support/memoryJournal";
import { ManualClock } from "../../../support/manualClock";

export const START_MS = Date.parse("2026-01-01T00:00:00Z");

export const URN =
  "urn:pulumi:dev::shop::pulumi-nodejs:dynamic/aws-tasks/ec2:ExportImageTask::gold";
export const IDENTITY = identityText("organization", "", URN);
export const TASK_ID = "export-ami-0123456789abcdef0";

/** Inputs as a program gives them, and what the class adds to them. */
export const inputs: Props = {
  imageId: "ami-0123456789abcdef0",
  diskImageFormat: "VMDK",
  s3ExportLocation: { s3Bucket: "my-exports", s3Prefix: "images/" },
  taskKind: "ec2:ExportImageTask",
  __identity: IDENTITY,
  __provider: "code",
};

/** A task as DescribeExportImageTasks answers it. */
export const taskOf = (Status: string, more: Props = {}): Props => ({
  ExportImageTaskId: TASK_ID,
  ImageId: "ami-0123456789abcdef0",
  S3ExportLocation: { S3Bucket: "my-exports", S3Prefix: "images/" },
  Status,
  ...more,
});

export type Answer = (request: AwsRequest, signal?: AbortSignal) => Props | Promise<Props>;

/** AWS as the test says; every request is noted. */
export class FakeAws implements Aws {
  readonly region = "eu-central-1";
  readonly key = "eu-central-1";
  readonly requests: AwsRequest[] = [];
  account: string | undefined = "123456789012";

  constructor(readonly answer: Answer) {}

  async send(request: AwsRequest, signal?: AbortSignal): Promise<Props> {
    this.requests.push(request);
    return this.answer(request, signal);
  }

  async accountId(): Promise<string | undefined> {
    return this.account;
  }

  operations(): string[] {
    return this.requests.map(({ operation }) => operation);
  }
}

export interface Texts {
  readonly status: string[];
  readonly info: string[];
  readonly warn: string[];
}

export interface TestContext extends Context {
  readonly clock: ManualClock;
  readonly texts: Texts;
  readonly settings: Settings & {
    region: string | undefined;
    wait: string | undefined;
    tagging: boolean;
    configured: Props;
    tags: Props;
  };
  /** Aborts `gone`. */
  leave(): void;
}

/** Without `aws` a call is an error: so the tests show that there is none. */
export function contextWith(aws?: Aws): TestContext {
  const clock = new ManualClock(START_MS);
  const engine = new AbortController();
  const texts: Texts = { status: [], info: [], warn: [] };
  const settings: TestContext["settings"] = {
    region: "eu-central-1",
    wait: undefined,
    tagging: true,
    configured: {},
    tags: {},
    caller: () => settings.configured,
    defaultTags: () => ({ tags: settings.tags }),
    defaultRegion: () => settings.region,
    waitOverride: () => settings.wait,
    identityTags: () => settings.tagging,
    failures: () => [],
  };
  return {
    clock,
    texts,
    settings,
    random: { number: () => 0.5, hex: (bytes) => "ab".repeat(bytes) },
    row: {
      status: (_urn, text) => void texts.status.push(textAt(text, 0)),
      info: (_urn, text) => void texts.info.push(text),
      warn: (_urn, text) => void texts.warn.push(text),
    },
    memory: new Memory(),
    journal: new MemoryJournal(),
    scheduler: new Scheduler(clock),
    gone: engine.signal,
    leave: () => engine.abort(),
    aws() {
      if (!aws) throw new Error("nobody may call AWS here");
      return aws;
    },
  };
}

export function awsError(trouble: Trouble, code: string, message = "no"): AwsError {
  return Object.assign(new Error(message), { trouble, code, operation: "AnyOperation" });
}

/** Unhandled rejections while `work` ran and the callbacks after it. */
export async function unhandledDuring(work: () => Promise<unknown>): Promise<unknown[]> {
  const unhandled: unknown[] = [];
  const note = (reason: unknown) => void unhandled.push(reason);
  const others = process.listeners("unhandledRejection");
  process.removeAllListeners("unhandledRejection");
  process.on("unhandledRejection", note);
  try {
    await work();
    await turn();
    await turn();
  } finally {
    process.removeListener("unhandledRejection", note);
    for (const listener of others) process.on("unhandledRejection", listener);
  }
  return unhandled;
}
