import type { Effect, FaultRule } from "./faults";
import type { Service } from "./operation";

/** Reads a fault rule that came as JSON; throws an Error that names what is wrong. */
export function parseFaultRule(value: unknown, services: readonly Service[]): FaultRule {
  const rule = check(value, conditions, "fault rule");
  const kind = isObject(rule.effect) ? rule.effect.kind : undefined;
  if (typeof kind !== "string" || !Object.hasOwn(effects, kind)) {
    throw new Error(`effect.kind must be one of ${Object.keys(effects).join(", ")}`);
  }
  check(rule.effect, { kind: "string", ...effects[kind as Effect["kind"]] }, `effect ${kind}`);
  checkNames(rule as unknown as FaultRule, services);
  return rule as unknown as FaultRule;
}

// A rule by a name that nothing has would never fire, and nobody would know why.
function checkNames({ service, operation }: FaultRule, services: readonly Service[]): void {
  const fitting = services.filter(({ name }) => service === undefined || name === service);
  if (fitting.length === 0) {
    const known = services.map(({ name }) => name).join(", ");
    throw new Error(`fault rule: unknown service ${service}; known are ${known}`);
  }
  const operations = fitting.flatMap((one) => one.operations.map(({ model }) => model.name));
  if (operation === undefined || operations.includes(operation)) return;
  const known = [...new Set(operations)].join(", ");
  const of = service === undefined ? "" : ` of ${service}`;
  throw new Error(`fault rule: unknown operation ${operation}${of}; known are ${known}`);
}

/** The type of a member, or the words that it can be; `!` = it has to be there. */
type Rules = Readonly<Record<string, Type | "string!" | "amount!" | readonly string[]>>;
type Type = "string" | "boolean" | "ids" | "object" | Count;
type Count = "count" | "amount" | "fraction" | "percent" | "status" | "5xx";

const conditions: Rules = {
  operation: "string",
  service: "string",
  ids: "ids",
  nth: "count",
  every: "count",
  times: "count",
  probability: "fraction",
  effect: "object",
};

const effects: Readonly<Record<Effect["kind"], Rules>> = {
  error: {
    code: "string!",
    message: "string",
    status: "status",
    headers: "object",
    workDone: "boolean",
  },
  throttle: { retryAfterSeconds: "amount", retryAfterMs: "amount" },
  deny: { onlyWithTags: "boolean" },
  status5xx: { status: "5xx", body: ["aws", "html", "empty"], workDone: "boolean" },
  resetBefore: {},
  resetAfter: {},
  cutBody: { reset: "boolean" },
  hang: { workDone: "boolean" },
  delayMs: { ms: "amount!" },
  fail: { statusMessage: "string!", at: "fraction", code: "string", status: "string" },
  stick: { atPercent: "percent" },
  vanish: { at: "fraction" },
  status: { status: "string!", at: "fraction", until: "fraction" },
  invisibleMs: { ms: "amount!" },
  truncate: {},
  artifactStick: { ms: "amount" },
  artifactFail: { statusMessage: "string!", code: "string" },
};

function check(value: unknown, rules: Rules, what: string): Record<string, unknown> {
  if (!isObject(value)) throw new Error(`${what}: not a JSON object`);
  for (const name of Object.keys(value)) {
    if (!Object.hasOwn(rules, name)) {
      throw new Error(
        `${what}: unknown member ${name}; known are ${Object.keys(rules).join(", ")}`,
      );
    }
  }
  for (const [name, rule] of Object.entries(rules)) {
    const given = value[name];
    const isRequired = typeof rule === "string" && rule.endsWith("!");
    if (given !== undefined || isRequired) checkMember(given, rule, `${what}: ${name}`);
  }
  return value;
}

function checkMember(given: unknown, rule: Rules[string], what: string): void {
  if (typeof rule === "string") {
    const type = rule.replace("!", "") as Type;
    if (!tests[type](given)) throw new Error(`${what} must be of type ${type}`);
  } else if (!rule.some((word) => word === given)) {
    throw new Error(`${what} must be one of ${rule.join(", ")}`);
  }
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const within = (min: number, max: number) => (value: unknown) =>
  typeof value === "number" && value >= min && value <= max;

const tests: Readonly<Record<Type, (value: unknown) => boolean>> = {
  string: (value) => typeof value === "string",
  boolean: (value) => typeof value === "boolean",
  object: isObject,
  ids: (value) => Array.isArray(value) && value.every((id) => typeof id === "string"),
  count: (value) => Number.isInteger(value) && Number(value) >= 1,
  amount: within(0, Number.MAX_SAFE_INTEGER),
  fraction: within(0, 1),
  percent: within(0, 100),
  status: (value) => Number.isInteger(value) && within(400, 599)(value),
  "5xx": (value) => Number.isInteger(value) && within(500, 599)(value),
};
