/** What many waits ask at once, when many tasks have ended: together, and at AWS's pace. */
import { Isolation } from "../waiting/isolation";
import type { Group, Scheduler } from "../waiting/scheduler";
import { isThrottled } from "./describe";
import { isGone } from "./errors";
import type { Aws, AwsRequest, Props } from "./ports";

/** As many ids as any of our describes takes (WorkSpaces: 25). */
const MOST_IDS = 25;

/** The same AWS, but describes of one thing by its id share a call with others of their sort. */
export function paced(scheduler: Scheduler, aws: Aws, gone: AbortSignal): Aws {
  return {
    region: aws.region,
    key: aws.key,
    accountId: () => aws.accountId(),
    async send(request, signal) {
      const one = singleId(request);
      if (!one) return aws.send(request, signal);
      const look = await scheduler.look(groupOf(aws, request, one.name, gone), one.id, 0, signal);
      if (look && "error" in look) throw look.error;
      return look?.found ?? {};
    },
  };
}

/** `{ ImageIds: ["ami-1"] }` and nothing else. */
function singleId({ input }: AwsRequest): { name: string; id: string } | undefined {
  const entries = Object.entries(input) as [string, unknown][];
  const [name, ids] = entries[0] ?? [];
  if (entries.length !== 1 || name === undefined || !Array.isArray(ids)) return undefined;
  const [id] = ids as unknown[];
  return ids.length === 1 && typeof id === "string" ? { name, id } : undefined;
}

/** An element of one of the lists of an answer. */
interface Listed {
  readonly list: string;
  readonly element: object;
}

function groupOf(
  aws: Aws,
  { service, operation }: AwsRequest,
  name: string,
  gone: AbortSignal,
): Group<Props> {
  const isolation = new Isolation<Listed>({
    async ask(ids) {
      const answer = await aws.send({ service, operation, input: { [name]: ids } }, gone);
      return Object.entries(answer).flatMap(([list, value]) =>
        Array.isArray(value) ? value.map((element: object) => ({ list, element })) : [],
      );
    },
    unknownIn: (error, ids) =>
      isGone(error) ? ids.filter((id) => String((error as Error).message).includes(id)) : undefined,
  });
  return {
    key: `${aws.key} ${service} ${operation} ${name}`,
    batchSize: MOST_IDS,
    isThrottled,
    async describe(ids) {
      const listed = await isolation.ask(ids);
      return new Map(ids.map((id) => [id, answerFor(id, listed)]));
    },
  };
}

/** The answer as it would have been for that id alone. */
function answerFor(id: string, listed: readonly Listed[]): Props {
  const answer: Record<string, object[]> = {};
  for (const { list, element } of listed) {
    const own = (answer[list] ??= []);
    if (Object.values(element).includes(id)) own.push(element);
  }
  return answer;
}
