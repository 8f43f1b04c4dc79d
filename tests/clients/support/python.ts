/** The Python that has boto3 and the AWS CLI, and the environment in which both reach an emulator. */
import { devNull } from "node:os";
import type { Emulator } from "../../../emulator";

const tools = () => import("../../../tools/setup/python.mjs");

/**
 * For a `before` hook: the Python, or all tests of the `describe` are skipped, which then says why.
 */
export async function pythonOrSkip(context: Mocha.Context): Promise<string> {
  const clients = (await tools()).findClients();
  if ("python" in clients) return clients.python;
  const suite = context.test?.parent;
  if (suite) suite.title += ` (${clients.why})`;
  return context.skip();
}

/** All that a client sees: nothing of this machine's settings, profiles, proxies or Pythons. */
export function clientEnvironment(emulator?: Emulator): NodeJS.ProcessEnv {
  const { PATH, SystemRoot } = process.env;
  return {
    PATH,
    ...(SystemRoot && { SystemRoot }),
    // The AWS CLI looks there for more than its settings.
    HOME: devNull,
    ...emulator?.environment(),
    AWS_CONFIG_FILE: devNull,
    AWS_SHARED_CREDENTIALS_FILE: devNull,
    AWS_EC2_METADATA_DISABLED: "true",
    // A refusal is to be seen, not repeated; boto3's tests say it call by call.
    AWS_MAX_ATTEMPTS: "1",
    PYTHONUTF8: "1",
  };
}
