// What TypeScript must accept and refuse of `discovery.ExportTask`; compiled, never run.
import type * as pulumi from "@pulumi/pulumi";
import { expectTypeOf } from "expect-type";
import { Completion, discovery, requireCompleted } from "pulumi-aws-tasks";
import {
  COMMON,
  type CommonCompleted,
  type CommonResult,
  type CommonTask,
  type Flat,
  type Inner,
  input,
  stack,
} from "./support";

const inputs = {
  exportDataFormat: [input<"CSV">()],
  filters: [
    {
      name: input<"agentIds">(),
      values: [input<string>()],
      condition: input<"EQUALS">(),
    },
  ],
  startTime: input<string>(),
  endTime: input<string>(),
};

const task = new discovery.ExportTask("servers", { ...inputs, ...COMMON });
new discovery.ExportTask("servers", {});
new discovery.ExportTask("servers", {
  preferences: {
    ec2RecommendationsPreferences: {
      enabled: input<boolean>(),
      cpuPerformanceMetricBasis: { name: input<string>(), percentageAdjust: input<number>() },
      ramPerformanceMetricBasis: input<{ name: string }>(),
      tenancy: input<"DEDICATED" | "SHARED">(),
      excludedInstanceTypes: [input<string>()],
      preferredRegion: input<string>(),
      reservedInstanceOptions: {
        purchasingOption: input<"ALL_UPFRONT" | "PARTIAL_UPFRONT" | "NO_UPFRONT">(),
        offeringClass: input<"STANDARD" | "CONVERTIBLE">(),
        termLength: input<"ONE_YEAR" | "THREE_YEAR">(),
      },
    },
  },
});

interface Task extends CommonTask {
  readonly exportDataFormat: pulumi.Output<"CSV"[] | undefined>;
  readonly filters: pulumi.Output<
    { name: "agentIds"; values: string[]; condition: "EQUALS" }[] | undefined
  >;
  readonly startTime: pulumi.Output<string | undefined>;
  readonly endTime: pulumi.Output<string | undefined>;
  readonly exportId: pulumi.Output<string>;
  readonly exportStatus: pulumi.Output<string>;
  readonly statusMessage: pulumi.Output<string | undefined>;
  readonly exportRequestTime: pulumi.Output<string | undefined>;
  readonly isTruncated: pulumi.Output<boolean | undefined>;
  readonly requestedStartTime: pulumi.Output<string | undefined>;
  readonly requestedEndTime: pulumi.Output<string | undefined>;
  // Only a success has them.
  readonly configurationsDownloadUrl: pulumi.Output<string | undefined>;
  readonly configurationsDownloadUrlExpiresAt: pulumi.Output<string | undefined>;
}
expectTypeOf<Pick<discovery.ExportTask, keyof Task>>().toEqualTypeOf<Flat<Task>>();

interface Own {
  exportId: string;
  exportStatus: string;
  statusMessage: string | undefined;
  exportRequestTime: string | undefined;
}
type Result = CommonResult & Own & { configurationsDownloadUrlExpiresAt: string | undefined };
type Completed = CommonCompleted & Own & { configurationsDownloadUrlExpiresAt: string };

const done = new Completion("servers", { task });
const handed = requireCompleted<discovery.ExportTask>(stack, "servers");
expectTypeOf<Inner<typeof task.result>>().toEqualTypeOf<Flat<Result>>();
expectTypeOf<Inner<typeof done.result>>().toEqualTypeOf<Flat<Completed>>();
expectTypeOf<Inner<typeof handed>>().toEqualTypeOf<Flat<Completed>>();

// @ts-expect-error: only a success has it
export const certain: pulumi.Output<string> = task.configurationsDownloadUrl;
// @ts-expect-error: no presigned URL is in a result
export const resultUrl = task.result.configurationsDownloadUrl;
// @ts-expect-error: nor in that of a completion
export const doneUrl = done.result.configurationsDownloadUrl;
// @ts-expect-error: nor does another stack get it
export const handedUrl = handed.configurationsDownloadUrl;
// @ts-expect-error: no such format
new discovery.ExportTask("servers", { exportDataFormat: ["GRAPHML"] });
// @ts-expect-error: no such input
new discovery.ExportTask("servers", { exportIds: ["export-1"] });
// @ts-expect-error: no such filter
new discovery.ExportTask("servers", { filters: [{ ...inputs.filters[0]!, name: "AgentId" }] });
