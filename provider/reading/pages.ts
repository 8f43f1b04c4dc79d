/** The pages of a read operation, one after the other: no more than one is in memory. */
import type { Aws, AwsRequest, Props } from "../lifecycle/ports";
import { fromAws, toAws } from "./members";
import type { PagedList, ReadOperation } from "./operation";
import { CALL_ARGUMENTS, isGiven } from "./refusals";

/** Every page there is, from `nextToken` on where one is given. */
export async function* pages(
  operation: ReadOperation,
  args: Props,
  aws: Aws,
): AsyncGenerator<Props, void> {
  const own = withPageSize(operation, args);
  let token: unknown = args.nextToken;
  const had = new Set<unknown>();
  do {
    had.add(token);
    const answer = await page(operation, { ...own, nextToken: token }, aws);
    yield answer;
    token = answer.nextToken;
    // A page that leads back to one we have had would do so for ever.
  } while (token !== undefined && !had.has(token));
}

/** One call, with the arguments as they are. */
export async function page(operation: ReadOperation, args: Props, aws: Aws): Promise<Props> {
  const answer = fromAws(operation, await aws.send(requestOf(operation, args)));
  return operation.list ? withList(operation.list, answer, args) : answer;
}

/** The tasks on a page of an operation that lists them. */
export function itemsOf({ list }: ReadOperation, answer: Props): readonly Props[] {
  return answer[list!.member] as readonly Props[];
}

function requestOf(operation: ReadOperation, args: Props): AwsRequest {
  const ours: readonly string[] = CALL_ARGUMENTS;
  const own = Object.entries(args).filter(([name]) => !ours.includes(name) && !/^__/.test(name));
  return {
    service: operation.service,
    operation: operation.operation,
    input: toAws(operation, Object.fromEntries(own)),
  };
}

/** Of a list without a page size AWS may give small pages: as few calls as can be. */
function withPageSize({ list }: ReadOperation, args: Props): Props {
  if (list?.largestPage === undefined || isGiven(args.maxResults)) return args;
  if (list.ids !== undefined && isGiven(args[list.ids])) return args;
  return { ...args, maxResults: list.largestPage };
}

/** An empty list may be missing in an answer. */
function withList(list: PagedList, answer: Props, args: Props): Props {
  const found = (answer[list.member] ?? []) as readonly Props[];
  const fitting = list.keeps ? found.filter((item) => list.keeps!(item, args)) : found;
  const { nextToken, ...others } = answer;
  // An empty token is no token: some services send one with the last page.
  return { ...others, ...(nextToken ? { nextToken } : {}), [list.member]: fitting };
}
