import type { Shape, StructureShape } from "../model/shapes";
import type { PathStep, Violation } from "../model/validate";
import type { Parsed, WireRequest } from "./protocol";

/** `A.1.B=x` as a tree: the form in which both query protocols are read. */
interface Node {
  value: string | undefined;
  readonly children: Map<string, Node>;
}

interface QueryStyle {
  readonly memberName: (name: string) => string;
  /** AWS query puts `.member` before the number of a list's value, EC2 query does not. */
  readonly listInfix?: string;
}

/** Reads a query body by its shape; what the shape does not name is an `unknown` violation. */
export function parseQuery(request: WireRequest, shape: StructureShape, style: QueryStyle): Parsed {
  const root = tree(parameters(request));
  for (const name of protocolParameters) root.children.delete(name);
  const violations: Violation[] = [];
  const input = read(shape, root, style, [], violations) as Record<string, unknown> | undefined;
  return { input: input ?? {}, violations };
}

const protocolParameters = ["Action", "Version"];

export function parameters(request: WireRequest): URLSearchParams {
  const isForm = (request.headers["content-type"] ?? "").startsWith(
    "application/x-www-form-urlencoded",
  );
  return new URLSearchParams(isForm ? `${request.query}&${request.body}` : request.query);
}

function tree(pairs: URLSearchParams): Node {
  const root: Node = { value: undefined, children: new Map() };
  for (const [name, value] of pairs) {
    let node = root;
    for (const step of name.split(".")) {
      const child = node.children.get(step) ?? { value: undefined, children: new Map() };
      node.children.set(step, child);
      node = child;
    }
    node.value = value;
  }
  return root;
}

function read(
  shape: Shape,
  node: Node,
  style: QueryStyle,
  path: readonly PathStep[],
  violations: Violation[],
): unknown {
  if (shape.type === "structure") return readStructure(shape, node, style, path, violations);
  if (shape.type === "list") {
    const holder = style.listInfix ? node.children.get(style.listInfix) : node;
    return [...(holder?.children ?? [])]
      .sort(([left], [right]) => Number(left) - Number(right))
      .map(([, child], index) => read(shape.item, child, style, [...path, index + 1], violations));
  }
  return scalar(shape, node.value);
}

function readStructure(
  shape: StructureShape,
  node: Node,
  style: QueryStyle,
  path: readonly PathStep[],
  violations: Violation[],
): Record<string, unknown> {
  const rest = new Map(node.children);
  const value: Record<string, unknown> = {};
  for (const [name, member] of Object.entries(shape.members)) {
    const wire = member.wire ?? style.memberName(name);
    const child = rest.get(wire);
    if (!child) continue;
    rest.delete(wire);
    const inner = [...path, { name, wire: member.wire }];
    const parsed = read(member, child, style, inner, violations);
    // An empty parameter does not satisfy "required" unless the model says it may be empty.
    const mayBeEmpty = member.type === "string" && member.minLength === 0;
    const isMissing = parsed === "" && member.required === true && !mayBeEmpty;
    if (parsed !== undefined && !isMissing) value[name] = parsed;
  }
  for (const name of rest.keys()) violations.push({ path: [...path, { name }], rule: "unknown" });
  return value;
}

function scalar(shape: Shape, raw: string | undefined): unknown {
  if (raw === undefined) return undefined;
  switch (shape.type) {
    case "integer":
    case "double":
      return /^[+-]?\d+(\.\d+)?$/.test(raw) ? Number(raw) : raw;
    case "boolean":
      return raw === "true" ? true : raw === "false" ? false : raw;
    case "timestamp": {
      const time = Date.parse(raw);
      return Number.isNaN(time) ? raw : time;
    }
    default:
      return raw;
  }
}
