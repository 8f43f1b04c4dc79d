const watchMs = 500;
const graceMs = 2_000;

/**
 * Ends this process, and its program, as soon as the engine is gone or tells us to.
 * The engine holds the other end of our standard input, so its end is the engine's, however it
 * came; where standard input is something else, our parent's pid changes.
 * @param {import("./program.mjs").ProgramRunner} runner
 */
export function endWithEngine(runner) {
  const parent = process.ppid;
  let ending = false;
  const end = () => {
    if (ending) return;
    ending = true;
    if (!runner.isRunning()) process.exit(0);
    // The program and all that it started are in the group that the engine made for us.
    process.on("SIGTERM", () => {});
    signalGroup("SIGTERM");
    runner.kill("SIGTERM");
    setTimeout(() => {
      runner.kill("SIGKILL");
      signalGroup("SIGKILL");
      process.exit(0);
    }, graceMs);
    runner.whenIdle().then(() => process.exit(0));
  };
  process.stdin.on("end", end).on("close", end).on("error", end).resume();
  setInterval(() => process.ppid !== parent && end(), watchMs).unref();
  for (const signal of /** @type {const} */ (["SIGINT", "SIGTERM", "SIGHUP"])) {
    process.on(signal, end);
  }
}

/** @param {NodeJS.Signals} signal */
function signalGroup(signal) {
  try {
    process.kill(-process.pid, signal);
  } catch {
    // We lead no group: the runner's own kill has to do.
  }
}
