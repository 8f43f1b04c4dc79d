/** Tasks as a stack's state has them, and what a policy says of them. */
import { type Resource } from "./support";

export interface Statement {
  readonly Sid: string;
  readonly Action: readonly string[];
  readonly Resource: readonly string[] | "*";
  readonly Condition?: object;
}

const REGION = { region: "eu-central-1" };
const ACCOUNT = { accountId: "123456789012" };

export const EXPORT: Resource = {
  type: "ec2:ExportImageTask",
  inputs: {
    ...REGION,
    imageId: "ami-0123456789abcdef0",
    s3ExportLocation: { s3Bucket: "exports", s3Prefix: "a/" },
  },
  outputs: ACCOUNT,
};
export const STORE: Resource = {
  type: "ec2:StoreImageTask",
  inputs: { ...REGION, imageId: "ami-0123456789abcdef0", bucket: "images" },
  outputs: ACCOUNT,
};
export const APPSTREAM: Resource = {
  type: "appstream:ExportImageTask",
  inputs: { ...REGION, iamRoleArn: "arn:aws:iam::123456789012:role/export" },
  outputs: ACCOUNT,
};
export const IMPORT: Resource = {
  type: "workspaces:CustomImageImport",
  inputs: REGION,
  outputs: ACCOUNT,
};

/** The resource with other inputs besides. */
export const changed = (resource: Resource, inputs: object): Resource => ({
  ...resource,
  inputs: { ...resource.inputs, ...inputs },
});
