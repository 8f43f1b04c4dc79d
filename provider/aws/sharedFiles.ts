/** AWS's shared files: where they are, and which Region a profile in them names. */
import { readFileSync } from "node:fs";
import path from "node:path";

type Environment = NodeJS.ProcessEnv;

export interface SharedFiles {
  readonly config: readonly string[];
  readonly credentials: readonly string[];
}

/** Their paths: those that are configured, else those of the environment, else AWS's own. */
export function sharedFiles(
  configured: Readonly<Record<string, unknown>>,
  environment: Environment,
): SharedFiles {
  const home = environment.HOME ?? environment.USERPROFILE;
  const paths = (given: unknown, variable: string | undefined, name: string): string[] => {
    const own = home === undefined ? [] : [path.join(home, ".aws", name)];
    const all: unknown[] = Array.isArray(given) && given.length > 0 ? given : [];
    const said = all.length > 0 ? all : variable ? [variable] : own;
    return said.filter((one) => typeof one === "string").map((one) => expanded(one, environment));
  };
  const { sharedConfigFiles, sharedCredentialsFiles } = configured;
  return {
    config: paths(sharedConfigFiles, environment.AWS_CONFIG_FILE, "config"),
    credentials: paths(
      sharedCredentialsFiles,
      environment.AWS_SHARED_CREDENTIALS_FILE,
      "credentials",
    ),
  };
}

/** The profile that the environment names, as for @pulumi/aws: the SDK knows the first one only. */
export function profileIn(environment: Environment = process.env): string | undefined {
  return environment.AWS_PROFILE || environment.AWS_DEFAULT_PROFILE || undefined;
}

export function expanded(file: string, environment: Environment = process.env): string {
  const home = environment.HOME ?? environment.USERPROFILE;
  return home !== undefined && /^~[/\\]/.test(file) ? path.join(home, file.slice(2)) : file;
}

/** The Region that a profile names; as in the SDK the credentials file goes first. */
export function regionIn({ config, credentials }: SharedFiles, profile: string) {
  const own = credentials.map((file) => memberIn(file, [profile], "region"));
  // The default profile is the only one whose name may stand alone there.
  const named = profile === "default" ? ["default", "profile default"] : [`profile ${profile}`];
  const shared = config.map((file) => memberIn(file, named, "region"));
  return [...shared, ...own].filter((region) => region !== undefined).at(-1);
}

function memberIn(file: string, sections: readonly string[], name: string): string | undefined {
  let found: string | undefined;
  let isWanted = false;
  for (const line of linesOf(file)) {
    const [, header] = /^\s*\[\s*([^\]]+?)\s*\]/.exec(line) ?? [];
    if (header !== undefined) {
      const plain = header.replace(/["']/g, "").replace(/\s+/g, " ");
      isWanted = sections.includes(plain);
    } else if (isWanted) {
      // An indented line belongs to the one before.
      const [, key, value] = /^([^\s=#;]+)\s*=\s*(\S+)/.exec(line) ?? [];
      if (key === name) found = value;
    }
  }
  return found;
}

/** What can't be read says nothing, as for the SDK. */
function linesOf(file: string): string[] {
  try {
    return readFileSync(file, "utf8").split(/\r?\n/);
  } catch {
    return [];
  }
}
