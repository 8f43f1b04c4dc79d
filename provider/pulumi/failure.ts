import * as pulumi from "@pulumi/pulumi";

/**
 * An error that Pulumi prints as its text, and at once: with a stack, which tells people nothing
 * here, Node takes half a minute to print one of Pulumi's.
 */
export function failure(text: string, more: { code?: string } = {}): Error {
  const error: Error = new pulumi.RunError(text);
  return Object.assign(error, { stack: undefined, ...more });
}
