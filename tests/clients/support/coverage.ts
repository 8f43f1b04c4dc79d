/** Whether a client has been asked for everything that the emulator serves, member by member. */
import type { Shape } from "../../../emulator/model/shapes";
import { services } from "../../../emulator/services";
import type { Use } from "./client";

/** Members that no answer of the emulator has, though its model of the answer does. */
const neverAnswered = new Set([
  // The three AppStream operations share a structure, and a task that has just begun has neither.
  "appstream CreateExportImageTask output ExportImageTask.AmiId",
  "appstream CreateExportImageTask output ExportImageTask.ErrorDetails",
  "appstream CreateExportImageTask output ExportImageTask.ErrorDetails[].ErrorCode",
  "appstream CreateExportImageTask output ExportImageTask.ErrorDetails[].ErrorMessage",
  "workspaces DescribeWorkspaceImages output Images[].Updates.Description",
  // The emulator does not look into a token, and finds none in it.
  "sts AssumeRoleWithWebIdentity output SourceIdentity",
]);

/** The operations that were not used, and of those that were the members neither sent nor seen. */
export function unusedBy(uses: readonly Use[]): string[] {
  return services.flatMap((service) =>
    service.operations.flatMap(({ model }) => {
      const name = `${service.name} ${model.name}`;
      const own = uses.filter((use) => `${use.service} ${use.operation}` === name);
      if (own.length === 0) return [name];
      const sent = new Set(own.flatMap(({ input }) => pathsIn(input)));
      const seen = new Set(own.flatMap(({ output }) => pathsIn(output)));
      const outputs = model.output ? membersOf(model.output) : [];
      return [
        ...membersOf(model.input).flatMap((path) =>
          sent.has(path) ? [] : [`${name} input ${path}`],
        ),
        ...outputs.flatMap((path) => (seen.has(path) ? [] : [`${name} output ${path}`])),
      ].filter((missing) => !neverAnswered.has(missing));
    }),
  );
}

/** All members of a shape, as `Filters[].Name`. */
function membersOf(shape: Shape, path = ""): string[] {
  if (shape.type === "list") return membersOf(shape.item, `${path}[]`);
  if (shape.type !== "structure") return [];
  return Object.entries(shape.members).flatMap(([name, member]) => {
    const inner = path ? `${path}.${name}` : name;
    return [inner, ...membersOf(member, inner)];
  });
}

/** All members that a value has, written as those of a shape. */
function pathsIn(value: unknown, path = ""): string[] {
  if (Array.isArray(value)) return value.flatMap((item) => pathsIn(item, `${path}[]`));
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => {
    const own = path ? `${path}.${name}` : name;
    return [own, ...pathsIn(inner, own)];
  });
}
