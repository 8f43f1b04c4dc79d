// What TypeScript must accept and refuse of the settings of a `Provider`; compiled, never run.
import type * as pulumi from "@pulumi/pulumi";
import { Provider } from "pulumi-aws-tasks";

declare const token: pulumi.Output<string>;
declare const flag: Promise<boolean>;

new Provider("keys", {
  region: "eu-west-1",
  accessKey: "AKIAEXAMPLE",
  secretKey: token,
  token,
  assumeRole: [{ roleArn: "arn:aws:iam::123456789012:role/images", externalId: token }],
  allowedAccountIds: ["123456789012", token],
  useFipsEndpoint: flag,
  maxRetries: 5,
  retryMode: "adaptive",
});
new Provider("web", {
  assumeRoleWithWebIdentity: { webIdentityToken: token, policyArns: [token] },
  forbiddenAccountIds: ["123456789012"],
  sharedConfigFiles: ["~/.aws/team"],
  customCaBundle: "/etc/ssl/private.pem",
  httpsProxy: "http://proxy.example.com:3128",
});
// @ts-expect-error: no such mode
new Provider("mode", { retryMode: "legacy" });
// @ts-expect-error: it is a number in the Provider, whatever it is in a stack's configuration
new Provider("retries", { maxRetries: "5" });
