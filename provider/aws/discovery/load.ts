/** Application Discovery's official client where it is installed, else the built-in one. */

const OFFICIAL = "@aws-sdk/client-application-discovery-service";

export async function loadDiscovery(
  requireOfficial: (name: string) => unknown = require,
): Promise<Readonly<Record<string, unknown>>> {
  try {
    return requireOfficial(OFFICIAL) as Readonly<Record<string, unknown>>;
  } catch (error) {
    // Anything else is a fault of the installed one, which must not stay unnoticed.
    const { code, message } = error as NodeJS.ErrnoException;
    if (code !== "MODULE_NOT_FOUND" || !message.includes(OFFICIAL)) throw error;
    // Not by `import()`: that would want another file name in the build than in the source.
    // eslint-disable-next-line @typescript-eslint/no-require-imports
    return require("./builtIn") as Readonly<Record<string, unknown>>;
  }
}
