import { AwsError } from "../../errors";
import { page, type Page } from "../../paging";

interface Paged {
  readonly MaxResults?: number | undefined;
  readonly NextToken?: string | undefined;
}

/** A page as EC2's describes give it. */
export function ec2Page<T>(
  all: readonly T[],
  idOf: (item: T) => string,
  { MaxResults, NextToken, ...query }: Paged,
): Page<T> {
  return page(all, idOf, {
    maxResults: MaxResults,
    nextToken: NextToken,
    query,
    invalidToken: () =>
      new AwsError(
        "InvalidPaginationToken",
        "The specified pagination token is not valid or is expired.",
      ),
  });
}
