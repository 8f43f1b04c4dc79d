/** A service that has had enough: each says so in its own words. */
import type { ServiceName } from "../../../emulator";
import type { It } from "../support/ahead";
import type { Client, Refusal } from "../support/client";

const json = { code: "ThrottlingException", message: "Rate exceeded", status: 400 };
const throttles: readonly [ServiceName, string, Refusal][] = [
  [
    "ec2",
    "DescribeExportImageTasks",
    { code: "RequestLimitExceeded", message: "Request limit exceeded.", status: 503 },
  ],
  ["appstream", "ListExportImageTasks", json],
  ["workspaces", "DescribeWorkspaceImages", json],
  ["discovery", "DescribeExportTasks", json],
  ["sts", "GetCallerIdentity", { ...json, code: "Throttling" }],
];

export function throttled(it: It<Client>): void {
  it("throttles in each service's own words", async (client) => {
    client.emulator.addFault({ effect: { kind: "throttle" } });
    await Promise.all(
      throttles.map(([service, operation, refusal]) =>
        client.refuses(service, operation, {}, refusal),
      ),
    );
  });
}
