/**
 * The only code of ours that Pulumi stores in state files: one constant object for all kinds,
 * whose every method is one call of the installed package. Its text and the call's shape are a
 * contract with every state there is: never change them (tests/fixtures holds the text).
 */
import type { dynamic } from "@pulumi/pulumi";

/* eslint-disable @typescript-eslint/no-require-imports */
export const shim = {
  configure: (request: unknown) => require("pulumi-aws-tasks/v1").call("configure", [request]),
  check: (olds: unknown, news: unknown) =>
    require("pulumi-aws-tasks/v1").call("check", [olds, news]),
  diff: (id: unknown, olds: unknown, news: unknown) =>
    require("pulumi-aws-tasks/v1").call("diff", [id, olds, news]),
  create: (inputs: unknown) => require("pulumi-aws-tasks/v1").call("create", [inputs]),
  read: (id: unknown, props: unknown) => require("pulumi-aws-tasks/v1").call("read", [id, props]),
  update: (id: unknown, olds: unknown, news: unknown) =>
    require("pulumi-aws-tasks/v1").call("update", [id, olds, news]),
  delete: (id: unknown, props: unknown) =>
    require("pulumi-aws-tasks/v1").call("delete", [id, props]),
} satisfies dynamic.ResourceProvider;
