/** Programs without an engine, and what is in their Outputs. */
import * as pulumi from "@pulumi/pulumi";

/** An Output's state, in which a program has no say. */
export interface Settled<T> {
  readonly value?: T;
  readonly isKnown: boolean;
  readonly isSecret: boolean;
  readonly error?: Error & { code?: string };
}

interface Inner<T> {
  promise(): Promise<T>;
  readonly isKnown: Promise<boolean>;
  readonly isSecret: Promise<boolean>;
}

export async function settled<T>(output: pulumi.Output<T>): Promise<Settled<T>> {
  const inner = output as unknown as Inner<T>;
  // All of them reject with the same error, and none may go unnoticed.
  const all = await Promise.allSettled([inner.promise(), inner.isKnown, inner.isSecret]);
  const failed = all.find((one) => one.status === "rejected");
  if (failed) return { isKnown: false, isSecret: false, error: failed.reason };
  const [value, isKnown, isSecret] = all.map((one) => "value" in one && one.value);
  const state = { isKnown: isKnown === true, isSecret: isSecret === true };
  return state.isKnown ? { value: value as T, ...state } : state;
}

/** Begins a program; in a preview nothing that it declares has an id. */
export function begin(isPreview = false): Promise<void> {
  const mocks: pulumi.runtime.Mocks = {
    newResource: ({ name, inputs }) => ({ id: isPreview ? undefined : name, state: inputs }),
    call: ({ inputs }) => inputs,
  };
  return pulumi.runtime.setMocks(mocks, "shop", "dev", isPreview);
}

/** A resource of the program, without an id in a preview. */
export class Thing extends pulumi.CustomResource {
  declare readonly name: pulumi.Output<string>;

  constructor(
    name: string,
    opts?: pulumi.CustomResourceOptions,
    called: pulumi.Input<string> = name,
  ) {
    super("tests:index:Thing", name, { name: called }, opts);
  }
}

export const UNKNOWN = pulumi.output(pulumi.unknown) as pulumi.Output<never>;
