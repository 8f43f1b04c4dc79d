/** `requireCompleted`: what a downstream stack takes of a task of another stack. */
import * as pulumi from "@pulumi/pulumi";
import { KINDS } from "../kinds";
import { handover, type Offer } from "../lifecycle/handover";
import type { Props } from "../lifecycle/ports";
import { expiredDownload } from "./downloads";
import { failure } from "./failure";
import type { Completable, CompletedResult, CompletedTask } from "./resource";

export interface RequireCompletedOptions<T> {
  /** The class of the task, such as `ec2.ExportImageTask`: any other kind is refused. */
  kind?: TaskClass<T> | undefined;
  /** Takes a success that is incomplete, too: one with `partial`, or without all it should have. */
  allowPartial?: boolean | undefined;
}

/** A class of tasks of this package. */
export interface TaskClass<T> {
  new (...args: never): T;
  readonly taskKind: string;
}

/**
 * The result of a task of another stack, once it has succeeded. Export there the `result` of the
 * task or of its `Completion`, or the task itself.
 *
 * Else it fails, in a preview as in an update, and says which task of which stack it is, how far it
 * is, and what to run: while the task runs, where it has failed or was cancelled, where what it
 * made is gone, where the result is partial, and where there is no such output or task. Of a stack
 * that does not exist Pulumi says so itself. AWS is not asked: what is known is what the other
 * stack's last successful `pulumi up` has seen, of a `Completion` what its creation has. A task
 * whose record AWS has forgotten (`recordExpired`) is a success all the same.
 *
 * A secret output gives a secret result. No result has a presigned URL: `discovery.getExportTasks`
 * gets a new one.
 *
 * @example
 * ```ts
 * import * as pulumi from "@pulumi/pulumi";
 * import { ec2, requireCompleted } from "pulumi-aws-tasks";
 *
 * const images = new pulumi.StackReference("acme/images/prod");
 * const web = requireCompleted(images, "web", { kind: ec2.ExportImageTask });
 * export const file = web.s3Uri; // Output<string>
 * ```
 */
export function requireCompleted<T extends Completable<unknown> = Completable<CompletedTask>>(
  stack: pulumi.StackReference,
  outputName: pulumi.Input<string>,
  options: RequireCompletedOptions<T> = {},
): pulumi.Output<CompletedResult<T>> {
  const { kind, allowPartial = false } = options;
  const value = stack.getOutput(outputName);
  const offered = pulumi.all({
    value,
    stack: stack.name,
    output: outputName,
    // All outputs are as secret as any of them is; their names are not.
    names: pulumi.unsecret(stack.outputs.apply((all) => Object.keys(all))),
    isSecret: pulumi.isSecret(value),
  });
  const result = offered.apply((seen) => {
    const offer = seen as Offer;
    const given = handover(offer, { taskKind: kind?.taskKind, allowPartial }, KINDS);
    if ("refusal" in given) throw failure(given.refusal);
    sayExpired(offer, given.result, stack);
    return given.result;
  });
  return result as unknown as pulumi.Output<CompletedResult<T>>;
}

function sayExpired(offer: Offer, result: Props, stack: pulumi.StackReference): void {
  const expired = expiredDownload(offer, result, Date.now());
  if (!expired) return;
  const say = expired.isLost ? pulumi.log.warn : pulumi.log.info;
  void say(expired.text, stack);
}
