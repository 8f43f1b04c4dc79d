/** What Application Discovery tells of its exports, as a table. */
import type { TypedReadOperation } from "../../reading/operation";
import { exportTask } from "./exportTask";
import type { ExportInfo, GetExportTasksArgs, GetExportTasksResult } from "./readTypes";

/** https://docs.aws.amazon.com/application-discovery/latest/APIReference/API_DescribeExportTasks.html */
export const exportTasks: TypedReadOperation<GetExportTasksArgs, GetExportTasksResult, ExportInfo> =
  {
    name: "discovery.getExportTasks",
    kind: exportTask,
    service: "discovery",
    operation: "DescribeExportTasks",
    hasSmallNames: true,
    fields: {
      exportIds: {
        type: "list",
        min: 1,
        max: 100,
        items: {
          type: "string",
          min: 1,
          max: 200,
          pattern: /^\S*$/,
          form: "be an export's id, without spaces",
        },
      },
      filters: {
        type: "list",
        items: {
          type: "object",
          fields: {
            name: {
              type: "string",
              required: true,
              max: 1_000,
              pattern: /\S/,
              form: "not be blank",
            },
            values: {
              type: "list",
              required: true,
              items: {
                type: "string",
                max: 1_000,
                pattern: /^$|\S/,
                form: "be empty or not blank",
              },
            },
            condition: {
              type: "string",
              required: true,
              max: 200,
              pattern: /^\S+$/,
              form: "be a word, without spaces",
            },
          },
        },
      },
      // AWS documents no upper bound; on the wire it is an integer.
      maxResults: { type: "number", min: 1, max: 2_147_483_647, isWhole: true },
      nextToken: { type: "string", min: 1 },
    },
    list: { member: "exportsInfo", ids: "exportIds", largestPage: 100 },
    secrets: ["configurationsDownloadUrl"],
    remedies: {
      InvalidParameterException: "Check filters and nextToken.",
      InvalidParameterValueException:
        "Check exportIds, the Region and the account, and the names and conditions of filters.",
      // https://docs.aws.amazon.com/migrationhub-home-region/latest/APIReference/Welcome.html
      HomeRegionNotSetException: "Choose a home Region in Migration Hub's settings.",
      OperationNotPermittedException:
        "Check that this account may use Application Discovery (closed to new customers since " +
        "2025-11-07).",
    },
  };
