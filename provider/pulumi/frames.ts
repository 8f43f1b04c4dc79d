/**
 * Pulumi keeps four stack traces for each property of a resource, which nobody sees but with
 * PULUMI_DEBUG_PROMISE_LEAKS. Worked out with ts-node's source maps they take longer than all else
 * that a resource does in the program, and ours have many properties. (Where a resource stands in
 * the program, which goes into the state, Pulumi finds out by itself, whatever the limit is.)
 */
export class Frames {
  readonly #limit = Error.stackTraceLimit;

  /** From now on nobody gets any, until `restore` is called. */
  static withheld(): Frames {
    const frames = new Frames();
    if (!process.env.PULUMI_DEBUG_PROMISE_LEAKS) Error.stackTraceLimit = 0;
    return frames;
  }

  restore(): void {
    Error.stackTraceLimit = this.#limit;
  }

  /** The error with the frames of who is here, where it has none. */
  given(error: unknown): unknown {
    this.restore();
    if (error instanceof Error && !/\n\s+at /.test(error.stack ?? "")) {
      Error.captureStackTrace(error, Frames.prototype.given);
    }
    return error;
  }
}
