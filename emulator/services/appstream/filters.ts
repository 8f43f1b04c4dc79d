import { AwsError } from "../../errors";

interface Filter {
  readonly Name: string;
  readonly Values: readonly string[];
}

interface Filtered {
  readonly State: string;
  readonly CreatedDate: number;
}

/** Keeps what fits every filter; a filter fits if one of its values does. */
export function filterTasks<T extends Filtered>(
  tasks: readonly T[],
  filters: readonly Filter[] = [],
): readonly T[] {
  return filters.reduce((kept, { Name, Values }) => {
    const fits = Object.hasOwn(tests, Name) ? tests[Name] : undefined;
    if (!fits) throw new AwsError("ValidationException", `The filter ${Name} is not valid`);
    return kept.filter((task) => Values.some((value) => fits(task, value)));
  }, tasks);
}

// AWS documents no names; its text has "task state or creation date" as examples. These are the
// members that it can mean.
const tests: Readonly<Record<string, (task: Filtered, value: string) => boolean>> = {
  State: ({ State }, value) => State === value,
  CreatedDate: ({ CreatedDate }, value) => new Date(CreatedDate).toISOString().startsWith(value),
};
