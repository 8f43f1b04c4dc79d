// What AWS refuses or does not offer is said, and keeps nobody from the rest.
import assert from "node:assert/strict";
import type { Effect } from "../../../emulator";
import { callError } from "../../../provider/aws/errors";
import type { Aws } from "../../../provider/lifecycle/ports";
import { Desk } from "../../unit/cli/support";
import { SUBJECTS } from "../options/subjects";
import { Office } from "./office";

describe("pulumi-aws-tasks list, where AWS", () => {
  let office: Office;
  beforeEach(async () => {
    office = await Office.make();
    await office.start();
  });
  afterEach(() => office.world.close());

  const always = (operation: string, effect: Effect) =>
    office.world.emulator.addFault({ operation, effect });
  const lines = (out: string) =>
    out.split("\n").filter((line) => /^(ec2|app|work|disc)/.test(line));

  it("denies one kind, notes it with the right that is missing, and shows the others", async () => {
    always("ListExportImageTasks", { kind: "deny" });
    const { out, err, exitCode } = await office.run("list");
    assert.equal(lines(out).length, SUBJECTS.length - 1);
    assert.match(out, /note: appstream\.ExportImageTask: .*Allow ListExportImageTasks/);
    assert.deepEqual([err, exitCode], ["", 0]);
  });

  it("denies the tags of an image, shows it all the same", async () => {
    always("DescribeTags", { kind: "deny" });
    const { out } = await office.run("list");
    assert.equal(lines(out).length, SUBJECTS.length);
    assert.match(out, /note: workspaces\.CustomImageImport: .*Allow DescribeTags/);
  });

  it("denies AppStream's AMI, takes the task's own word", async () => {
    office.world.clock.jump(3 * 3_600_000);
    always("DescribeImages", { kind: "deny" });
    const { out } = await office.run("list", "--all", "--kind", "appstream");
    assert.match(out, /COMPLETED .*100 %/);
    assert.match(out, /Allow DescribeImages/);
  });

  it("has no endpoint for a service in this Region, notes it", async () => {
    const aws = nowhere(office.aws, "discovery", "discovery.us-east-2.amazonaws.com");
    const desk = new Desk({}, aws, office.world.clock);
    const { out, exitCode } = await office.world.clock.drive(desk.run("list"));
    assert.equal(lines(out).length, SUBJECTS.length - 1);
    assert.match(out, /note: discovery\.ExportTask: .*no endpoint in the Region us-east-2/);
    assert.equal(exitCode, 0);
  });

  it("is down for a service, tells the machine so", async () => {
    always("DescribeExportTasks", { kind: "status5xx" });
    const { notes, tasks } = JSON.parse((await office.run("list", "--json")).out) as {
      notes: string[];
      tasks: object[];
    };
    assert.equal(tasks.length, SUBJECTS.length - 1);
    assert.match(notes.join("\n"), /discovery\.ExportTask/);
  });

  it("does not tell the account, goes without", async () => {
    always("GetCallerIdentity", { kind: "deny" });
    const { out, exitCode } = await office.run("list");
    assert.match(out, /^us-east-1, /);
    assert.equal(exitCode, 0);
  });

  it("refuses everything, fails with what to do, in a line", async () => {
    const denied = Object.assign(
      new Error("The security token included in the request is expired"),
      {
        name: "ExpiredTokenException",
        $metadata: { httpStatusCode: 400 },
      },
    );
    const aws: Aws = {
      ...{ region: "us-east-1", key: "" },
      send: ({ operation }) => Promise.reject(callError(denied, operation)),
      accountId: async () => undefined,
    };
    const { out, err, exitCode } = await new Desk({}, aws).run("list");
    assert.deepEqual([out, exitCode], ["", 1]);
    assert.match(err, /^Nothing can be seen\. .*ExpiredToken.*Check the AWS credentials.*\n$/);
  });

  it("repeats what was signed, hides it", async () => {
    const said =
      "The Canonical String should have been 'POST\n/\n\nx-amz-security-token:IQoJb3JpZ2luX2VjE\n' " +
      "https://bucket.s3.amazonaws.com/a?X-Amz-Signature=00ff AKIAIOSFODNN7EXAMPLE";
    const error = Object.assign(new Error(said), {
      name: "SignatureDoesNotMatch",
      $metadata: { httpStatusCode: 403 },
    });
    const aws: Aws = {
      ...{ region: "us-east-1", key: "" },
      send: ({ operation }) => Promise.reject(callError(error, operation)),
      accountId: async () => undefined,
    };
    const { err } = await new Desk({}, aws).run("list");
    assert.match(err, /SignatureDoesNotMatch/);
    assert.doesNotMatch(err, /IQoJ|00ff|AKIA/);
    assert.equal(err.trim().split("\n").length, 1);
  });
});

/** As if that service had no host. */
function nowhere(aws: Aws, service: string, host: string): Aws {
  return {
    ...{ region: aws.region, key: aws.key, accountId: () => aws.accountId() },
    send(request, signal) {
      if (request.service !== service) return aws.send(request, signal);
      const error = Object.assign(new Error(`getaddrinfo ENOTFOUND ${host}`), {
        code: "ENOTFOUND",
      });
      return Promise.reject(callError(error, request.operation));
    },
  };
}
