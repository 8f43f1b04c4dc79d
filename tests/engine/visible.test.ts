// What a person finds in a CI log of a long wait: hours of AWS's time, which pass at once.
import assert from "node:assert/strict";
import path from "node:path";
import { durationMs } from "../../provider/waiting/deadline";
import { program, task } from "./support/program";
import { Project } from "./support/project";

const MINUTE_MS = 60_000;
const AMIS = {
  left: "ami-00000000000000001",
  right: "ami-00000000000000002",
  stuck: "ami-00000000000000003",
};
type Name = keyof typeof AMIS;
const NAMES = Object.keys(AMIS) as Name[];

describe("the log of an update that waits for three exports, one of them stuck", function () {
  this.timeout(120_000);
  let project: Project;
  let output: string;
  let ids: Readonly<Record<Name, string>>;

  before(async () => {
    const tasks = NAMES.map((name) => {
      // The stuck one is given up while AWS still works on it.
      const timeouts = name === "stuck" ? { wait: "110m" } : undefined;
      return task(name, { imageId: AMIS[name], more: { polling: undefined, timeouts } });
    });
    project = await Project.make("visible", program(...tasks), {
      durationMs: 40 * MINUTE_MS,
      runningConversionLimit: 5,
    });
    project.emulator.addFault({
      operation: "ExportImage",
      ids: [AMIS.stuck],
      effect: { kind: "stick", atPercent: 10 },
    });
    await project.up();
    ids = Object.fromEntries(NAMES.map((name) => [name, project.tasks()[name]!.id])) as typeof ids;
    output = await waited();
  });
  after(() => project.close());

  /** The log of the `up` that waits, with a provider that lives in AWS's time. */
  async function waited(): Promise<string> {
    // Time stands still until AWS has answered: by then all three wait.
    project.emulator.addFault({
      operation: "DescribeExportImageTasks",
      times: 1,
      effect: { kind: "delayMs", ms: 2_000 },
    });
    const preload = path.join(__dirname, "support", "virtualProvider.cjs");
    const env = {
      CI: "true",
      NODE_OPTIONS: `--require ${JSON.stringify(preload)}`,
      VIRTUAL_NOW: String(project.emulator.clock.now()),
    };
    const ran = await project.runWith({ env }, "up", "--yes", "--skip-preview");
    assert.notEqual(ran.code, 0, "the stuck one is not done");
    return ran.output;
  }

  /** The lines that the engine printed of a resource while it went on, without their beginnings. */
  const rowsOf = (type: string, name: string) =>
    [...output.matchAll(new RegExp(`^.*${type} ${name} (.*)$`, "gm"))].map(([, text]) =>
      text!.trim(),
    );
  const linesOf = (name: Name) => rowsOf("ec2:ExportImageTask", name);

  for (const name of NAMES) {
    it(`begins with what is waited for, and tells of ${name} at ever longer intervals`, () => {
      const [first, ...others] = linesOf(name);
      assert.match(first!, new RegExp(`^waiting for ${ids[name]}; interrupting it loses nothing`));
      const going = others.filter((line) => line.startsWith("active "));
      const minutes = going.map((line) => {
        const [, elapsed] =
          /^active \d+ % \(\w+\) ([\dhms ]+)(, ~[\dhms ]+ left)?, export-ami-\w+$/.exec(line) ?? [];
        assert.ok(elapsed, line);
        return durationMs(elapsed) / MINUTE_MS;
      });
      // At 10 and 30 seconds, 1, 2, 5, 10 and 15 minutes and each 15, as far as looks are so close.
      assert.ok(minutes.length >= 4 && minutes.length <= 15, `${minutes}`);
      const pauses = minutes.slice(1).map((at, n) => at - minutes[n]!);
      assert.ok(Math.max(...pauses) > 4, `${minutes}`);
      assert.ok(pauses.at(-1)! >= pauses[0]!, `${minutes}`);
    });
  }

  it("has a line for all that wait, and how they ended", () => {
    const lines = rowsOf("pulumi:pulumi:Stack", "visible-dev").map((line) =>
      line.replace(/^running ?/, ""),
    );
    const waiting = lines.filter((line) => line.includes("waiting: "));
    assert.ok(waiting.length >= 3 && waiting.length <= 15, lines.join("\n"));
    for (const line of waiting) {
      assert.match(line, /^[1-3] tasks? waiting: [1-3] active(, slowest ~[\dhms ]+ left)?$/);
    }
    const ended = "3 tasks have ended: 2 completed, 1 no longer waited for";
    assert.equal(lines.filter((line) => line === ended).length, 1, lines.join("\n"));
  });

  it("warns once of the one that stands still, with what to do", () => {
    const warnings = diagnostics().filter((line) => line.startsWith("warning: "));
    assert.equal(warnings.length, 1, output);
    assert.match(
      warnings[0]!,
      new RegExp(
        `^warning: EC2 image export ${ids.stuck} has been active, 10 %, for 1h[\\dm ]* without a ` +
          "change: .* console .* timeouts.wait \\(1h 50m\\).*change `triggers`",
      ),
    );
  });

  it("ends with duration and artifact, or with why it was given up", () => {
    for (const name of ["left", "right"] as const) {
      const file = `s3://exports/images/${ids[name]}.vmdk`;
      const last = diagnostics().filter((line) => line.startsWith(ids[name]));
      assert.equal(last.length, 1, output);
      assert.match(last[0]!, new RegExp(`^${ids[name]} completed: ${file} \\([\\dhms ]+\\)$`));
    }
    assert.match(output, new RegExp(`${ids.stuck} is still active after waiting 1h 50m`));
  });

  it("shows nothing that is over in the row of what comes next", () => {
    const next = NAMES.flatMap(linesOf).filter((line) => line.startsWith("updating (0s)"));
    assert.ok(next.length >= NAMES.length, output);
    for (const line of next) assert.doesNotMatch(line, /waiting for|updating \(0s\) active/);
  });

  /** What stands under "Diagnostics", without the rows above. */
  function diagnostics(): string[] {
    const [, after = ""] = output.split("Diagnostics:");
    return after.split("\n").map((line) => line.trim());
  }
});
