/** `Completion`: a task's result within the `up` that started the task. */
import * as pulumi from "@pulumi/pulumi";
import { COMPLETION } from "../lifecycle/completion";
import { secretNamesOf, signals } from "./beacon";
import { type Args, type Completable, type CommonInputs, present, programOf } from "./resource";
import { shim } from "./shim";

const MODULE = "aws-tasks";
const TYPE = "Completion";

/** How long to wait, and how often to look; else as the task itself says. */
type Pace = Pick<CommonInputs, "polling"> & { timeouts?: { wait?: string } };

export interface CompletionArgs<C> extends Args<Pace> {
  /** The task to wait for: another one replaces the completion. */
  task: Completable<C>;
}

/**
 * Waits in its creation until a task has succeeded, and gives the task's result to what needs it
 * within the same `up`. Fails with AWS's reason where the task fails, and without losing anything
 * where the time is up: the next `up` waits again. Calls AWS at no other time. An interrupted wait
 * leaves a pending operation in the stack, of which Pulumi warns until
 * `pulumi refresh --clear-pending-creates`: nothing was created.
 *
 * Export and pass on `result` of the completion, not of the task: the task's own outputs are
 * brought up to date by the next `up`.
 *
 * @example
 * ```ts
 * import { appstream, Completion } from "pulumi-aws-tasks";
 *
 * const exported = new appstream.ExportImageTask("golden", {
 *   imageName: "golden",
 *   amiName: "golden-2026-11",
 *   iamRoleArn: "arn:aws:iam::123456789012:role/appstream-export",
 * });
 * const done = new Completion("golden", { task: exported });
 * export const amiId = done.result.amiId; // a string, in the same `up`
 * ```
 */
export class Completion<C> extends pulumi.dynamic.Resource {
  /** The task's `result`, with everything that a success has. Unknown in a preview. */
  readonly result: pulumi.Output<C>;

  constructor(name: string, args: CompletionArgs<C>, opts?: pulumi.CustomResourceOptions) {
    const program = programOf(args.task);
    if (!program) {
      throw new Error(`Completion "${name}": task must be a task of pulumi-aws-tasks`);
    }
    const { inputs: task, token, kind } = program;
    const { profile, assumeRole, endpoint } = task;
    const own = Object.keys(kind.fields);
    const inputs = present({
      taskKind: COMPLETION,
      task: args.task.id,
      of: present({
        ...{ taskKind: kind.type, region: args.task.region, profile, assumeRole, endpoint },
        // AWS does not tell them all, and the result has them.
        inputs: present(Object.fromEntries(own.map((name) => [name, task[name]]))),
      }),
      timeouts: args.timeouts ?? task.timeouts,
      polling: args.polling ?? task.polling,
      // An output is secret if the input of its name is.
      completed: secretIfAny(task),
    });
    const provider = args.task.getProvider(token);
    if (!provider && !opts?.provider && opts?.parent?.getProvider(token)) {
      throw new Error(
        `Completion "${name}": its task is on the default provider, and its parent on another: ` +
          "give the task that provider too, or declare the completion without that parent",
      );
    }
    const options = { ...(provider && { provider }), ...opts };
    const type = `pulumi-nodejs:dynamic/${MODULE}:${TYPE}`;
    const told = signals(name, type, inputs, options);
    const outputs = { completed: undefined, [ANSWERED]: undefined };
    super(shim, name, { ...outputs, ...inputs, ...told }, options, MODULE, TYPE);
    const outs = this as unknown as Record<string, unknown>;
    // In a preview the output has the input's value, and only the other one is unknown.
    const known = pulumi.all([outs.completed, this.id, outs[ANSWERED]]);
    const result = known.apply(([completed, id]) => ({ ...(completed as object), id }));
    this.result = result as unknown as pulumi.Output<C>;
  }
}

/** An output without an input. */
const ANSWERED = "taskState";

function secretIfAny(task: Readonly<Record<string, unknown>>): Promise<unknown> {
  return secretNamesOf(task).then((names) =>
    names.length > 0 ? pulumi.secret("withheld") : undefined,
  );
}
