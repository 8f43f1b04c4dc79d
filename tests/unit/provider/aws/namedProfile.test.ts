// A named profile that can't be used calls as nobody: whatever other credentials are at hand, they
// are somebody else's, of another account perhaps.
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { SdkAws } from "../../../../provider/aws/clients";
import type { Caller } from "../../../../provider/lifecycle/caller";
import {
  AwsEnvironment,
  describeTasks,
  HUB,
  PROFILES,
  RecordingAws,
  REGION,
} from "../support/recordingAws";

const OTHERS = "555555555555";
const NO_KEYS = { AWS_ACCESS_KEY_ID: "", AWS_SECRET_ACCESS_KEY: "" };

/** Credentials for whoever asks, as containers and instances have them; notes who did. */
class CredentialsServer {
  readonly asked: string[] = [];
  readonly #server: Server;

  private constructor() {
    this.#server = createServer((request, response) => {
      const url = request.url ?? "";
      this.asked.push(url);
      const isList = url.endsWith("/security-credentials/");
      response.end(url.includes("/api/token") ? "token" : isList ? "role" : CREDENTIALS);
    });
  }

  static async start(): Promise<CredentialsServer> {
    const server = new CredentialsServer();
    await new Promise<void>((done) => server.#server.listen(0, "127.0.0.1", done));
    return server;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((done) => this.#server.close(done));
  }
}

const CREDENTIALS = JSON.stringify({
  Code: "Success",
  AccessKeyId: OTHERS,
  SecretAccessKey: "secret",
  Token: "token",
  Expiration: new Date(Date.now() + 3_600_000).toISOString(),
});

/** What else says who is calling; each is used where no profile is named. */
const SOURCES: Readonly<Record<string, (url: string) => Record<string, string>>> = {
  "keys in the environment": () => ({
    AWS_ACCESS_KEY_ID: OTHERS,
    AWS_SECRET_ACCESS_KEY: "secret",
  }),
  "another profile, that the environment names": () => ({ ...NO_KEYS, AWS_PROFILE: "images" }),
  "a web identity": () => ({
    ...NO_KEYS,
    AWS_ROLE_ARN: HUB,
    AWS_ROLE_SESSION_NAME: "web",
    // Any file will do: the emulator does not look at the token.
    AWS_WEB_IDENTITY_TOKEN_FILE: __filename,
  }),
  "a container's credentials": (url) => ({
    ...NO_KEYS,
    AWS_CONTAINER_CREDENTIALS_FULL_URI: `${url}/container`,
  }),
  "an instance's credentials": (url) => ({
    ...NO_KEYS,
    AWS_EC2_METADATA_DISABLED: "false",
    AWS_EC2_METADATA_SERVICE_ENDPOINT: url,
  }),
};

const DEFAULT = `
[default]
aws_access_key_id = ${OTHERS}
aws_secret_access_key = secret
`;

describe("a named profile", () => {
  let recording: RecordingAws;
  let server: CredentialsServer;
  let environment: AwsEnvironment | undefined;

  beforeEach(async () => {
    recording = await RecordingAws.start();
    server = await CredentialsServer.start();
  });
  afterEach(async () => {
    environment?.restore();
    environment = undefined;
    await server.close();
    await recording.close();
  });

  /** The shared files, and one of the sources. */
  const given = (source: string, config = PROFILES) => {
    const more = SOURCES[source]!(server.url);
    environment = new AwsEnvironment({ AWS_ENDPOINT_URL: recording.endpoint, ...more });
    environment.config(config);
  };
  const send = (caller: Partial<Caller>) =>
    new SdkAws({ region: REGION, ...caller }).send(describeTasks);
  /** Whether anybody was asked for anything, be it for credentials only. */
  const asked = () => [...recording.forms.map((form) => form.get("Action")), ...server.asked];
  const assertRefused = async (caller: Partial<Caller>) => {
    await assert.rejects(send(caller), (error: Error & { trouble?: string }) => {
      assert.equal(error.trouble, "credentials");
      assert.ok(error.message.includes(caller.profile!), error.message);
      return true;
    });
    assert.deepEqual(asked(), []);
  };

  for (const source of Object.keys(SOURCES)) {
    describe(`beside ${source}`, () => {
      it("is not used where none is named: those are", async () => {
        given(source);
        await send({}).catch(() => undefined);
        assert.notDeepEqual(asked(), []);
      });

      it("that the shared files do not have calls as nobody", async () => {
        given(source);
        await assertRefused({ profile: "nobody" });
      });

      it("that has no credentials calls as nobody", async () => {
        given(source, "[profile empty]\nregion = eu-central-1\n");
        await assertRefused({ profile: "empty" });
      });

      it("that is missing assumes no role", async () => {
        given(source);
        await assertRefused({ profile: "nobody", roles: [{ roleArn: HUB }] });
      });

      it("calls as itself", async () => {
        given(source);
        await send({ profile: "images" });
        assert.deepEqual(recording.calls(), ["444444444444 DescribeExportImageTasks"]);
        assert.deepEqual(server.asked, []);
      });
    });
  }

  it("that is missing is not the default one", async () => {
    given("keys in the environment", DEFAULT);
    await assertRefused({ profile: "nobody" });
  });

  it("that is missing calls as nobody where there are no shared files at all", async () => {
    given("keys in the environment");
    const nowhere = path.join(path.dirname(process.env.AWS_CONFIG_FILE!), "nowhere");
    process.env.AWS_CONFIG_FILE = nowhere;
    process.env.AWS_SHARED_CREDENTIALS_FILE = nowhere;
    await assertRefused({ profile: "images" });
  });

  it("is found in the shared credentials file too", async () => {
    given("keys in the environment", "");
    const lines = ["[nightly]", "aws_access_key_id = 666666666666", "aws_secret_access_key = s"];
    writeFileSync(process.env.AWS_SHARED_CREDENTIALS_FILE!, lines.join("\n"));
    await send({ profile: "nightly" });
    assert.deepEqual(recording.calls(), ["666666666666 DescribeExportImageTasks"]);
  });
});
