/** The emulator behind a server that notes what was sent, and an environment for the SDK to find. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { type Emulator, startEmulator } from "../../../../emulator";
import type { AwsRequest } from "../../../../provider/lifecycle/ports";

/** The account of whoever has nothing but the environment. */
export const ENVIRONMENT_ACCOUNT = "111111111111";

export const REGION = "eu-central-1";
export const HUB = "arn:aws:iam::222222222222:role/hub";
export const TARGET = "arn:aws:iam::333333333333:role/deep/er/target";

/** A shared config file; whoever calls by `chained` has the role HUB. */
export const PROFILES = `
[profile images]
aws_access_key_id = 444444444444
aws_secret_access_key = secret
[profile chained]
source_profile = images
role_arn = ${HUB}
role_session_name = from-the-file
`;

const call = (service: string, operation: string): AwsRequest => ({
  ...{ service, operation, input: {} },
});
export const describeTasks = call("ec2", "DescribeExportImageTasks");
export const listExports = call("appstream", "ListExportImageTasks");
export const whoAmI = call("sts", "GetCallerIdentity");

export class RecordingAws {
  /** The requests to EC2 and STS, as they were sent. */
  readonly forms: URLSearchParams[] = [];

  private constructor(
    readonly emulator: Emulator,
    readonly endpoint: string,
    readonly server: Server,
  ) {}

  static async start(): Promise<RecordingAws> {
    const emulator = await startEmulator({ speed: 0 });
    const server = createServer(async (request, response) => {
      const body = await bodyOf(request);
      aws.forms.push(new URLSearchParams(body));
      const answer = await fetch(emulator.endpoint, {
        method: "POST",
        headers: headersOf(request),
        body,
      });
      const type = answer.headers.get("content-type") ?? "";
      response.writeHead(answer.status, { "content-type": type }).end(await answer.text());
    });
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
    const { port } = server.address() as AddressInfo;
    const aws = new RecordingAws(emulator, `http://127.0.0.1:${port}`, server);
    return aws;
  }

  /** Who made which call: the account of the credentials, and the operation. */
  calls(): string[] {
    return this.emulator.log().map(({ accountId, operation }) => `${accountId} ${operation}`);
  }

  /** The AssumeRole requests without what every request has. */
  assumed(): Record<string, string>[] {
    const roles = this.forms.filter((form) => form.get("Action") === "AssumeRole");
    return roles.map((form) => {
      const { Action, Version, ...input } = Object.fromEntries(form);
      return Action === undefined || Version === undefined ? {} : input;
    });
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((done) => this.server.close(done));
    await this.emulator.close();
  }
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let body = "";
  for await (const chunk of request) body += String(chunk);
  return body;
}

function headersOf({ headers }: IncomingMessage): Record<string, string> {
  const names = ["authorization", "content-type", "x-amz-target", "x-amz-date"];
  const given = names.map((name) => [name, headers[name]]);
  return Object.fromEntries(given.filter(([, value]) => value !== undefined));
}

/** The AWS variables of this process for one test: those given, and none of this machine's. */
export class AwsEnvironment {
  readonly #before = new Map<string, string | undefined>();
  readonly #folder = mkdtempSync(path.join(tmpdir(), "pulumi-aws-tasks-aws-"));

  constructor(variables: Readonly<Record<string, string>>) {
    for (const name of Object.keys(process.env)) if (name.startsWith("AWS_")) this.#set(name);
    const all = {
      AWS_ACCESS_KEY_ID: ENVIRONMENT_ACCOUNT,
      AWS_SECRET_ACCESS_KEY: "secret",
      AWS_EC2_METADATA_DISABLED: "true",
      AWS_CONFIG_FILE: path.join(this.#folder, "config"),
      AWS_SHARED_CREDENTIALS_FILE: path.join(this.#folder, "credentials"),
      ...variables,
    };
    for (const [name, value] of Object.entries(all)) this.#set(name, value);
  }

  /** The text of the shared config file. */
  config(text: string): void {
    writeFileSync(path.join(this.#folder, "config"), text);
  }

  restore(): void {
    const names = Object.keys(process.env).filter((name) => name.startsWith("AWS_"));
    // A test may have set more of them.
    for (const name of names) if (!this.#before.has(name)) put(name, undefined);
    for (const [name, value] of this.#before) put(name, value);
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #set(name: string, value?: string): void {
    if (!this.#before.has(name)) this.#before.set(name, process.env[name]);
    put(name, value);
  }
}

function put(name: string, value: string | undefined): void {
  if (value === undefined) delete process.env[name];
  else process.env[name] = value;
}
