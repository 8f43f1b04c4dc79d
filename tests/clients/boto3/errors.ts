/** All that boto3 makes of a refusal: its class, its status, and what its model adds. */
import assert from "node:assert/strict";
import type { ServiceName } from "../../../emulator";
import type { It } from "../support/ahead";
import type { Boto3 } from "../support/boto3";
import { ACCOUNT, type Refusal } from "../support/client";

const user = `arn:aws:iam::${ACCOUNT}:user/emulator`;

export function errors(it: It<Boto3>): void {
  it("knows the errors of a service's model by their classes", async (client) => {
    const input = { TaskId: "0a1b2c3d-0000-4000-8000-000000000001" };
    const { type, response } = await client.refusal("appstream", "GetExportImageTask", input);
    assert.equal(type, "ResourceNotFoundException");
    const { Code: code, Message: message } = response.Error;
    // boto3 gives the message a second time, by the name that it has in this service's model.
    assert.deepEqual(response, { Error: { Code: code, Message: message }, Message: message });
    assert.equal(code, type);
  });

  it("reads what an error of WorkSpaces says besides its message", async (client) => {
    const input = { ImageId: "wsi-000000001" };
    const operation = "DescribeCustomWorkspaceImageImport";
    const { type, response } = await client.refusal("workspaces", operation, input);
    assert.equal(type, "ResourceNotFoundException");
    assert.equal(response["ResourceId"], "wsi-000000001");
  });

  it("meets an operation that the emulator does not serve as one that AWS does not", async (client) => {
    const unserved: [ServiceName, string, string, number][] = [
      ["ec2", "DescribeVpcs", "InvalidAction", 400],
      ["sts", "GetSessionToken", "InvalidAction", 400],
      ["appstream", "DescribeFleets", "UnknownOperationException", 400],
      ["workspaces", "DescribeWorkspaces", "UnknownOperationException", 400],
      ["discovery", "DescribeAgents", "UnknownOperationException", 400],
    ];
    for (const [service, operation, code, status] of unserved) {
      await client.refuses(service, operation, {}, { code, message: /^/, status });
    }
  });

  it("is denied and failed in each service's own words", async (client) => {
    const operations: [ServiceName, string, string, number, string][] = [
      ["ec2", "DescribeImages", "UnauthorizedOperation", 403, "InternalError"],
      ["sts", "AssumeRole", "AccessDenied", 403, "InternalFailure"],
      [
        "appstream",
        "ListExportImageTasks",
        "AccessDeniedException",
        400,
        "InternalServerException",
      ],
      [
        "workspaces",
        "DescribeWorkspaceImages",
        "AccessDeniedException",
        400,
        "InternalServerException",
      ],
      [
        "discovery",
        "DescribeExportTasks",
        "AuthorizationErrorException",
        400,
        "ServerInternalErrorException",
      ],
    ];
    const role = { RoleArn: `arn:aws:iam::${ACCOUNT}:role/a`, RoleSessionName: "of-a-test" };
    for (const [service, operation, code, status, failure] of operations) {
      const input = service === "sts" ? role : {};
      const refuses = (refusal: Refusal) => client.refuses(service, operation, input, refusal);
      client.emulator.addFault({ effect: { kind: "deny" }, times: 1 });
      await refuses({ code, status, message: new RegExp(`${user} .* ${service}:${operation}`) });
      client.emulator.addFault({ effect: { kind: "status5xx" }, times: 1 });
      await refuses({ code: failure, status: 500, message: /./ });
    }
  });

  it("gives up on answers that are cut off or come from elsewhere", async (client) => {
    const failures = [
      { effect: { kind: "cutBody" }, type: "ResponseParserError" },
      { effect: { kind: "cutBody", reset: true }, type: "ResponseParserError" },
      { effect: { kind: "resetBefore" }, type: "ConnectionClosedError" },
    ] as const;
    for (const { effect, type } of failures) {
      client.emulator.addFault({ effect, times: 1 });
      const { failure } = await client.ask("ec2", "DescribeImages");
      assert.equal(failure?.type, type);
    }
    client.emulator.addFault({ effect: { kind: "status5xx", status: 503, body: "html" } });
    const { refusal } = await client.ask("ec2", "DescribeImages");
    assert.deepEqual([refusal?.status, refusal?.requestId], [503, ""]);
  });
}
