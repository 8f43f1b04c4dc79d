import type {
  ListShape,
  MapShape,
  NumberShape,
  Shape,
  StringShape,
  StructureShape,
} from "./shapes";

/** One step of a path: a member, or the position in a list counted from 1. */
export type PathStep = { readonly name: string; readonly wire?: string | undefined } | number;

/** What is wrong with a value, and where; each protocol has its own words for it. */
export interface Violation {
  readonly path: readonly PathStep[];
  readonly rule:
    | "required"
    | "type"
    | "enum"
    | "pattern"
    | "min"
    | "max"
    | "minLength"
    | "maxLength"
    | "exclusive"
    | "exactlyOne"
    | "unknown";
  readonly value?: unknown;
  /** The bound, the pattern's source, the allowed values, or the other members. */
  readonly limit?: string | number | readonly string[];
}

/** All violations of a value against its shape, in the order of the model. */
export function validate(
  shape: Shape,
  value: unknown,
  path: readonly PathStep[] = [],
): Violation[] {
  if (!isOfType(shape, value)) return [{ path, rule: "type", value, limit: shape.type }];
  switch (shape.type) {
    case "structure":
      return checkStructure(shape, value as Record<string, unknown>, path);
    case "list":
      return checkList(shape, value as unknown[], path);
    case "map":
      return checkMap(shape, value as Record<string, unknown>, path);
    case "string":
      return checkString(shape, value as string, path);
    case "integer":
    case "double":
      return checkNumber(shape, value as number, path);
    default:
      return [];
  }
}

function isOfType(shape: Shape, value: unknown): boolean {
  switch (shape.type) {
    case "structure":
    case "map":
      return typeof value === "object" && value !== null && !Array.isArray(value);
    case "list":
      return Array.isArray(value);
    case "integer":
      return Number.isSafeInteger(value);
    case "double":
    case "timestamp":
      return Number.isFinite(value);
    default:
      return typeof value === shape.type;
  }
}

function checkStructure(
  shape: StructureShape,
  value: Record<string, unknown>,
  path: readonly PathStep[],
): Violation[] {
  const given = Object.keys(shape.members).filter((name) => value[name] !== undefined);
  const found: Violation[] = [];
  for (const [name, member] of Object.entries(shape.members)) {
    const inner = [...path, { name, wire: member.wire }];
    if (value[name] !== undefined) found.push(...validate(member, value[name], inner));
    else if (member.required) found.push({ path: inner, rule: "required" });
  }
  for (const group of shape.exclusive ?? []) {
    const both = group.filter((name) => given.includes(name));
    if (both.length > 1) found.push({ path, rule: "exclusive", limit: both });
  }
  if (shape.exactlyOne && given.length !== 1) {
    found.push({ path, rule: "exactlyOne", limit: Object.keys(shape.members) });
  }
  return found;
}

function checkList(shape: ListShape, value: unknown[], path: readonly PathStep[]): Violation[] {
  return [
    ...checkLength(shape.minItems, shape.maxItems, value.length, value, path),
    ...value.flatMap((item, index) => validate(shape.item, item, [...path, index + 1])),
  ];
}

function checkMap(
  shape: MapShape,
  value: Record<string, unknown>,
  path: readonly PathStep[],
): Violation[] {
  const entries = Object.entries(value);
  return [
    ...checkLength(shape.minItems, shape.maxItems, entries.length, value, path),
    ...entries.flatMap(([key, item]) => [
      ...validate(shape.key, key, path),
      ...validate(shape.item, item, [...path, { name: key }]),
    ]),
  ];
}

function checkString(shape: StringShape, value: string, path: readonly PathStep[]): Violation[] {
  if (shape.enum && !shape.enum.includes(value)) {
    return [{ path, rule: "enum", value, limit: shape.enum }];
  }
  const length = checkLength(shape.minLength, shape.maxLength, [...value].length, value, path);
  if (shape.pattern && !shape.pattern.test(value)) {
    return [...length, { path, rule: "pattern", value, limit: shape.pattern.source }];
  }
  return length;
}

function checkNumber(shape: NumberShape, value: number, path: readonly PathStep[]): Violation[] {
  if (shape.min !== undefined && value < shape.min) {
    return [{ path, rule: "min", value, limit: shape.min }];
  }
  if (shape.max !== undefined && value > shape.max) {
    return [{ path, rule: "max", value, limit: shape.max }];
  }
  return [];
}

function checkLength(
  min: number | undefined,
  max: number | undefined,
  length: number,
  value: unknown,
  path: readonly PathStep[],
): Violation[] {
  if (min !== undefined && length < min) return [{ path, rule: "minLength", value, limit: min }];
  if (max !== undefined && length > max) return [{ path, rule: "maxLength", value, limit: max }];
  return [];
}
