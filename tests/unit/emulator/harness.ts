import { EC2Client, ExportImageCommand, type ExportImageRequest } from "@aws-sdk/client-ec2";
import { DescribeExportImageTasksCommand, type ExportImageTask } from "@aws-sdk/client-ec2";
import { STSClient } from "@aws-sdk/client-sts";
import { startEmulator, type Emulator, type EmulatorOptions } from "../../../emulator";

export const ami = "ami-0123456789abcdef0";

/** A fresh emulator with a stepped clock for every test of the surrounding `describe`. */
export class Emulated {
  emulator!: Emulator;
  ec2!: EC2Client;
  sts!: STSClient;
  private readonly opened: EC2Client[] = [];

  constructor(options: EmulatorOptions = {}) {
    beforeEach(async () => {
      this.emulator = await startEmulator({ speed: 0, seed: 1, ...options });
      this.ec2 = this.ec2As({});
      this.sts = new STSClient(this.configuration({}));
    });
    afterEach(async () => {
      for (const client of [...this.opened.splice(0), this.sts]) client.destroy();
      await this.emulator.close();
    });
  }

  configuration({ accountId = "123456789012", region = "us-east-1", maxAttempts = 1 }) {
    return {
      endpoint: this.emulator.endpoint,
      region,
      credentials: { accessKeyId: accountId, secretAccessKey: "secret" },
      maxAttempts,
    };
  }

  ec2As(who: { accountId?: string; region?: string; maxAttempts?: number }): EC2Client {
    const client = new EC2Client(this.configuration(who));
    this.opened.push(client);
    return client;
  }

  async start(input: Partial<ExportImageRequest> = {}, client = this.ec2): Promise<string> {
    const started = await client.send(new ExportImageCommand({ ...exportOf(ami), ...input }));
    return started.ExportImageTaskId ?? "";
  }

  async describe(id: string): Promise<ExportImageTask> {
    const command = new DescribeExportImageTasksCommand({ ExportImageTaskIds: [id] });
    const [task, ...others] = (await this.ec2.send(command)).ExportImageTasks ?? [];
    if (!task || others.length > 0) throw new Error(`expected one task ${id}`);
    return task;
  }
}

export const exportOf = (imageId: string): ExportImageRequest => ({
  ImageId: imageId,
  DiskImageFormat: "VMDK",
  S3ExportLocation: { S3Bucket: "exports" },
});

export const amiNumber = (n: number): string => `ami-${n.toString(16).padStart(17, "0")}`;

export interface Refusal {
  readonly code: string;
  readonly message: string;
  readonly status: number | undefined;
}

/** What a call was refused with; throws if it was not. */
export async function refusal(call: Promise<unknown>): Promise<Refusal> {
  let answer: unknown;
  try {
    answer = await call;
  } catch (thrown) {
    const error = thrown as Error & { $metadata?: { httpStatusCode?: number } };
    return {
      code: error.name,
      message: error.message,
      status: error.$metadata?.httpStatusCode,
    };
  }
  throw new Error(`expected a refusal, got ${JSON.stringify(answer)}`);
}

/** A request as raw as a client could send it. */
export function post(endpoint: string, body: string, headers: Record<string, string> = {}) {
  return fetch(endpoint, { method: "POST", body, headers: { ...signed("ec2"), ...headers } });
}

export const signed = (
  service: string,
  { accountId = "123456789012", region = "us-east-1" } = {},
): Record<string, string> => ({
  "content-type": "application/x-www-form-urlencoded",
  authorization:
    `AWS4-HMAC-SHA256 Credential=${accountId}/20260101/${region}/${service}/aws4_request, ` +
    "SignedHeaders=host, Signature=0",
});

/** A call of Application Discovery, for which there may be no client; rejects as clients do. */
export async function callDiscovery<Output = Record<string, unknown>>(
  endpoint: string,
  operation: string,
  input: unknown = {},
  who: { accountId?: string; region?: string } = {},
): Promise<Output> {
  const response = await post(endpoint, JSON.stringify(input), {
    ...signed("discovery", who),
    "content-type": "application/x-amz-json-1.1",
    "x-amz-target": `AWSPoseidonService_V2015_11_01.${operation}`,
  });
  const answer = JSON.parse(await response.text());
  if (response.ok) return answer;
  throw Object.assign(new Error(answer.message), {
    name: answer.__type,
    $metadata: { httpStatusCode: response.status },
  });
}
