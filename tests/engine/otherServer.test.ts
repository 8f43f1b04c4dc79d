// Any server that speaks AWS's protocols will do, with nothing but the environment: here one that
// knows only the answers of AWS's documentation, and shares no code with the emulator.
import assert from "node:assert/strict";
import http from "node:http";
import type { AddressInfo } from "node:net";
import { program, task } from "./support/program";
import { Project } from "./support/project";

const ID = "export-ami-1234567890abcdef0";
const ANSWERS: Readonly<Record<string, () => string>> = {
  GetCallerIdentity: () =>
    "<GetCallerIdentityResponse><GetCallerIdentityResult><Account>210987654321</Account>" +
    "</GetCallerIdentityResult></GetCallerIdentityResponse>",
  ExportImage: () => `<ExportImageResponse>${taskAs("active", 0)}</ExportImageResponse>`,
  CreateTags: () => "<CreateTagsResponse><return>true</return></CreateTagsResponse>",
};
let isStarted = false;
let described = 0;

function taskAs(status: string, progress: number): string {
  return (
    `<exportImageTaskId>${ID}</exportImageTaskId><imageId>ami-0123456789abcdef0</imageId>` +
    `<progress>${progress}</progress><s3ExportLocation><s3Bucket>exports</s3Bucket>` +
    `<s3Prefix>images/</s3Prefix></s3ExportLocation><status>${status}</status>`
  );
}

function answer(action: string): string {
  if (action === "ExportImage") isStarted = true;
  if (action !== "DescribeExportImageTasks") return ANSWERS[action]!();
  const item = described++ < 3 ? taskAs("active", 21) : taskAs("completed", 100);
  const items = isStarted ? `<item>${item}</item>` : "";
  return (
    "<DescribeExportImageTasksResponse>" +
    `<exportImageTaskSet>${items}</exportImageTaskSet></DescribeExportImageTasksResponse>`
  );
}

describe("a server that is neither AWS nor the emulator", function () {
  this.timeout(60_000);
  let project: Project;
  let server: http.Server;

  before(async () => {
    project = await Project.make("other-server", program(task("golden")));
    server = http.createServer(async (request, response) => {
      let body = "";
      for await (const part of request) body += part;
      response.end(answer(new URLSearchParams(body).get("Action")!));
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  });
  after(async () => {
    server.close();
    await project.close();
  });

  it("is all that a program needs, named by AWS_ENDPOINT_URL", async () => {
    const { port } = server.address() as AddressInfo;
    const env = { AWS_ENDPOINT_URL: `http://127.0.0.1:${port}`, AWS_REGION: "eu-central-1" };
    for (const expected of ["running", "succeeded"]) {
      const { code, output } = await project.runWith({ env }, "up", "--yes", "--skip-preview");
      assert.equal(code, 0, output);
      const { id, outputs } = project.tasks().golden!;
      assert.deepEqual([id, outputs.taskState], [ID, expected]);
      assert.deepEqual([outputs.region, outputs.accountId], ["eu-central-1", "210987654321"]);
    }
    assert.deepEqual(project.calls(), []);
  });
});
