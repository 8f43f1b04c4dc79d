import type { AwsError } from "./errors";

export interface Page<T> {
  readonly items: readonly T[];
  /** Empty on the last page of a paged call, as AWS sends it; absent where all was asked for. */
  readonly nextToken: string | undefined;
}

interface PageRequest {
  readonly maxResults?: number | undefined;
  readonly nextToken?: string | undefined;
  /** What a token is good for: the operation and the parameters that choose the items. */
  readonly query: unknown;
  readonly invalidToken: () => AwsError;
}

/**
 * One page of a list. A token names the last item it followed, so that what comes or goes between
 * two pages neither repeats nor hides the others.
 */
export function page<T>(
  all: readonly T[],
  idOf: (item: T) => string,
  { maxResults, nextToken, query, invalidToken }: PageRequest,
): Page<T> {
  const isPaged = maxResults !== undefined || Boolean(nextToken);
  const start = nextToken ? positionAfter(all, idOf, open(nextToken, query, invalidToken)) : 0;
  const items = all.slice(start, start + (maxResults ?? defaultMaxResults));
  const last = items.at(-1);
  const hasMore = last !== undefined && start + items.length < all.length;
  if (hasMore) return { items, nextToken: seal(idOf(last), start + items.length, query) };
  return { items, nextToken: isPaged ? "" : undefined };
}

const defaultMaxResults = 1_000;

interface Token {
  readonly after: string;
  readonly position: number;
  readonly query: string;
}

function positionAfter<T>(all: readonly T[], idOf: (item: T) => string, token: Token): number {
  const index = all.findIndex((item) => idOf(item) === token.after);
  return index < 0 ? token.position - 1 : index + 1;
}

const seal = (after: string, position: number, query: unknown): string =>
  Buffer.from(JSON.stringify({ after, position, query: JSON.stringify(query) })).toString(
    "base64url",
  );

function open(token: string, query: unknown, invalidToken: () => AwsError): Token {
  try {
    const parsed = JSON.parse(Buffer.from(token, "base64url").toString()) as Token;
    if (parsed.query === JSON.stringify(query)) return parsed;
  } catch {
    // Not one of ours.
  }
  throw invalidToken();
}
