/** A caller's environment for one test: AWS that records, shared files, servers for credentials. */
import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { createServer, type IncomingMessage } from "node:http";
import path from "node:path";
import { SdkAws } from "../../../../provider/aws/clients";
import { settingsFrom } from "../../../../provider/aws/settings";
import { callerOf } from "../../../../provider/lifecycle/caller";
import type { AwsError, Props } from "../../../../provider/lifecycle/ports";
import { type LocalServer, serve } from "./localServers";
import { AwsEnvironment, describeTasks, RecordingAws, REGION } from "./recordingAws";

export const NO_KEYS = { AWS_ACCESS_KEY_ID: "", AWS_SECRET_ACCESS_KEY: "" };
/** The accounts of the credentials of each source. */
export const CONTAINERS = "555555555555";
export const PROCESSES = "666666666666";
export const SSOS = "777777777777";
export const KEYS = "888888888888";

export class Sources {
  server: LocalServer | undefined;

  private constructor(
    readonly recording: RecordingAws,
    readonly environment: AwsEnvironment,
    readonly folder: string,
  ) {}

  static async start(): Promise<Sources> {
    const recording = await RecordingAws.start();
    const environment = new AwsEnvironment({ AWS_ENDPOINT_URL: recording.endpoint, ...NO_KEYS });
    return new Sources(recording, environment, path.dirname(process.env.AWS_CONFIG_FILE!));
  }

  async close(): Promise<void> {
    this.environment.restore();
    await this.recording.close();
    await this.server?.close();
  }

  /** A file with that text; its path. */
  file(name: string, text: string): string {
    const at = path.join(this.folder, name);
    mkdirSync(path.dirname(at), { recursive: true });
    writeFileSync(at, text);
    return at;
  }

  set(variables: Readonly<Record<string, string>>): void {
    Object.assign(process.env, variables);
  }

  /** One call for a task with these inputs, with that configuration of its stack. */
  send(configuration: Props = {}, props: Props = {}): Promise<Props> {
    const settings = settingsFrom(() => configuration);
    return new SdkAws(callerOf({ region: REGION, ...props }, settings)).send(describeTasks);
  }

  async failure(configuration: Props = {}): Promise<AwsError> {
    return this.send(configuration).then(
      () => assert.fail("it was answered"),
      (error: AwsError) => error,
    );
  }

  assertCalls(...calls: string[]): void {
    assert.deepEqual(this.recording.calls(), calls);
  }

  /** A server of credentials over HTTP: whoever asks gets them. Who did. */
  async serveCredentials(answer: object): Promise<IncomingMessage[]> {
    const asked: IncomingMessage[] = [];
    this.server = await serve(
      createServer((request, response) => {
        asked.push(request);
        response.end(JSON.stringify(answer));
      }),
    );
    return asked;
  }
}

export const inAnHour = () => new Date(Date.now() + 3_600_000);
