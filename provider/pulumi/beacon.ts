/**
 * What the program tells the provider beside the inputs: whether this is a preview, who the
 * resource is, and which inputs are secret. `check` takes the beacon off: it is never stored.
 */
import * as pulumi from "@pulumi/pulumi";
import { identityText } from "../lifecycle/identity";

export interface Signals {
  readonly __identity: Promise<string>;
  readonly __beacon: { readonly phase: "preview" | "update"; readonly secrets: Promise<string[]> };
}

export function signals(
  name: string,
  type: string,
  inputs: Readonly<Record<string, unknown>>,
  options: pulumi.CustomResourceOptions | undefined,
): Signals {
  const configured =
    new pulumi.Config("pulumi-aws-tasks").get("identity") ??
    process.env.PULUMI_AWS_TASKS_IDENTITY ??
    "";
  return {
    // A promise, never an Output: as an Output it would depend on the parent, and with it on all
    // the children of a component, this one among them (a deadlock).
    __identity: new Promise((done) => {
      const urn = pulumi.createUrn(name, type, options?.parent);
      urn.apply((text) => done(identityText(organization(), configured, text)));
    }),
    __beacon: {
      phase: pulumi.runtime.isDryRun() ? "preview" : "update",
      secrets: secretNamesOf(inputs),
    },
  };
}

/** Unknown under `pulumi.runtime.setMocks`; then the one of self-managed backends. */
function organization(): string {
  try {
    return pulumi.getOrganization();
  } catch {
    return "organization";
  }
}

/** The top-level inputs that the program marked secret. */
export async function secretNamesOf(inputs: Readonly<Record<string, unknown>>): Promise<string[]> {
  const names = Object.keys(inputs);
  const secret = await Promise.all(
    names.map((name) => mayBeSecret(inputs[name]) && pulumi.isSecret(pulumi.output(inputs[name]))),
  );
  return names.filter((_, index) => secret[index]);
}

/** False for what is plain through and through: an Output of each part of it takes time. */
function mayBeSecret(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return typeof value === "function";
  if (Array.isArray(value)) return value.some(mayBeSecret);
  if (Object.getPrototypeOf(value) !== Object.prototype) return true;
  return Object.values(value).some(mayBeSecret);
}
