import type { startExportTask } from "../../model/discovery";
import type { ValueOf } from "../../model/shapes";
import { invalidValue } from "./errors";

export type Filter = NonNullable<ValueOf<typeof startExportTask.input>["filters"]>[number];

/** Throws the service's refusal of a filter that has none of these names, or another condition. */
export function checkFilters(filters: readonly Filter[], names: readonly string[]): void {
  for (const { name, condition } of filters) {
    if (!names.includes(name)) throw invalidValue(`Unknown filter: ${name}.`);
    if (condition !== "EQUALS") throw invalidValue(`Unknown condition: ${condition}.`);
  }
}
