// AWS can't be asked: a preview says so once and succeeds, an update fails with one clear error.
import assert from "node:assert/strict";
import { program, task } from "./support/program";
import { Project } from "./support/project";

const NONE = "/dev/null";
/** Nothing from which the SDK could take credentials. */
const NO_CREDENTIALS = {
  ...{ AWS_ACCESS_KEY_ID: "", AWS_SECRET_ACCESS_KEY: "", AWS_SESSION_TOKEN: "", AWS_PROFILE: "" },
  ...{ AWS_CONFIG_FILE: NONE, AWS_SHARED_CREDENTIALS_FILE: NONE },
  AWS_EC2_METADATA_DISABLED: "true",
};
/** A port that nobody listens on. */
const NO_NETWORK = { AWS_ENDPOINT_URL: "http://127.0.0.1:9" };

describe("a stack whose tasks can't be asked for", function () {
  this.timeout(120_000);
  const AMIS = { left: "ami-00000000000000001", right: "ami-00000000000000002" };
  const NAMES = ["left", "right"] as const;
  let project: Project;

  before(async () => {
    // An update without a network goes on trying: it is to give up soon.
    const more = { timeouts: { wait: "2s" } };
    const tasks = NAMES.map((name) => task(name, { imageId: AMIS[name], more }));
    project = await Project.make("silence", program(...tasks), { runningConversionLimit: 5 });
    await project.up();
  });
  after(() => project.close());

  const troubles: readonly [string, NodeJS.ProcessEnv, warning: RegExp, error: RegExp][] = [
    ["no credentials", NO_CREDENTIALS, /credentials/i, /Check the AWS credentials/],
    ["no network", NO_NETWORK, /could not be reached/, /AWS could not be asked at the end/],
    ["a denied describe", {}, /UnauthorizedOperation/, /Allow DescribeExportImageTasks/],
  ];
  for (const [trouble, env, warning, error] of troubles) {
    it(`with ${trouble} is previewed with one warning`, async () => {
      if (trouble.includes("denied")) deny();
      const { code, output } = await project.runWith({ env }, "preview");
      assert.equal(code, 0, output);
      const told = diagnostics(output).filter((line) => line.startsWith("warning:"));
      assert.equal(told.length, 1, output);
      assert.match(told[0]!, /^warning: the tasks' present states are not known/);
      assert.match(told[0]!, warning);
      for (const name of NAMES) assert.match(output, new RegExp(` ${name} update`));
    });

    it(`with ${trouble} fails the update with one clear error for each task`, async () => {
      const up = ["up", "--yes", "--skip-preview", "--continue-on-error"];
      const { code, output } = await project.runWith({ env }, ...up);
      assert.notEqual(code, 0, output);
      const ours = diagnostics(output).filter((line) => line.startsWith("* EC2 image export"));
      assert.equal(ours.length, NAMES.length, output);
      for (const line of ours) assert.match(line, error);
      assert.doesNotMatch(output, /\n +at .*\.js:\d+/, "no stack trace is for people");
      for (const { outputs } of Object.values(project.tasks())) {
        assert.equal(outputs.taskState, "running");
      }
    });
  }

  function deny(): void {
    const effect = { kind: "deny" } as const;
    project.emulator.addFault({ operation: "DescribeExportImageTasks", effect });
  }
});

/** What stands under "Diagnostics", without the rows above. */
function diagnostics(output: string): string[] {
  const [, after = ""] = output.split("Diagnostics:");
  return after.split("\n").map((line) => line.trim());
}
