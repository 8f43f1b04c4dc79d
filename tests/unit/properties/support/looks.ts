/** An AWS that shows one task as the test says, one look after another. */
import fc from "fast-check";
import type { Observation, TaskKind } from "../../../../provider/lifecycle/kind";
import type { Aws, AwsRequest, Clock, Props, Trouble } from "../../../../provider/lifecycle/ports";
import { awsError } from "../../provider/support/context";
import { text } from "./texts";

/** What one describe comes to. */
export type Look =
  { readonly seen: Observation } | { readonly trouble: Trouble } | "unlisted" | "silence";

const TROUBLES: readonly Trouble[] = [
  ...(["throttled", "network", "unavailable", "denied", "credentials", "settings"] as const),
  ...(["unsupported", "internal", "refused"] as const),
];

/** What AWS says, without the words by which a text of ours would give itself away. */
const message = text.filter((one) => !/NaN|undefined|\[object/.test(one));

/** A look at the task with that id; `outputs` are such as its describe always tells. */
export function lookAt(kind: TaskKind, id: string, outputs: Props): fc.Arbitrary<Look> {
  const seen = fc.record({
    id: fc.constant(id),
    status: fc.oneof(
      { weight: 4, arbitrary: fc.constantFrom(...Object.keys(kind.states)) },
      { weight: 1, arbitrary: fc.constantFrom("NEW_STATUS", "", "constructor") },
    ),
    message: fc.option(message, { nil: undefined }),
    percent: fc.option(fc.integer({ min: 0, max: 100 }), { nil: undefined }),
    outputs: fc.constant(outputs),
  });
  return fc.oneof(
    { weight: 6, arbitrary: seen.map((one) => ({ seen: one })) },
    { weight: 3, arbitrary: fc.constantFrom(...TROUBLES).map((trouble) => ({ trouble })) },
    { weight: 1, arbitrary: fc.constant("unlisted" as const) },
    { weight: 1, arbitrary: fc.constant("silence" as const) },
  );
}

/** The kind whose describe shows whatever {@link LookedAt} says. */
export function shown(kind: TaskKind): TaskKind {
  const describe: TaskKind["describe"] = (ids) => ({
    request: { service: "any", operation: DESCRIBE, input: { ids } },
    observations: ({ found }) => found as Observation[],
  });
  return { ...kind, describe };
}

const DESCRIBE = "DescribeAnything";

export class LookedAt implements Aws {
  readonly region = "eu-central-1";
  readonly key = "eu-central-1";
  /** When it was looked at. */
  readonly times: number[] = [];
  /** Calls of anything else. */
  readonly others: string[] = [];
  wasSilent = false;

  constructor(
    readonly clock: Clock,
    readonly looks: readonly Look[],
    /** What is seen after all looks. */
    readonly last: Observation,
  ) {}

  async accountId(): Promise<string> {
    return "123456789012";
  }

  send({ operation }: AwsRequest): Promise<Props> {
    if (operation !== DESCRIBE) {
      this.others.push(operation);
      return Promise.resolve({});
    }
    const look = this.looks[this.times.length] ?? { seen: this.last };
    this.times.push(this.clock.now());
    if (look === "unlisted") return Promise.resolve({ found: [] });
    if (look === "silence") {
      this.wasSilent = true;
      return new Promise(() => undefined);
    }
    if ("seen" in look) return Promise.resolve({ found: [look.seen] });
    return Promise.reject(awsError(look.trouble, "AnyCode"));
  }
}
