/** What AppStream tells of its image exports, as tables. */
import type { TypedReadOperation } from "../../reading/operation";
import { exportImageTask } from "./exportImageTask";
import type {
  ExportImageTaskInfo,
  GetExportImageTaskArgs,
  GetExportImageTaskResult,
  ListExportImageTasksArgs,
  ListExportImageTasksResult,
} from "./readTypes";

const remedies = {
  ResourceNotFoundException:
    "Check taskId, the Region and the account: AWS forgets finished tasks after a while.",
  OperationNotPermittedException: "Check whether AppStream may be used in this account and Region.",
};

/** https://docs.aws.amazon.com/appstream2/latest/APIReference/API_GetExportImageTask.html */
export const exportImageTaskById: TypedReadOperation<
  GetExportImageTaskArgs,
  GetExportImageTaskResult
> = {
  name: "appstream.getExportImageTask",
  kind: exportImageTask,
  service: "appstream",
  operation: "GetExportImageTask",
  fields: {
    // AWS's model does not ask for it, and nobody knows what AWS answers without.
    taskId: {
      type: "string",
      required: true,
      pattern: /^[a-f0-9]{8}(-[a-f0-9]{4}){3}-[a-f0-9]{12}$/,
      form: "be a task's id: a UUID in small letters",
    },
  },
  maps: ["tagSpecifications"],
  required: "exportImageTask",
  remedies,
};

/** https://docs.aws.amazon.com/appstream2/latest/APIReference/API_ListExportImageTasks.html */
export const exportImageTasks: TypedReadOperation<
  ListExportImageTasksArgs,
  ListExportImageTasksResult,
  ExportImageTaskInfo
> = {
  name: "appstream.listExportImageTasks",
  kind: exportImageTask,
  service: "appstream",
  operation: "ListExportImageTasks",
  fields: {
    filters: {
      type: "list",
      items: {
        type: "object",
        fields: {
          name: {
            type: "string",
            required: true,
            pattern: /^[a-zA-Z0-9][a-zA-Z0-9_.-]{0,100}$/,
            form: "be 1 to 101 letters, digits and _ . -, beginning with a letter or digit",
          },
          values: {
            type: "list",
            required: true,
            items: {
              type: "string",
              pattern: /^[a-zA-Z0-9][a-zA-Z0-9_:/.-]{0,200}$/,
              form: "be 1 to 201 letters, digits and _ : / . -, beginning with a letter or digit",
            },
          },
        },
      },
    },
    maxResults: { type: "number", min: 1, max: 500, isWhole: true },
    nextToken: { type: "string", min: 1 },
  },
  maps: ["tagSpecifications"],
  list: { member: "exportImageTasks", largestPage: 500 },
  remedies: {
    OperationNotPermittedException: remedies.OperationNotPermittedException,
    ValidationException: "Check filters, whose names AWS does not document, and nextToken.",
  },
};
