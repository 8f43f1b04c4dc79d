/** A stack whose processes call AWS as their configuration says, as v1.ts has it. */
import { Callers } from "../../provider/aws/clients";
import { callerOf } from "../../provider/lifecycle/caller";
import type { Context } from "../../provider/lifecycle/context";
import type { Aws } from "../../provider/lifecycle/ports";
import { Stack, type World } from "./stack";

export class CallingStack extends Stack {
  override process(): Context {
    return callingContext(this.world);
  }
}

/** A process of its own: what it learns of callers and accounts ends with it. */
export function callingContext(world: World): Context {
  const context = world.context();
  const callers = new Callers();
  const aws: Context["aws"] = (props) => {
    const called: Aws = callers.aws(callerOf(props, context.settings));
    const { region, key } = called;
    return {
      ...{ region, key },
      // Time stands still meanwhile.
      send: (request, signal) => world.clock.during(() => called.send(request, signal)),
      accountId: () => world.clock.during(() => called.accountId()),
    };
  };
  return { ...context, aws };
}

/** A configuration with which the world's emulator is called, as the account of these keys. */
export function configure(world: World, account = "123456789012"): void {
  const services = ["ec2", "appstream", "workspaces", "discovery", "sts"];
  const { endpoint } = world.emulator;
  Object.assign(world.configuration, {
    "aws:endpoints": JSON.stringify([Object.fromEntries(services.map((one) => [one, endpoint]))]),
    "aws:accessKey": account,
    "aws:secretKey": "the-secret-key",
    "aws:maxRetries": "1",
  });
}
