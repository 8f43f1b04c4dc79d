/** How a command ends without having done what it was asked for. */

export const DONE = 0;
/** AWS could not be asked; or a task that was waited for has not succeeded. */
export const FAILED = 1;
/** The command line, or a file that it names, is not right. */
export const MISUSED = 2;

/** What a person reads on standard error, with what to do about it. */
export class CommandError extends Error {
  constructor(
    message: string,
    readonly exitCode: typeof FAILED | typeof MISUSED,
  ) {
    super(message);
    this.name = "CommandError";
  }
}
