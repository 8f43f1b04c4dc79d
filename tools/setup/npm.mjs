const watchMs = 500;

/**
 * Calls `end` once npm, which runs us, has been ended: it gives a SIGTERM to the shell between it
 * and us, which dies of it and tells no one.
 * @param {() => void} end
 * @returns {() => void} takes it off again
 */
export function onNpmEnd(end) {
  if (!process.env["npm_lifecycle_event"]) return () => {};
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watch);
    end();
  }, watchMs);
  watch.unref();
  return () => clearInterval(watch);
}
