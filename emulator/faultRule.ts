import type { Effect, FaultRule } from "./faults";

/** Reads a fault rule that came as JSON; throws an Error that names what is wrong. */
export function parseFaultRule(value: unknown): FaultRule {
  const rule = check(value, conditions, "fault rule");
  const kind = isObject(rule.effect) ? rule.effect.kind : undefined;
  if (typeof kind !== "string" || !Object.hasOwn(effects, kind)) {
    throw new Error(`effect.kind must be one of ${Object.keys(effects).join(", ")}`);
  }
  check(rule.effect, { kind: "string", ...effects[kind as Effect["kind"]] }, `effect ${kind}`);
  return rule as unknown as FaultRule;
}

/** The type of a member; `!` = it has to be there. */
type Rules = Readonly<Record<string, "string" | "string!" | Count | "boolean" | "ids" | "object">>;
type Count = "count" | "amount" | "amount!" | "fraction" | "percent" | "status";

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
  status5xx: { status: "status", body: "string", workDone: "boolean" },
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
    const type = rule.replace("!", "");
    if (given === undefined && !rule.endsWith("!")) continue;
    if (!tests[type]?.(given)) throw new Error(`${what}: ${name} must be of type ${type}`);
  }
  return value;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const within = (min: number, max: number) => (value: unknown) =>
  typeof value === "number" && value >= min && value <= max;

const tests: Readonly<Record<string, (value: unknown) => boolean>> = {
  string: (value) => typeof value === "string",
  boolean: (value) => typeof value === "boolean",
  object: isObject,
  ids: (value) => Array.isArray(value) && value.every((id) => typeof id === "string"),
  count: (value) => Number.isInteger(value) && Number(value) >= 1,
  amount: within(0, Number.MAX_SAFE_INTEGER),
  fraction: within(0, 1),
  percent: within(0, 100),
  status: (value) => Number.isInteger(value) && within(400, 599)(value),
};
