import assert from "node:assert/strict";
import { isOnScreen, type Surroundings } from "../../../../provider/pulumi/audience";

const ENGINE = 700;
const SHELL = 701;

/** A provider below a shell below an engine with these ends, as /proc tells of them. */
function surroundings(more: Partial<Surroundings> & { ends?: string[]; flags?: string[] } = {}) {
  const { ends = ["/dev/pts/3", "/dev/pts/3"], flags = [], ...rest } = more;
  const files: Record<string, string> = {
    [`/proc/${SHELL}/comm`]: "sh\n",
    [`/proc/${SHELL}/stat`]: `${SHELL} (odd ) name) S ${ENGINE} 701 1 0`,
    [`/proc/${ENGINE}/comm`]: "pulumi\n",
    [`/proc/${ENGINE}/cmdline`]: ["pulumi", "up", ...flags, ""].join("\0"),
  };
  const links: Record<string, string> = {
    [`/proc/${ENGINE}/fd/0`]: ends[0]!,
    [`/proc/${ENGINE}/fd/1`]: ends[1]!,
  };
  const found = (table: Record<string, string>) => (file: string) =>
    table[file] ?? assert.fail(`there is no ${file}`);
  const around: Surroundings = {
    env: {},
    platform: "linux",
    parent: SHELL,
    read: found(files),
    link: found(links),
    hasTerminal: () => false,
    ...rest,
  };
  return around;
}

describe("isOnScreen", () => {
  const rows: readonly [string, boolean, Parameters<typeof surroundings>[0]][] = [
    ["an engine at a terminal", true, {}],
    ["an engine at a console", true, { ends: ["/dev/tty1", "/dev/console"] }],
    ["an engine whose output is piped", false, { ends: ["/dev/pts/3", "pipe:[1]"] }],
    ["an engine whose output is a file", false, { ends: ["/dev/pts/3", "/var/log/up.log"] }],
    ["an engine whose input is piped", false, { ends: ["pipe:[1]", "/dev/pts/3"] }],
    ["an engine without an input", false, { ends: ["/dev/null", "/dev/pts/3"] }],
    ["--non-interactive", false, { flags: ["--non-interactive"] }],
    ["--non-interactive=true", false, { flags: ["--non-interactive=true"] }],
    ["--non-interactive=false", true, { flags: ["--non-interactive=false"] }],
    ["a dumb terminal", false, { env: { TERM: "dumb" } }],
    ["GitHub Actions", false, { env: { GITHUB_ACTIONS: "true" } }],
    ["a CI system that Pulumi does not know", false, { env: { CI: "true" } }],
    ["CI=false", true, { env: { CI: "false" } }],
    ["CI that is not to be detected", true, { env: { CI: "1", PULUMI_DISABLE_CI_DETECTION: "1" } }],
    ["the Automation API", false, { env: { PULUMI_AUTOMATION_API: "true" } }],
    ["another system with a terminal", true, { platform: "darwin", hasTerminal: () => true }],
    ["another system without a terminal", false, { platform: "darwin" }],
    ["Windows", true, { platform: "win32" }],
    ["an engine that is not among the ancestors", false, { parent: 1 }],
    ["the same with a terminal", true, { parent: 1, hasTerminal: () => true }],
    ["a system that hides processes", true, { parent: 9, hasTerminal: () => true }],
  ];
  for (const [what, expected, more] of rows) {
    it(`is ${expected} with ${what}`, () => {
      const around = surroundings(more);
      const hidden: Surroundings = {
        ...around,
        read(file) {
          if (around.parent === 9) throw new Error(`no permission for ${file}`);
          return around.read(file);
        },
      };
      assert.equal(isOnScreen(hidden), expected);
    });
  }
});
