import { seedModels } from "./model/seeds";
import { validate, type Violation } from "./model/validate";
import { constraintMessage } from "./protocols/constraints";

/**
 * Throws an Error that names what is wrong with a seed. Let in, it would break the answers of
 * every call that lists it.
 */
export function checkSeed(kind: keyof typeof seedModels, seed: unknown): void {
  const model = seedModels[kind];
  const violations: Violation[] = validate(model, seed);
  for (const name of Object.keys(Object(seed))) {
    if (!Object.hasOwn(model.members, name)) violations.push({ path: [{ name }], rule: "unknown" });
  }
  if (violations.length > 0) throw new Error(`${kind}: ${constraintMessage(violations)}`);
}
