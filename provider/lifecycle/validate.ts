/**
 * Checks inputs against a table of rules and says everything that is wrong at once. Pure.
 * A failure begins with the path; values the program marked secret are never shown, and values
 * that are not known yet (a preview) are left alone.
 */
import { isObject, record } from "./json";
import type { Props } from "./ports";

/** Pulumi's mark for a value that a preview does not know yet. */
export const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

interface Common {
  readonly required?: boolean;
  /** AWS does not tell it, or in words of its own: `adopt` does not compare it. */
  readonly isUntold?: boolean;
}
export interface StringField extends Common {
  readonly type: "string";
  readonly min?: number;
  readonly max?: number;
  /** Upper bound in UTF-8 bytes, where AWS counts those. */
  readonly maxBytes?: number;
  readonly pattern?: RegExp;
  /** What no pattern can tell of a value that matches it. */
  accepts?(value: string): boolean;
  /** What the pattern stands for, in words that follow "must". */
  readonly form?: string;
  readonly oneOf?: readonly string[];
  /** An empty text says the same as none. */
  readonly isAbsentIfEmpty?: boolean;
  /** A time: in UTC and to the millisecond, however it is written. */
  readonly isTime?: boolean;
  /** A secret whether or not the program says so: it is in no state in the clear, and in no text. */
  readonly isSensitive?: boolean;
}
export interface ObjectField extends Common {
  readonly type: "object";
  readonly fields: Readonly<Record<string, Field>>;
  /** A union: exactly one of the members must be there. */
  readonly isUnion?: boolean;
}
export interface NumberField extends Common {
  readonly type: "number";
  readonly min: number;
  readonly max: number;
  readonly isWhole?: boolean;
}
export interface MapField extends Common {
  readonly type: "map";
  readonly most: number;
  readonly key: StringField;
  readonly value: StringField;
}
export interface BooleanField extends Common {
  readonly type: "boolean";
}
export interface ListField extends Common {
  readonly type: "list";
  /** Any values if absent. */
  readonly items?: Field;
  /** An empty list says the same as none. */
  readonly isAbsentIfEmpty?: boolean;
  /** Not without `max`. */
  readonly min?: number;
  readonly max?: number;
}
export interface AnyField extends Common {
  readonly type: "any";
}
export type Field =
  StringField | NumberField | ObjectField | MapField | BooleanField | ListField | AnyField;

export function isUnknown(value: unknown): boolean {
  return value === UNKNOWN;
}

/** Whether an unknown value is anywhere in it. */
export function hasUnknown(value: unknown): boolean {
  if (value === null || typeof value !== "object") return isUnknown(value);
  return Object.values(value).some(hasUnknown);
}

/**
 * All that is wrong with `props`, one sentence each, in the order of the fields.
 * `secrets` are the top-level inputs whose values must not be shown.
 */
export function validate(
  fields: Readonly<Record<string, Field>>,
  props: Props,
  secrets: ReadonlySet<string> = new Set(),
): string[] {
  return objectFailures("", fields, props, secrets);
}

function objectFailures(
  prefix: string,
  fields: Readonly<Record<string, Field>>,
  props: Props,
  secrets: ReadonlySet<string>,
): string[] {
  const failures: string[] = [];
  for (const [name, field] of Object.entries(fields)) {
    const value = Object.hasOwn(props, name) ? props[name] : undefined;
    if (value === undefined || value === null) {
      if (field.required) failures.push(`${prefix}${name}: is required`);
    } else failures.push(...fieldFailures(prefix + name, field, value, secrets));
  }
  for (const name of Object.keys(props)) {
    if (Object.hasOwn(fields, name) || (prefix === "" && name.startsWith("__"))) continue;
    const known = Object.keys(fields).join(", ");
    const shown = secrets.has(top(prefix)) ? "[secret]" : name;
    failures.push(`${prefix}${shown}: is not an input; the inputs here are ${known}`);
  }
  return failures;
}

function fieldFailures(
  path: string,
  field: Field,
  value: unknown,
  secrets: ReadonlySet<string>,
): string[] {
  if (isUnknown(value)) return [];
  const got = `, got ${isSensitive(field) ? "[secret]" : show(path, value, secrets)}`;
  switch (field.type) {
    case "string":
      if (typeof value !== "string") return [`${path}: must be a string${got}`];
      return stringFailures(field, value).map((rule) => `${path}: must ${rule}${got}`);
    case "boolean":
      return typeof value === "boolean" ? [] : [`${path}: must be true or false${got}`];
    case "number":
      return numberFailures(field, value).map((rule) => `${path}: must ${rule}${got}`);
    case "list":
      if (!Array.isArray(value)) return [`${path}: must be a list${got}`];
      // State files hold no such numbers: they would differ from it at every update.
      if (hasOddNumber(value)) return [`${path}: must hold finite numbers only`];
      return listFailures(path, field, value, secrets);
    case "object":
      if (!isObject(value)) return [`${path}: must be an object${got}`];
      return [
        ...objectFailures(`${path}.`, field.fields, value, secrets),
        ...unionFailures(path, field, value),
      ];
    case "any":
      return [];
    case "map":
      if (!isObject(value)) return [`${path}: must be a map of strings${got}`];
      return mapFailures(path, field, value, secrets);
  }
}

/** Whether it has a secret in it, wherever it is given. */
export function isSensitive(field: Field): boolean {
  switch (field.type) {
    case "string":
      return field.isSensitive === true;
    case "object":
      return Object.values(field.fields).some(isSensitive);
    case "list":
      return field.items !== undefined && isSensitive(field.items);
    case "map":
      return isSensitive(field.value);
    default:
      return false;
  }
}

/** Whether such a secret is given. */
export function holdsSecret(field: Field, value: unknown): boolean {
  if (value === undefined || value === null || !isSensitive(field)) return false;
  const members = record(value);
  switch (field.type) {
    case "object":
      return Object.entries(field.fields).some(([name, one]) => holdsSecret(one, members[name]));
    case "list":
      return Array.isArray(value) && value.some((item) => holdsSecret(field.items!, item));
    case "map":
      return Object.values(members).some((item) => holdsSecret(field.value, item));
    default:
      return true;
  }
}

function numberFailures({ min, max, isWhole }: NumberField, value: unknown): string[] {
  const isNumber = typeof value === "number" && (!isWhole || Number.isInteger(value));
  if (isNumber && value >= min && value <= max) return [];
  return [`be a ${isWhole ? "whole number" : "number"} from ${min} to ${max}`];
}

function hasOddNumber(value: unknown): boolean {
  if (typeof value === "number") return !Number.isFinite(value);
  if (typeof value !== "object" || value === null) return false;
  return Object.values(value).some(hasOddNumber);
}

function listFailures(
  path: string,
  { items, min = 0, max = Infinity }: ListField,
  value: readonly unknown[],
  secrets: ReadonlySet<string>,
): string[] {
  const failures: string[] = [];
  if (value.length < min || value.length > max) {
    failures.push(`${path}: must have ${itemsRule(min, max)}, got ${value.length}`);
  }
  if (!items) return failures;
  const each = value.flatMap((item, i) => fieldFailures(`${path}[${i}]`, items, item, secrets));
  return [...failures, ...each];
}

function itemsRule(min: number, max: number): string {
  const count = min === max ? `exactly ${min}` : `${min} to ${max}`;
  return `${count} ${max === 1 ? "item" : "items"}`;
}

function unionFailures(path: string, field: ObjectField, value: Props): string[] {
  if (!field.isUnion) return [];
  const names = Object.keys(field.fields);
  const given = names.filter((name) => value[name] !== undefined && value[name] !== null);
  if (given.length === 1) return [];
  const got = given.length === 0 ? "none" : given.join(" and ");
  return [`${path}: must have exactly one of ${names.join(", ")}, got ${got}`];
}

function mapFailures(
  path: string,
  field: MapField,
  value: Props,
  secrets: ReadonlySet<string>,
): string[] {
  const entries = Object.entries(value);
  const failures: string[] = [];
  if (entries.length > field.most)
    failures.push(`${path}: must have at most ${field.most} entries, got ${entries.length}`);
  for (const [key, item] of entries) {
    const at = `${path}[${secrets.has(top(path)) ? "[secret]" : JSON.stringify(key)}]`;
    for (const rule of stringFailures(field.key, key)) failures.push(`${at}: the key must ${rule}`);
    failures.push(...fieldFailures(at, field.value, item, secrets));
  }
  return failures;
}

function stringFailures(field: StringField, value: string): string[] {
  if (field.oneOf) return field.oneOf.includes(value) ? [] : [`be ${list(field.oneOf)}`];
  const failures: string[] = [];
  const { min = 0, max = Infinity, maxBytes = Infinity } = field;
  const length = [...value].length;
  if (length < min || length > max) failures.push(`be ${lengthRule(min, max)}`);
  if (Buffer.byteLength(value) > maxBytes) failures.push(`be at most ${maxBytes} bytes of UTF-8`);
  const isWrong = field.pattern?.test(value) === false || field.accepts?.(value) === false;
  if (failures.length === 0 && isWrong) failures.push(field.form ?? `match ${field.pattern}`);
  if (failures.length === 0 && field.isTime && !isTime(value))
    failures.push("be a time that exists");
  return failures;
}

/** Neither a 30th of February nor a 25th hour; the value begins with its day. */
export function isTime(value: string): boolean {
  const day = value.slice(0, 10);
  const midnight = new Date(`${day}T00:00:00Z`);
  if (Number.isNaN(Date.parse(value)) || Number.isNaN(midnight.getTime())) return false;
  return midnight.toISOString().startsWith(day);
}

function lengthRule(min: number, max: number): string {
  if (max === Infinity) return min === 1 ? "not empty" : `at least ${min} characters`;
  return min === 0 ? `at most ${max} characters` : `${min} to ${max} characters`;
}

function list(words: readonly string[]): string {
  const quoted = words.map((word) => JSON.stringify(word));
  return quoted.length === 1 ? quoted[0]! : `one of ${quoted.join(", ")}`;
}

const LONGEST_SHOWN = 80;

function show(path: string, value: unknown, secrets: ReadonlySet<string>): string {
  if (secrets.has(top(path))) return "[secret]";
  const text = JSON.stringify(value) ?? String(value);
  return text.length > LONGEST_SHOWN ? `${text.slice(0, LONGEST_SHOWN)}…` : text;
}

/** The top-level input a path belongs to: secrets are marked per input, as Pulumi does. */
function top(path: string): string {
  return path.split(/[.[]/, 1)[0]!;
}
