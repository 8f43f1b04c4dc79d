/** `pulumi-aws-tasks list`: one look. */
import { DONE } from "./failure";
import type { Io } from "./io";
import { documentOf } from "./json";
import { type Style, tableOf } from "./table";
import { View, type ViewOptions } from "./view";

export interface ListOptions extends ViewOptions {
  readonly json?: boolean;
}

export async function listCommand(io: Io, options: ListOptions): Promise<number> {
  const view = await View.make(io, options);
  await view.look(view.kinds);
  const report = view.report();
  const text = options.json
    ? `${JSON.stringify(documentOf(report), null, 2)}\n`
    : tableOf(report, styleFor(io));
  io.out.write(text);
  return DONE;
}

/** https://no-color.org */
export function styleFor({ out, environment }: Io): Style {
  return out.isTTY === true && !environment.NO_COLOR ? "colour" : "plain";
}
