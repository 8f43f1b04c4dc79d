import { integer, list, map, required, string, structure, timestamp } from "./shapes";
import type { OperationModel } from "./shapes";

export const imageName = string({ pattern: /^[a-zA-Z0-9][a-zA-Z0-9_.-]{0,100}$/, role: "id" });

const amiName = string({ pattern: /^[a-zA-Z0-9().\-/_]{3,128}$/ });

const arn = string({
  pattern:
    /^arn:aws(?:-cn|-iso-b|-iso|-us-gov)?:[A-Za-z0-9][A-Za-z0-9_/.-]{0,62}:[A-Za-z0-9_/.-]{0,63}:[A-Za-z0-9_/.-]{0,63}:[A-Za-z0-9][A-Za-z0-9:_/+=,@.\\-]{0,1023}$/,
});

const taskId = string({
  pattern: /^[a-f0-9]{8}-[a-f0-9]{4}-[a-f0-9]{4}-[a-f0-9]{4}-[a-f0-9]{12}$/,
  role: "id",
});

// A map, and not of the task: these go on the AMI.
const tags = map(
  string({
    minLength: 1,
    maxLength: 128,
    pattern: /^(^(?!aws:).[\p{L}\p{Z}\p{N}_.:/=+\-@]*)$/u,
  }),
  string({ maxLength: 256, pattern: /^([\p{L}\p{Z}\p{N}_.:/=+\-@]*)$/u }),
  { minItems: 1, maxItems: 50, role: "tags" },
);

const description = string({ maxLength: 256 });

const token = string({ minLength: 1 });

const exportImageTask = structure({
  TaskId: required(taskId),
  ImageArn: required(arn),
  AmiName: required(amiName),
  CreatedDate: required(timestamp()),
  AmiDescription: description,
  State: string(),
  AmiId: string({ pattern: /^ami-[a-z0-9]{8,17}$/, role: "id" }),
  TagSpecifications: tags,
  ErrorDetails: list(
    structure({ ErrorCode: string({ minLength: 1 }), ErrorMessage: string({ minLength: 1 }) }),
  ),
});

export const createExportImageTask = {
  name: "CreateExportImageTask",
  input: structure({
    ImageName: required(imageName),
    AmiName: required(amiName),
    IamRoleArn: required(arn),
    TagSpecifications: tags,
    AmiDescription: description,
  }),
  output: structure({ ExportImageTask: exportImageTask }),
} satisfies OperationModel;

export const getExportImageTask = {
  name: "GetExportImageTask",
  input: structure({ TaskId: taskId }),
  output: structure({ ExportImageTask: exportImageTask }),
} satisfies OperationModel;

export const listExportImageTasks = {
  name: "ListExportImageTasks",
  input: structure({
    Filters: list(
      structure({
        Name: required(string({ pattern: /^[a-zA-Z0-9][a-zA-Z0-9_.-]{0,100}$/ })),
        Values: required(list(string({ pattern: /^[a-zA-Z0-9][a-zA-Z0-9_:/.-]{0,200}$/ }))),
      }),
    ),
    // The model's own lower bound is 0, the text's is 1.
    MaxResults: integer({ min: 1, max: 500 }),
    NextToken: token,
  }),
  output: structure({ ExportImageTasks: list(exportImageTask), NextToken: token }),
} satisfies OperationModel;
