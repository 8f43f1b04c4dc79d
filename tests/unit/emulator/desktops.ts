import { equal } from "node:assert/strict";
import {
  AppStreamClient,
  CreateExportImageTaskCommand,
  GetExportImageTaskCommand,
  type CreateExportImageTaskRequest,
  type ExportImageTask,
} from "@aws-sdk/client-appstream";
import { DescribeImagesCommand, type Image } from "@aws-sdk/client-ec2";
import {
  DescribeCustomWorkspaceImageImportCommand,
  DescribeWorkspaceImagesCommand,
  ImportCustomWorkspaceImageCommand,
  WorkSpacesClient,
  type DescribeCustomWorkspaceImageImportResult,
  type ImportCustomWorkspaceImageRequest,
  type WorkspaceImage,
} from "@aws-sdk/client-workspaces";
import type { EmulatorOptions } from "../../../emulator";
import { Emulated, ami } from "./harness";

interface Who {
  readonly accountId?: string;
  readonly region?: string;
}

/** The emulator with clients of the two desktop services. */
export class EmulatedDesktops extends Emulated {
  appstream!: AppStreamClient;
  workspaces!: WorkSpacesClient;
  private readonly clients: { destroy(): void }[] = [];

  constructor(options: EmulatorOptions = {}) {
    super(options);
    beforeEach(() => {
      this.appstream = this.appstreamAs({});
      this.workspaces = this.workspacesAs({});
    });
    afterEach(() => this.clients.splice(0).forEach((client) => client.destroy()));
  }

  appstreamAs(who: Who): AppStreamClient {
    const client = new AppStreamClient(this.configuration(who));
    this.clients.push(client);
    return client;
  }

  workspacesAs(who: Who): WorkSpacesClient {
    const client = new WorkSpacesClient(this.configuration(who));
    this.clients.push(client);
    return client;
  }

  async export(
    input: Partial<CreateExportImageTaskRequest> = {},
    client = this.appstream,
  ): Promise<string> {
    const command = new CreateExportImageTaskCommand({ ...exportOf("golden-ami"), ...input });
    return (await client.send(command)).ExportImageTask?.TaskId ?? "";
  }

  async exported(TaskId: string): Promise<Partial<ExportImageTask>> {
    const { ExportImageTask } = await this.appstream.send(
      new GetExportImageTaskCommand({ TaskId }),
    );
    return ExportImageTask ?? {};
  }

  async ami(ImageId: string): Promise<Image> {
    const { Images } = await this.ec2.send(new DescribeImagesCommand({ ImageIds: [ImageId] }));
    return Images?.[0] ?? {};
  }

  async import(
    input: Partial<ImportCustomWorkspaceImageRequest> = {},
    client = this.workspaces,
  ): Promise<string> {
    const command = new ImportCustomWorkspaceImageCommand({ ...importOf("golden"), ...input });
    return (await client.send(command)).ImageId ?? "";
  }

  async imported(ImageId: string): Promise<DescribeCustomWorkspaceImageImportResult> {
    const command = new DescribeCustomWorkspaceImageImportCommand({ ImageId });
    const { $metadata, ...described } = await this.workspaces.send(command);
    equal($metadata.httpStatusCode, 200);
    return described;
  }

  async images(...ids: string[]): Promise<WorkspaceImage[]> {
    const command = new DescribeWorkspaceImagesCommand(ids.length > 0 ? { ImageIds: ids } : {});
    return (await this.workspaces.send(command)).Images ?? [];
  }
}

export const exportOf = (amiName: string): CreateExportImageTaskRequest => ({
  ImageName: "golden",
  AmiName: amiName,
  IamRoleArn: "arn:aws:iam::123456789012:role/exporter",
});

export const importOf = (imageName: string): ImportCustomWorkspaceImageRequest => ({
  ImageName: imageName,
  ImageDescription: "Golden image (v1)",
  ComputeType: "BASE",
  Protocol: "DCV",
  ImageSource: { Ec2ImageId: ami },
  InfrastructureConfigurationArn:
    "arn:aws:imagebuilder:us-east-1:123456789012:infrastructure-configuration/byol",
  Platform: "WINDOWS",
  OsVersion: "Windows_11",
});
