import { deepEqual, equal, match } from "node:assert/strict";
import { ExportImageCommand, type ExportImageRequest } from "@aws-sdk/client-ec2";
import { Emulated, ami, exportOf, post, refusal, signed } from "./harness";

describe("validation by the model", () => {
  const aws = new Emulated();
  const version = "Version=2016-11-15";

  async function answer(body: string, headers: Record<string, string> = {}): Promise<string> {
    const response = await post(aws.emulator.endpoint, body, headers);
    const xml = await response.text();
    const code = /<Code>(.*)<\/Code>/.exec(xml)?.[1] ?? xml;
    return `${response.status} ${code}: ${/<Message>(.*)<\/Message>/.exec(xml)?.[1]}`;
  }

  it("names the missing parameter", async () => {
    const start = (input: Partial<ExportImageRequest>) =>
      refusal(aws.ec2.send(new ExportImageCommand(input as ExportImageRequest)));
    deepEqual(await start({}), {
      code: "MissingParameter",
      message: "The request must contain the parameter ImageId",
      status: 400,
    });
    match((await start({ ...exportOf("") })).message, /parameter ImageId$/);
    const noBucket = { ...exportOf(ami), S3ExportLocation: { S3Bucket: "" } };
    match((await start(noBucket)).message, /parameter S3ExportLocation\.S3Bucket$/);
    const { ImageId, DiskImageFormat } = exportOf(ami);
    match((await start({ ImageId, DiskImageFormat })).message, /parameter S3ExportLocation$/);
  });

  it("names the invalid value", async () => {
    const base = `Action=ExportImage&${version}&ImageId=${ami}&S3ExportLocation.S3Bucket=b`;
    equal(
      await answer(`${base}&DiskImageFormat=OVA`),
      "400 InvalidParameterValue: Value (OVA) for parameter DiskImageFormat is invalid. " +
        "Valid values: VMDK, RAW, VHD.",
    );
    match(
      await answer(`${base}&DiskImageFormat=RAW&DryRun=maybe`),
      /^400 InvalidParameterValue: Value \(maybe\) for parameter DryRun is invalid/,
    );
    match(
      await answer(`${base}&DiskImageFormat=RAW&Description=${"d".repeat(256)}`),
      /Expecting a length of at most 255\.$/,
    );
    const describe = `Action=DescribeExportImageTasks&${version}`;
    match(await answer(`${describe}&MaxResults=ten`), /Value \(ten\) for parameter MaxResults/);
    match(await answer(`${describe}&MaxResults=1.5`), /Value \(1\.5\) for parameter MaxResults/);
  });

  it("refuses a parameter that it does not know", async () => {
    const describe = `Action=DescribeExportImageTasks&${version}`;
    equal(
      await answer(`${describe}&Filters.1.Name=task-state`),
      "400 UnknownParameter: The parameter Filters is not recognized",
    );
    equal(
      await answer(`${describe}&Filter.1.Vaule=x`),
      "400 UnknownParameter: The parameter Filter.1.Vaule is not recognized",
    );
  });

  it("refuses an operation that it does not know", async () => {
    equal(
      await answer(`Action=RunInstances&${version}`),
      "400 InvalidAction: The action RunInstances is not valid for this web service.",
    );
    equal(
      await answer("Action=GetFoo&Version=2011-06-15"),
      "400 InvalidAction: Could not find operation GetFoo for version 2011-06-15",
    );
    match(await answer("", {}), /^400 InvalidAction/);
    deepEqual(
      aws.emulator.log().map(({ service, operation, outcome }) => [service, operation, outcome]),
      [
        ["ec2", "RunInstances", "InvalidAction"],
        ["sts", "GetFoo", "InvalidAction"],
        ["ec2", "unknown", "InvalidAction"],
      ],
    );
  });

  it("refuses a request that nobody signed", async () => {
    const unsigned = { authorization: "" };
    const { endpoint } = aws.emulator;
    equal((await post(endpoint, `Action=DescribeTags&${version}`, unsigned)).status, 401);
    match(await answer(`Action=DescribeTags&${version}`, unsigned), /^401 AuthFailure: /);
    match(
      await answer("Action=GetCallerIdentity&Version=2011-06-15", unsigned),
      /^403 MissingAuthenticationToken: Request is missing Authentication Token$/,
    );
    match(await answer(`Action=DescribeTags&${version}`, { authorization: "Basic x" }), /^401/);
    deepEqual([aws.emulator.log()[0]?.region, aws.emulator.log()[0]?.accountId], ["", ""]);
  });

  it("answers JSON services in JSON", async () => {
    const headers = {
      ...signed("workspaces"),
      "content-type": "application/x-amz-json-1.1",
      "x-amz-target": "WorkspacesService.Unheard",
    };
    const response = await post(aws.emulator.endpoint, "{}", headers);
    equal(response.status, 400);
    equal(response.headers.get("content-type"), "application/x-amz-json-1.1");
    deepEqual(await response.json(), { __type: "UnknownOperationException", message: "" });
    const unsigned = await post(aws.emulator.endpoint, "{}", { ...headers, authorization: "" });
    match(await unsigned.text(), /MissingAuthenticationTokenException/);
  });

  it("goes by the signature's service when the version is another", async () => {
    match(await answer("Action=X&Version=1", signed("sts")), /Could not find operation X/);
  });

  it("reads both ways of writing a blank, a charset, a query string, and lists with gaps", async () => {
    const tags = "TagSpecification.7.ResourceType=export-image-task";
    const one = "TagSpecification.7.Tag.3.Key=a+b&TagSpecification.7.Tag.3.Value=c%20d";
    const body = `ImageId=${ami}&DiskImageFormat=RAW&S3ExportLocation.S3Bucket=b&${tags}&${one}`;
    const response = await fetch(`${aws.emulator.endpoint}/?Action=ExportImage&${version}`, {
      method: "POST",
      body,
      headers: {
        ...signed("ec2"),
        "content-type": "application/x-www-form-urlencoded; charset=utf-8",
      },
    });
    equal(response.status, 200);
    deepEqual(aws.emulator.tasks()[0]?.tags, { "a b": "c d" });
  });

  it("dry-runs to an error, after validation", async () => {
    const dry = { ...exportOf(ami), DryRun: true };
    deepEqual(await refusal(aws.ec2.send(new ExportImageCommand(dry))), {
      code: "DryRunOperation",
      message: "Request would have succeeded, but DryRun flag is set.",
      status: 412,
    });
    const { code } = await refusal(aws.ec2.send(new ExportImageCommand({ ...dry, ImageId: "" })));
    equal(code, "MissingParameter");
    deepEqual(aws.emulator.tasks(), []);
  });
});
