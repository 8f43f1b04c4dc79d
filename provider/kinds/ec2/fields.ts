/** Rules and members that several EC2 operations share. */
import type { StringField } from "../../lifecycle/validate";

export const AMI_ID: StringField = {
  type: "string",
  pattern: /^ami-([0-9a-f]{8}|[0-9a-f]{17})$/,
  form: 'be the id of an AMI: "ami-" and 8 or 17 hexadecimal digits',
};

/** Old buckets of us-east-1 have letters and characters that new ones must not have. */
export const BUCKET_NAME: StringField = {
  type: "string",
  min: 3,
  max: 63,
  pattern: /^[A-Za-z0-9._-]+$/,
  form: "be a bucket's name: letters, digits, dots and hyphens, no path and no ARN",
};

export const ROLE_NAME: StringField = {
  type: "string",
  min: 1,
  max: 64,
  pattern: /^[\w+=,.@-]+$/,
  form: "be the name of an IAM role, not its ARN",
};

/** What EC2 writes as a text, which is empty where it does not know. */
export function percentOf(progress: string | undefined): number | undefined {
  const percent = progress === undefined ? NaN : Number.parseFloat(progress);
  return percent >= 0 && percent <= 100 ? percent : undefined;
}
