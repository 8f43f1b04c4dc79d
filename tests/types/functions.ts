// What TypeScript must accept and refuse of the functions; compiled, never run.
import type * as appstreamApi from "@aws-sdk/client-appstream";
import type * as ec2Api from "@aws-sdk/client-ec2";
import type * as workspacesApi from "@aws-sdk/client-workspaces";
import type * as pulumi from "@pulumi/pulumi";
import { expectTypeOf } from "expect-type";
import { appstream, discovery, ec2, Provider, workspaces } from "pulumi-aws-tasks";
import { COMMON, input } from "./support";

/** A type of the SDK's under our names: first letters lowered, times as texts, all members there. */
type Ours<T> = T extends Date
  ? string
  : T extends readonly (infer E)[]
    ? Ours<E>[]
    : T extends object
      ? { [K in keyof T as Uncapitalize<K & string>]-?: Ours<Exclude<T[K], undefined>> }
      : T;
type Whole<T> = T extends readonly (infer E)[]
  ? Whole<E>[]
  : T extends object
    ? { [K in keyof T]-?: Whole<Exclude<T[K], undefined>> }
    : T;
type Api<T> = keyof Ours<Omit<T, "$metadata">>;

// Every documented parameter and every documented member, and no other.
type Same<A, B> = [A, B] extends [B, A]
  ? true
  : { onlyOurs: Exclude<A, B>; onlyApi: Exclude<B, A> };
export const complete: [
  Same<keyof ec2.GetExportImageTasksArgs, Api<ec2Api.DescribeExportImageTasksRequest>>,
  Same<keyof ec2.GetExportImageTasksResult, Api<ec2Api.DescribeExportImageTasksResult>>,
  Same<keyof ec2.ExportImageTaskInfo, Api<ec2Api.ExportImageTask>>,
  Same<keyof ec2.GetStoreImageTasksArgs, Api<ec2Api.DescribeStoreImageTasksRequest>>,
  Same<keyof ec2.GetStoreImageTasksResult, Api<ec2Api.DescribeStoreImageTasksResult>>,
  Same<keyof ec2.StoreImageTaskInfo, Api<ec2Api.StoreImageTaskResult>>,
  Same<keyof ec2.GetImportSnapshotTasksArgs, Api<ec2Api.DescribeImportSnapshotTasksRequest>>,
  Same<keyof ec2.GetImportSnapshotTasksResult, Api<ec2Api.DescribeImportSnapshotTasksResult>>,
  Same<keyof ec2.ImportSnapshotTaskInfo, Api<ec2Api.ImportSnapshotTask>>,
  Same<keyof ec2.ImportSnapshotTaskInfo["snapshotTaskDetail"], Api<ec2Api.SnapshotTaskDetail>>,
  Same<keyof appstream.GetExportImageTaskArgs, Api<appstreamApi.GetExportImageTaskRequest>>,
  Same<keyof appstream.GetExportImageTaskResult, Api<appstreamApi.GetExportImageTaskResult>>,
  Same<keyof appstream.ListExportImageTasksArgs, Api<appstreamApi.ListExportImageTasksRequest>>,
  Same<keyof appstream.ListExportImageTasksResult, Api<appstreamApi.ListExportImageTasksResult>>,
  Same<keyof appstream.ExportImageTaskInfo, Api<appstreamApi.ExportImageTask>>,
  Same<
    keyof workspaces.GetCustomWorkspaceImageImportArgs,
    Api<workspacesApi.DescribeCustomWorkspaceImageImportRequest>
  >,
  Same<
    keyof workspaces.GetCustomWorkspaceImageImportResult,
    Api<workspacesApi.DescribeCustomWorkspaceImageImportResult>
  >,
  Same<keyof workspaces.GetWorkspaceImagesArgs, Api<workspacesApi.DescribeWorkspaceImagesRequest>>,
  Same<keyof workspaces.GetWorkspaceImagesResult, Api<workspacesApi.DescribeWorkspaceImagesResult>>,
  Same<keyof workspaces.WorkspaceImageInfo, Api<workspacesApi.WorkspaceImage>>,
] = [
  ...([true, true, true, true, true, true, true, true] as const),
  ...([true, true, true, true, true, true, true, true] as const),
  ...([true, true, true, true] as const),
];

// And of the same types, at every depth.
type Fits<Own, T> = Ours<T> extends Whole<Own> ? true : { ours: Whole<Own>; api: Ours<T> };
type NoMap<T> = Omit<T, "TagSpecifications" | "tagSpecifications">;
type NoUnion<T> = Omit<T, "ImageSource" | "imageSource">;
export const typed: [
  Fits<ec2.ExportImageTaskInfo, ec2Api.ExportImageTask>,
  Fits<ec2.StoreImageTaskInfo, ec2Api.StoreImageTaskResult>,
  Fits<ec2.ImportSnapshotTaskInfo, ec2Api.ImportSnapshotTask>,
  Fits<NoMap<appstream.ExportImageTaskInfo>, NoMap<appstreamApi.ExportImageTask>>,
  Fits<
    NoUnion<workspaces.GetCustomWorkspaceImageImportResult>,
    NoUnion<workspacesApi.DescribeCustomWorkspaceImageImportResult>
  >,
  Fits<workspaces.WorkspaceImageInfo, workspacesApi.WorkspaceImage>,
  Same<
    keyof NonNullable<workspaces.GetCustomWorkspaceImageImportResult["imageSource"]>,
    Exclude<Api<workspacesApi.ImageSourceIdentifier.Ec2ImageIdMember>, "$unknown">
  >,
] = [true, true, true, true, true, true, true];

expectTypeOf<keyof discovery.ExportInfo>().toEqualTypeOf<
  | ("exportId" | "exportStatus" | "statusMessage" | "configurationsDownloadUrl")
  | ("exportRequestTime" | "isTruncated" | "requestedStartTime" | "requestedEndTime")
>();

const call = {
  region: "eu-west-1",
  profile: "prod",
  assumeRole: { roleArn: "arn:aws:iam::123456789012:role/reader" },
  endpoint: { ec2: "https://a.example" },
};
const given = {
  region: COMMON.region,
  profile: COMMON.profile,
  assumeRole: COMMON.assumeRole,
  endpoint: COMMON.endpoint,
};
const provider = new Provider("ireland", { region: "eu-west-1" });
declare const parent: pulumi.ComponentResource;

// Plain functions take plain arguments and give promises.
const listing = ec2.getExportImageTasks(
  {
    ...call,
    exportImageTaskIds: ["export-ami-0123456789abcdef0"],
    filters: [{ name: "task-state", values: ["active"] }],
    maxResults: 5,
    nextToken: "token",
  },
  { provider, parent },
);
expectTypeOf(listing).resolves.toEqualTypeOf<ec2.GetExportImageTasksResult>();
expectTypeOf(ec2.getExportImageTasks()).resolves.toEqualTypeOf<ec2.GetExportImageTasksResult>();
expectTypeOf(
  ec2.getStoreImageTasks({ filters: [{ name: "bucket", values: ["a"] }] }),
).resolves.toEqualTypeOf<ec2.GetStoreImageTasksResult>();
expectTypeOf(
  ec2.getImportSnapshotTasks({ importTaskIds: ["import-snap-0123456789abcdef0"], ...call }),
).resolves.toEqualTypeOf<ec2.GetImportSnapshotTasksResult>();
expectTypeOf(
  appstream.getExportImageTask({ taskId: "0a1b", ...call }),
).resolves.toEqualTypeOf<appstream.GetExportImageTaskResult>();
expectTypeOf(
  appstream.listExportImageTasks(),
).resolves.toEqualTypeOf<appstream.ListExportImageTasksResult>();
expectTypeOf(
  workspaces.getCustomWorkspaceImageImport({ imageId: "wsi-0" }),
).resolves.toEqualTypeOf<workspaces.GetCustomWorkspaceImageImportResult>();
expectTypeOf(
  workspaces.getWorkspaceImages({ imageType: "OWNED" }),
).resolves.toEqualTypeOf<workspaces.GetWorkspaceImagesResult>();
expectTypeOf(
  discovery.getExportTasks({ filters: [{ name: "a", values: ["b"], condition: "EQUALS" }] }),
).resolves.toEqualTypeOf<discovery.GetExportTasksResult>();

// Twins take Inputs at every depth and give Outputs.
const twin = ec2.getExportImageTasksOutput(
  {
    ...given,
    exportImageTaskIds: [input<string>()],
    filters: input<{ name: string; values: string[] }[]>(),
    maxResults: input<number>(),
  },
  { provider, dependsOn: [parent] },
);
expectTypeOf(twin).toEqualTypeOf<pulumi.Output<ec2.GetExportImageTasksResult>>();
expectTypeOf(twin.exportImageTasks[0]!.status).toEqualTypeOf<pulumi.Output<string>>();
expectTypeOf(ec2.getStoreImageTasksOutput({ imageIds: input<string[]>() })).toEqualTypeOf<
  pulumi.Output<ec2.GetStoreImageTasksResult>
>();
expectTypeOf(ec2.getImportSnapshotTasksOutput({ importTaskIds: [input<string>()] })).toEqualTypeOf<
  pulumi.Output<ec2.GetImportSnapshotTasksResult>
>();
expectTypeOf(appstream.getExportImageTaskOutput({ taskId: input<string>() })).toEqualTypeOf<
  pulumi.Output<appstream.GetExportImageTaskResult>
>();
expectTypeOf(appstream.listExportImageTasksOutput({ maxResults: input<number>() })).toEqualTypeOf<
  pulumi.Output<appstream.ListExportImageTasksResult>
>();
expectTypeOf(
  workspaces.getCustomWorkspaceImageImportOutput({ imageId: input<string>() }),
).toEqualTypeOf<pulumi.Output<workspaces.GetCustomWorkspaceImageImportResult>>();
expectTypeOf(
  workspaces.getWorkspaceImagesOutput({ imageType: input<"OWNED" | "SHARED">() }),
).toEqualTypeOf<pulumi.Output<workspaces.GetWorkspaceImagesResult>>();
expectTypeOf(discovery.getExportTasksOutput({ exportIds: [input<string>()] })).toEqualTypeOf<
  pulumi.Output<discovery.GetExportTasksResult>
>();

// A dry run has a result of its own.
declare const perhaps: boolean;
expectTypeOf(ec2.getExportImageTasks({ dryRun: true })).resolves.toEqualTypeOf<ec2.DryRunResult>();
expectTypeOf(
  ec2.getImportSnapshotTasks({ dryRun: true }),
).resolves.toEqualTypeOf<ec2.DryRunResult>();
expectTypeOf(
  ec2.getStoreImageTasks({ dryRun: false }),
).resolves.toEqualTypeOf<ec2.GetStoreImageTasksResult>();
expectTypeOf(ec2.getStoreImageTasks({ dryRun: perhaps })).resolves.toEqualTypeOf<
  ec2.GetStoreImageTasksResult | ec2.DryRunResult
>();
expectTypeOf(ec2.getStoreImageTasksOutput({ dryRun: true })).toEqualTypeOf<
  pulumi.Output<ec2.DryRunResult>
>();
expectTypeOf(ec2.getExportImageTasksOutput({ dryRun: input<boolean>() })).toEqualTypeOf<
  pulumi.Output<ec2.GetExportImageTasksResult | ec2.DryRunResult>
>();

// Iterators give tasks.
expectTypeOf(ec2.iterateExportImageTasks({ ...call, maxResults: 5 }, { provider })).toEqualTypeOf<
  AsyncIterable<ec2.ExportImageTaskInfo>
>();
expectTypeOf(ec2.iterateStoreImageTasks()).toEqualTypeOf<AsyncIterable<ec2.StoreImageTaskInfo>>();
expectTypeOf(ec2.iterateImportSnapshotTasks({ maxResults: 5 })).toEqualTypeOf<
  AsyncIterable<ec2.ImportSnapshotTaskInfo>
>();
expectTypeOf(appstream.iterateExportImageTasks()).toEqualTypeOf<
  AsyncIterable<appstream.ExportImageTaskInfo>
>();
expectTypeOf(workspaces.iterateWorkspaceImages({ imageType: "SHARED" })).toEqualTypeOf<
  AsyncIterable<workspaces.WorkspaceImageInfo>
>();
expectTypeOf(discovery.iterateExportTasks()).toEqualTypeOf<AsyncIterable<discovery.ExportInfo>>();

// @ts-expect-error: no such argument
ec2.getExportImageTasks({ exportTaskIds: ["export-ami-1"] });
// @ts-expect-error: no such argument
ec2.getExportImageTasksOutput({ exportTaskIds: ["export-ami-1"] });
// @ts-expect-error: AWS's own letters
ec2.getStoreImageTasks({ ImageIds: ["ami-0123456789abcdef0"] });
// @ts-expect-error: no such filter
ec2.getStoreImageTasks({ filters: [{ name: "image-id", values: ["a"] }] });
// @ts-expect-error: the tasks' ids are of imports
ec2.getImportSnapshotTasks({ exportImageTaskIds: ["export-ami-1"] });
// @ts-expect-error: no such member
ec2.getImportSnapshotTasks().then(({ importSnapshotTasks: [task] }) => task!.status);
// @ts-expect-error: a plain function takes no Outputs
ec2.getStoreImageTasks({ imageIds: input<string[]>() });
// @ts-expect-error: no such argument
ec2.iterateExportImageTasks({ dryRun: true });
// @ts-expect-error: the other operation has it
appstream.listExportImageTasks({ dryRun: true });
// @ts-expect-error: required
appstream.getExportImageTask();
// @ts-expect-error: required
appstream.getExportImageTaskOutput({ region: "eu-west-1" });
// @ts-expect-error: no such type
workspaces.getWorkspaceImages({ imageType: "MINE" });
// @ts-expect-error: a condition, too
discovery.getExportTasks({ filters: [{ name: "agentIds", values: ["o-1"] }] });
// @ts-expect-error: no such member
discovery.getExportTasks().then(({ exportsInfo }) => exportsInfo[0]?.downloadUrl);
// @ts-expect-error: a dry run has no tasks
ec2.getExportImageTasks({ dryRun: true }).then(({ exportImageTasks }) => exportImageTasks);
