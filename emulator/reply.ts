/** What the server has to do with a request. */
export interface Reply {
  readonly delivery: "send" | "reset" | "hang" | "cut" | "cutAndReset";
  /** Real time to let pass first. */
  readonly delayMs: number;
  /** For the log: `ok`, the error code, or what a fault did. */
  readonly outcome: string;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** A call that waits before its work, until it is let go or its client has gone. */
export interface Waiting {
  readonly delivery: "wait";
  /** Does the work; what comes of it is delivered as any other reply. */
  goOn(): Reply;
  /** The work is never done. */
  giveUp(): Reply;
}
