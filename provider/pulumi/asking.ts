/** What a function needs of the program: as whom to call, what to wait for, and how to fail. */
import * as pulumi from "@pulumi/pulumi";
import { Callers } from "../aws/clients";
import { type RawConfig, settingsFrom } from "../aws/settings";
import { isAwsError, type Props } from "../lifecycle/ports";
import type { Reader } from "../reading/read";
import { secretNamesOf } from "./beacon";
import { failure } from "./failure";
import { settingsOf } from "./provider";

/** The type of no resource: it tells a parent which package's provider is meant. */
const TOKEN = "pulumi-nodejs:dynamic/aws-tasks:Function";

/** The program's process has one set of clients. */
const callers = new Callers();

/** What an explicit provider was made with; undefined: the stack's configuration counts. */
export function providerInputs(
  name: string,
  { provider, parent }: pulumi.InvokeOptions,
): Readonly<Record<string, unknown>> | undefined {
  const chosen = provider ?? parent?.getProvider(TOKEN);
  if (!chosen) return undefined;
  const inputs = settingsOf(chosen);
  if (inputs) return inputs;
  throw failure(`${name}: the option provider must be a Provider of pulumi-aws-tasks`);
}

/** Those settings, once they are known; as an Output whose being secret is not the result's. */
export function providerSettings(
  inputs: Readonly<Record<string, unknown>> | undefined,
): pulumi.Output<Props | undefined> {
  if (!inputs) return pulumi.output<Props | undefined>(undefined);
  // A function has no use for them, and they may be unknown for longer than the rest.
  const own: Record<string, unknown> = { ...inputs };
  delete own["aws:defaultTags"];
  const known = pulumi.output({ ...own, __secrets: secretNamesOf(own) });
  return pulumi.unsecret(known as pulumi.Output<Props | undefined>);
}

export function readerFor(given: Props | undefined): Reader {
  // The SDK's advice to use a newer Node would be on the stack's row at every operation.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= "true";
  const configuration: RawConfig = given ?? pulumi.runtime.allConfig();
  return {
    settings: settingsFrom(() => configuration),
    ...(given && { hidden: given }),
    aws: (caller) => callers.aws(caller),
  };
}

/** An Output's value in a plain function, or undefined where a preview does not know it. */
export async function valueOf<T>(output: pulumi.Output<T>): Promise<{ value: T } | undefined> {
  // Not in the SDK's types, though other packages rely on them: `apply` tells nothing of an
  // Output that is not known, and of one that fails it tells nobody else.
  const inner = output as unknown as { isKnown: Promise<boolean>; promise(): Promise<T> };
  return (await inner.isKnown) ? { value: await inner.promise() } : undefined;
}

/**
 * Known as soon as all is there that the arguments come from: Pulumi's own functions don't ask,
 * either, in a preview that has yet to make something of it.
 */
export function dependencies(
  args: pulumi.Output<unknown>,
  { dependsOn }: pulumi.InvokeOutputOptions,
): pulumi.Output<unknown> {
  const explicit = pulumi.output(dependsOn).apply((given) => {
    const named = [given ?? []].flat() as unknown as pulumi.Resource[];
    return pulumi.output(idsOf(named));
  });
  // Not of components: a child of one may itself be waiting for this function's result.
  const implicit = pulumi
    .getAllResources(args)
    .then((all) => idsOf([...all].filter((one) => pulumi.CustomResource.isInstance(one))));
  return pulumi.all([explicit, implicit]);
}

async function idsOf(resources: readonly pulumi.Resource[]): Promise<pulumi.Output<unknown>[]> {
  const ids = resources.map((resource) => {
    if (pulumi.CustomResource.isInstance(resource)) return [resource.id];
    return childrenOf(resource).then((children) => [resource.urn, ...children]);
  });
  return (await Promise.all(ids)).flat();
}

/** Who waits for a component waits for what it is made of. Not in the SDK's types. */
async function childrenOf(component: pulumi.Resource): Promise<pulumi.Output<unknown>[]> {
  const inner = component as { __data?: Promise<unknown>; __childResources?: Set<pulumi.Resource> };
  await inner.__data;
  return idsOf([...(inner.__childResources ?? [])]);
}

/** Whether a plain function was given what only its twin takes. */
export function hasOutput(value: unknown): boolean {
  if (pulumi.Output.isInstance(value) || value instanceof Promise) return true;
  return typeof value === "object" && value !== null && Object.values(value).some(hasOutput);
}

/** The error as Pulumi prints it best; `code` is AWS's, if it has one. */
export function failed(error: unknown): Error {
  const { message, cause } = error instanceof Error ? error : new Error(String(error));
  return failure(message, isAwsError(cause) ? { code: cause.code } : {});
}
