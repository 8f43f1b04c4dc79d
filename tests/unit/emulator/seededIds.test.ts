import { equal } from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startEmulator, type Emulator } from "../../../emulator";
import { post, signed } from "./harness";

const json = (service: string, target: string) => ({
  ...signed(service),
  "content-type": "application/x-amz-json-1.1",
  "x-amz-target": target,
});

describe("ids that a seed makes", () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "emulator-"))));
  afterEach(() => rmSync(folder, { recursive: true }));

  /** Does something with an emulator, and again with the next one on the same state and seed. */
  async function twice(work: (emulator: Emulator, n: number) => Promise<void>): Promise<void> {
    for (const n of [1, 2]) {
      const stateFile = join(folder, "state.json");
      const emulator = await startEmulator({ speed: 0, seed: 7, stateFile });
      await work(emulator, n).finally(() => emulator.close());
    }
  }

  it("are others after a restart, for tasks of every service", async () => {
    await twice(async ({ endpoint, tasks }, n) => {
      const IamRoleArn = "arn:aws:iam::123456789012:role/exporter";
      const exported = { ImageName: "golden", AmiName: `golden-${n}`, IamRoleArn };
      const headers = json("appstream", "PhotonAdminProxyService.CreateExportImageTask");
      equal((await post(endpoint, JSON.stringify(exported), headers)).status, 200);
      const target = "AWSPoseidonService_V2015_11_01.StartExportTask";
      equal((await post(endpoint, "{}", json("discovery", target))).status, 200);
      equal(tasks().length, 2 * n);
      equal(new Set(tasks().map(({ id }) => id)).size, 2 * n);
    });
  });

  it("are others after a restart, for sessions", async () => {
    const keys: string[] = [];
    const authorizations: string[] = [];
    const identity = async (endpoint: string, authorization: string) => {
      const body = "Action=GetCallerIdentity&Version=2011-06-15";
      const answer = await (await post(endpoint, body, { authorization })).text();
      return /<Arn>.*role\/(\w+)\//.exec(answer)?.[1];
    };
    await twice(async ({ endpoint }, n) => {
      const role = encodeURIComponent(`arn:aws:iam::123456789012:role/role${n}`);
      const body = `Action=AssumeRole&Version=2011-06-15&RoleArn=${role}&RoleSessionName=test`;
      const answer = await (await post(endpoint, body, signed("sts"))).text();
      const key = /<AccessKeyId>(\w+)</.exec(answer)?.[1] ?? "";
      keys.push(key);
      authorizations.push(signed("sts", { accountId: key }).authorization ?? "");
      for (const [index, authorization] of authorizations.entries()) {
        equal(await identity(endpoint, authorization), `role${index + 1}`);
      }
    });
    equal(new Set(keys).size, 2);
  });
});
