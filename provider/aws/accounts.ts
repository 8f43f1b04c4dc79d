/** The account that calls are made in: learned once, and kept to those that are allowed. */
import type { Accounts } from "../lifecycle/configured";
import type { Aws } from "../lifecycle/ports";
import { CallError } from "./errors";

const IDENTITY = { service: "sts", operation: "GetCallerIdentity", input: {} };

/** The account of one set of credentials. Asked once; unanswered is asked again the next time. */
export class Account {
  #id: Promise<string | undefined> | undefined;

  async id(aws: Pick<Aws, "send">): Promise<string | undefined> {
    this.#id ??= asked(aws).catch(() => undefined);
    const id = await this.#id;
    if (id === undefined) this.#id = undefined;
    return id;
  }
}

/**
 * The same AWS, to which no call goes out, but for the one that tells the account, before the
 * account is known to be allowed; what is not is refused as credentials are that are wrong.
 */
export function gated(aws: Aws, accounts: () => Accounts | undefined): Aws {
  return {
    region: aws.region,
    key: aws.key,
    async send(request, signal) {
      await permit(aws, accounts(), request.operation);
      return aws.send(request, signal);
    },
    async accountId() {
      await permit(aws, accounts(), IDENTITY.operation);
      return aws.accountId();
    },
  };
}

async function permit(aws: Aws, accounts: Accounts | undefined, operation: string): Promise<void> {
  if (!accounts) return;
  const account = (await aws.accountId()) ?? (await learned(aws, accounts));
  const { allowed, forbidden = [] } = accounts;
  const isAllowed = allowed === undefined || allowed.includes(account);
  if (isAllowed && !forbidden.includes(account)) return;
  const rule =
    allowed === undefined
      ? "which aws:forbiddenAccountIds names"
      : `and aws:allowedAccountIds allows ${allowed.join(", ")} only`;
  const text = `these credentials are of account ${account}, ${rule}`;
  throw new CallError("credentials", "AccountNotAllowed", operation, text, undefined);
}

/** Asks once more, for the reason why the account is not known. */
async function learned(aws: Aws, { allowed }: Accounts): Promise<string> {
  const setting = allowed ? "aws:allowedAccountIds" : "aws:forbiddenAccountIds";
  const why = `(${setting} wants the account known: nothing else is asked for before that)`;
  const { operation } = IDENTITY;
  try {
    const account = await asked(aws);
    if (account !== undefined) return account;
  } catch (error) {
    if (!(error instanceof CallError)) throw error;
    const { trouble, code, message } = error;
    throw new CallError(trouble, code, operation, `${message} ${why}`, error);
  }
  throw new CallError("settings", "NoAccount", operation, `AWS named no account ${why}`, undefined);
}

async function asked(aws: Pick<Aws, "send">): Promise<string | undefined> {
  const { Account: account } = await aws.send(IDENTITY);
  return typeof account === "string" ? account : undefined;
}
