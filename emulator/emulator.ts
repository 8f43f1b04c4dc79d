import { createControls, type Controls } from "./controls";
import { defaultAccountId } from "./caller";
import { createHeld } from "./held";
import { createWorld, type EmulatorOptions } from "./options";
import { listen } from "./server";

/**
 * A small AWS on loopback.
 *
 * @example
 * const emulator = await startEmulator({ speed: 0 });
 * emulator.addFault({ operation: "ExportImage", times: 1, effect: { kind: "resetAfter" } });
 * // … let a client with `endpoint: emulator.endpoint` start an export …
 * emulator.clock.advance(20_000);
 * console.log(emulator.tasks()[0]?.status); // "completed"
 * await emulator.close();
 */
export interface Emulator extends Controls {
  /** Such as `http://127.0.0.1:41234`. */
  readonly endpoint: string;
  /** The environment of a client process: any SDK or the AWS CLI reaches the emulator with it. */
  environment(): Record<string, string>;
  /**
   * Saves the state file, ends every connection and stops listening. Rejects when the file can't be
   * written; the rest is done even then.
   */
  close(): Promise<void>;
}

/**
 * Starts an emulator in this process. Rejects when the port is taken, the host is not loopback, an
 * option is not known or out of its range, a seed is not one of AWS's, or the state file can't be
 * read or written.
 *
 * @example
 * import { startEmulator } from "pulumi-aws-tasks/emulator";
 * const emulator = await startEmulator({ speed: 0 });
 * Object.assign(process.env, emulator.environment());
 */
export async function startEmulator(options: EmulatorOptions = {}): Promise<Emulator> {
  const world = createWorld(options);
  const held = createHeld();
  const controls = createControls(world, held);
  const { host = "127.0.0.1", port = 0 } = options;
  const save = (): void => world.store.save(world.clock.now());
  // A file that can't be written is to be known now, not at the first call.
  save();
  const server = await listen(world, controls, held, { host, port });
  return {
    ...controls,
    endpoint: server.endpoint,
    environment: () => environment(server.endpoint),
    async close() {
      try {
        save();
      } finally {
        await server.close();
      }
    },
  };
}

function environment(endpoint: string): Record<string, string> {
  return {
    AWS_ENDPOINT_URL: endpoint,
    AWS_REGION: "us-east-1",
    // boto3 and the AWS CLI v1 know only this name.
    AWS_DEFAULT_REGION: "us-east-1",
    AWS_ACCESS_KEY_ID: defaultAccountId,
    AWS_SECRET_ACCESS_KEY: "emulator",
  };
}
