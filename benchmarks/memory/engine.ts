/** The part of an engine that a provider calls: it takes what people are to read, and forgets it. */
import { createRequire } from "node:module";
import type * as Grpc from "@grpc/grpc-js";
import { EngineService } from "@pulumi/pulumi/proto/engine_grpc_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";

const requireAsPulumi = createRequire(require.resolve("@pulumi/pulumi"));
const grpc = requireAsPulumi("@grpc/grpc-js") as typeof Grpc;

export async function startEngine(): Promise<{ readonly address: string; close(): void }> {
  const server = new grpc.Server();
  const log = (_call: unknown, answer: (error: null, value: Empty) => void) =>
    answer(null, new Empty());
  server.addService(EngineService as unknown as Grpc.ServiceDefinition, { log });
  const port = await new Promise<number>((resolve, reject) => {
    const credentials = grpc.ServerCredentials.createInsecure();
    server.bindAsync("127.0.0.1:0", credentials, (error, bound) =>
      error ? reject(error) : resolve(bound),
    );
  });
  return { address: `127.0.0.1:${port}`, close: () => server.forceShutdown() };
}
