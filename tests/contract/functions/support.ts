/** An AWS account with hundreds of tasks, and the environment in which functions reach it. */
import assert from "node:assert/strict";
import type { EmulatorOptions } from "../../../emulator";
import type { Props } from "../../../provider/lifecycle/ports";
import { World } from "../../support/stack";

export const REGION = "us-east-1";
export const START = "2026-01-01T00:00:00.000Z";
/** Longer than a task of the emulator lasts. */
export const TO_THE_END_MS = 60_000;

export const ami = (n: number) => `ami-${n.toString(16).padStart(17, "0")}`;

const UNLIMITED: EmulatorOptions = {
  runningConversionLimit: 10_000,
  runningAgentExportLimit: 10_000,
  dailyAgentExportLimit: 10_000,
  workspaceImageLimit: 10_000,
};

/** Made once for the surrounding `describe`. */
export class Account {
  world!: World;
  readonly #environment = { ...process.env };

  constructor(fill: (account: Account) => Promise<void> = async () => {}, options = {}) {
    const make = async () => {
      process.env.AWS_ACCESS_KEY_ID = "123456789012";
      process.env.AWS_SECRET_ACCESS_KEY = "emulator";
      this.world = await World.make({ seed: 1, ...UNLIMITED, ...options });
      await fill(this);
      this.world.calls();
    };
    before(function () {
      // Hundreds of calls, one after the other.
      this.timeout(60_000);
      return make();
    });
    beforeEach(() => void this.world.calls());
    after(async () => {
      await this.world.close();
      for (const name of ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"]) {
        if (this.#environment[name] === undefined) delete process.env[name];
        else process.env[name] = this.#environment[name];
      }
    });
  }

  /** Arguments of every call: this AWS, and no other. */
  get here(): { endpoint: string; region: string } {
    return { endpoint: this.world.emulator.endpoint, region: REGION };
  }

  /** A call of somebody who knows nothing of functions. */
  send(service: string, operation: string, input: object = {}, region = REGION): Promise<Props> {
    return this.world.context().aws({ region }).send({ service, operation, input });
  }

  async exportImage(n: number, more: object = {}): Promise<string> {
    const answer = await this.send("ec2", "ExportImage", {
      ImageId: ami(n),
      DiskImageFormat: "VMDK",
      S3ExportLocation: { S3Bucket: "exports" },
      ...more,
    });
    return String(answer.ExportImageTaskId);
  }

  async storeImage(n: number, Bucket = "images"): Promise<void> {
    await this.send("ec2", "CreateStoreImageTask", { ImageId: ami(n), Bucket });
  }

  async importSnapshot(n: number, more: object = {}): Promise<string> {
    const answer = await this.send("ec2", "ImportSnapshot", {
      DiskContainer: { Format: "VMDK", UserBucket: { S3Bucket: "disks", S3Key: `disk-${n}.vmdk` } },
      ...more,
    });
    return String(answer.ImportTaskId);
  }

  async exportDesktop(n: number, more: object = {}): Promise<string> {
    const { ExportImageTask } = await this.send("appstream", "CreateExportImageTask", {
      ImageName: "golden",
      AmiName: `golden-${n}`,
      IamRoleArn: "arn:aws:iam::123456789012:role/exporter",
      ...more,
    });
    return String((ExportImageTask as Props).TaskId);
  }

  async importDesktop(ImageName: string, more: object = {}): Promise<string> {
    const answer = await this.send("workspaces", "ImportCustomWorkspaceImage", {
      ImageName,
      ImageDescription: "A desktop",
      ComputeType: "BASE",
      Protocol: "DCV",
      ImageSource: { Ec2ImageId: ami(1) },
      InfrastructureConfigurationArn: INFRASTRUCTURE,
      Platform: "WINDOWS",
      OsVersion: "Windows_11",
      ...more,
    });
    return String(answer.ImageId);
  }

  async exportData(agent?: string): Promise<string> {
    const filters = [{ name: "agentIds", values: [agent], condition: "EQUALS" }];
    const input = agent === undefined ? {} : { filters };
    return String((await this.send("discovery", "StartExportTask", input)).exportId);
  }

  /** The operations that were called, and how often. */
  calls(): Record<string, number> {
    const counts: Record<string, number> = {};
    for (const operation of this.world.calls()) counts[operation] = (counts[operation] ?? 0) + 1;
    return counts;
  }
}

export const INFRASTRUCTURE =
  "arn:aws:imagebuilder:us-east-1:123456789012:infrastructure-configuration/desktops";

/** One after the other: the order of the starts is the order of the list. */
export async function times<T>(count: number, make: (n: number) => Promise<T>): Promise<T[]> {
  const made: T[] = [];
  for (let n = 1; n <= count; n++) made.push(await make(n));
  return made;
}

export async function gathered<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}

/** What a call is refused with: its lines, without the function's name, and AWS's code. */
export async function refusal(call: Promise<unknown>): Promise<{ text: string; code?: string }> {
  const error = await call.then(
    (result) => assert.fail(`expected a refusal, got ${JSON.stringify(result)}`),
    (thrown: Error & { code?: string }) => thrown,
  );
  assert.equal(error.stack, undefined, "Node would take half a minute to print it");
  assert.equal(error.cause, undefined);
  return { text: error.message, ...(error.code !== undefined && { code: error.code }) };
}
