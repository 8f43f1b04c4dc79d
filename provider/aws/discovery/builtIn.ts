/**
 * Application Discovery for where its official client can't be had: the same names and shapes for
 * what we call, on AWS's own runtime, so that credentials, Region, endpoints, FIPS and retries are
 * the standard ones. It borrows another JSON client's construction and changes what names the
 * service. Discovery is closed to new customers, so its API will hardly change.
 */
import { AwsJson1_1Protocol } from "@aws-sdk/core/protocols";
import { WorkSpacesClient, type WorkSpacesClientConfig } from "@aws-sdk/client-workspaces";
import { Command } from "@smithy/core/client";
import { getEndpointPlugin } from "@smithy/core/endpoints";
import { defaultNamespace, describeExportTasks, startExportTask } from "./schemas";

const SIGNING_NAME = "discovery";

export class ApplicationDiscoveryServiceClient extends WorkSpacesClient {
  constructor(configuration: Readonly<Record<string, unknown>>) {
    super({
      ...configuration,
      serviceId: "Application Discovery Service",
      apiVersion: "2015-11-01",
      protocol: AwsJson1_1Protocol,
      protocolSettings: {
        defaultNamespace,
        serviceTarget: "AWSPoseidonService_V2015_11_01",
        version: "2015-11-01",
      },
      endpointProvider,
    } as WorkSpacesClientConfig);
  }
}

interface Place {
  readonly Endpoint?: string;
  readonly Region?: string;
  readonly UseFIPS?: boolean;
  readonly UseDualStack?: boolean;
}

/** Discovery exists in AWS's commercial partition only. */
function endpointProvider({ Endpoint, Region = "", UseFIPS, UseDualStack }: Place) {
  const host = `${SIGNING_NAME}${UseFIPS ? "-fips" : ""}.${Region}`;
  const url = Endpoint ?? `https://${host}.${UseDualStack ? "api.aws" : "amazonaws.com"}`;
  // Without this the request is signed for the service whose client is borrowed.
  const authSchemes = [
    { name: "sigv4", signingName: SIGNING_NAME, signingRegion: Region, properties: {} },
  ];
  return { url: new URL(url), headers: {}, properties: { authSchemes } };
}

const places = {
  UseFIPS: { type: "builtInParams", name: "useFipsEndpoint" },
  Endpoint: { type: "builtInParams", name: "endpoint" },
  Region: { type: "builtInParams", name: "region" },
  UseDualStack: { type: "builtInParams", name: "useDualstackEndpoint" },
} as const;

function command(name: string, schema: typeof startExportTask) {
  return Command.classBuilder()
    .ep(places)
    .m((Built, _stack, configuration) => [
      getEndpointPlugin(configuration as never, Built.getEndpointParameterInstructions()),
    ])
    .s("AWSPoseidonService_V2015_11_01", name, {})
    .n("ApplicationDiscoveryServiceClient", `${name}Command`)
    .sc(schema)
    .build();
}

export const StartExportTaskCommand = command("StartExportTask", startExportTask);
export const DescribeExportTasksCommand = command("DescribeExportTasks", describeExportTasks);
