/** An error that goes to the client as AWS's own: code, message and HTTP status. */
export class AwsError extends Error {
  readonly headers: Readonly<Record<string, string>>;
  /** What the error carries beside its message, where its model has more. */
  readonly members: Readonly<Record<string, string>>;

  constructor(
    readonly code: string,
    message: string,
    readonly status: number = 400,
    headers: Readonly<Record<string, string>> = {},
    members: Readonly<Record<string, string>> = {},
  ) {
    super(message);
    this.name = "AwsError";
    this.headers = headers;
    this.members = members;
  }
}
