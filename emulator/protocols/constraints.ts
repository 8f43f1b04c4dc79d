import type { PathStep, Violation } from "../model/validate";
import { lowerFirst } from "./lowerFirst";

/** The sentence that STS and the JSON services have in common for invalid input. */
export function constraintMessage(violations: readonly Violation[]): string {
  const count = violations.length;
  const details = violations.map(detail).join("; ");
  return `${count} validation error${count === 1 ? "" : "s"} detected: ${details}`;
}

function detail({ path, rule, value, limit }: Violation): string {
  const shown = value === undefined ? "null" : `'${show(value)}'`;
  const constraint = constraints[rule](limit);
  return `Value ${shown} at '${pathText(path)}' failed to satisfy constraint: ${constraint}`;
}

const constraints: Readonly<Record<Violation["rule"], (limit: Violation["limit"]) => string>> = {
  required: () => "Member must not be null",
  type: (limit) => `Member must be of type ${String(limit)}`,
  enum: (limit) => `Member must satisfy enum value set: [${[limit].flat().join(", ")}]`,
  pattern: (limit) => `Member must satisfy regular expression pattern: ${String(limit)}`,
  min: (limit) => `Member must have value greater than or equal to ${String(limit)}`,
  max: (limit) => `Member must have value less than or equal to ${String(limit)}`,
  minLength: (limit) => `Member must have length greater than or equal to ${String(limit)}`,
  maxLength: (limit) => `Member must have length less than or equal to ${String(limit)}`,
  exclusive: (limit) => `Members must not be used together: [${[limit].flat().join(", ")}]`,
  exactlyOne: (limit) => `Exactly one member must be set: [${[limit].flat().join(", ")}]`,
  unknown: () => "Member is not known",
};

const show = (value: unknown): string =>
  typeof value === "object" ? JSON.stringify(value) : String(value);

function pathText(path: readonly PathStep[]): string {
  return path
    .map((step) => (typeof step === "number" ? `${step}.member` : lowerFirst(step.name)))
    .join(".");
}
