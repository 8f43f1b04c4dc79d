// Exports what Application Discovery knows. Run `pulumi up` once to start it, once more to wait.
import * as pulumi from "@pulumi/pulumi";
import { discovery } from "pulumi-aws-tasks";

const config = new pulumi.Config();

const exported = new discovery.ExportTask("servers", {
  exportDataFormat: ["CSV"],
  // AWS exports what is there now: another month is another export.
  triggers: [config.get("month") ?? "2026-01"],
  // How often to look: seconds to a minute against AWS, a second against the emulator.
  polling: { minInterval: config.get("lookEvery") ?? "5s" },
});

export const exportId = exported.exportId;
export const state = exported.taskState;
// A presigned URL, so a secret: `pulumi stack output url --show-secrets`.
export const url = exported.configurationsDownloadUrl.apply((at) => at ?? "not there yet");
export const urlExpiresAt = exported.configurationsDownloadUrlExpiresAt.apply((at) => at ?? "");
export const result = exported.result;
