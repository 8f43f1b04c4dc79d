import type { Call } from "../../operation";

// AWS documents no lifetime; an hour is the SDKs' usual one.
const lifetimeSeconds = 3_600;

/**
 * A presigned URL of its own for each answer, as AWS gives it. Its host is one that can't exist, so
 * that nobody takes a signature of ours to the real S3.
 */
export function downloadUrl(call: Call, exportId: string): string {
  const { region, accountId } = call.caller;
  const time = new Date(call.nowMs).toISOString().replace(/[-:]|\.\d+/g, "");
  const query = new URLSearchParams({
    "X-Amz-Algorithm": "AWS4-HMAC-SHA256",
    "X-Amz-Credential": `EMULATOR/${time.slice(0, 8)}/${region}/s3/aws4_request`,
    "X-Amz-Date": time,
    "X-Amz-Expires": String(lifetimeSeconds),
    "X-Amz-SignedHeaders": "host",
    "X-Amz-Signature": call.random.hex(64),
  });
  const host = `discovery-exports.s3.${region}.amazonaws.com.invalid`;
  return `https://${host}/${accountId}/${exportId}.zip?${query}`;
}
