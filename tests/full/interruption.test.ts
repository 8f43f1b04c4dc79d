// An `up` that is interrupted in the middle, on the real engine: nothing is lost, nothing lives on.
import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { program, task } from "../engine/support/program";
import { Project } from "../engine/support/project";
import { RunningUp, until } from "./support/runningUp";

/** Longer than a task of the emulator lasts. */
const TO_THE_END_MS = 30_000;
/** Some looks of the wait, and some tries of the SDK. */
const A_WHILE_MS = 2_000;
const RESUMABLE = /interrupting it loses nothing \(Ctrl-C twice ends the wait\)/;

describe("an interrupted update", function () {
  this.timeout(120_000);
  let project: Project;
  afterEach(() => project.close());

  /** A project whose task was started just now. */
  const started = async (name: string, more = {}) => {
    project = await Project.make(name, program(task("golden", { more })));
    await project.up();
    project.calls();
  };
  const golden = () => project.tasks().golden!;
  const resources = () => JSON.stringify(project.deployment().resources);

  /** The only task is the one in the state, and that says so of it. */
  const holds = (taskState: "running" | "succeeded") => {
    const [only, ...others] = project.emulator.tasks();
    assert.deepEqual(others, []);
    assert.equal(golden().id, only!.id);
    assert.equal(golden().outputs.taskState, taskState);
  };
  /** The next `up` waits for the same task, to its end. */
  const isResumed = async () => {
    await project.upThrough(TO_THE_END_MS, "--skip-preview");
    holds("succeeded");
  };

  const INTERRUPTS = {
    "Ctrl-C": { send: (up: RunningUp) => up.ctrlC(), said: /\^C received; cancelling/ },
    SIGTERM: { send: (up: RunningUp) => up.send("SIGTERM"), said: /SIGTERM received; cancelling/ },
  } as const;

  for (const [what, { send, said }] of Object.entries(INTERRUPTS)) {
    describe(`by ${what}, once,`, () => {
      it("while its diff waits: the engine waits for it, and the next `up` has the outcome", async () => {
        await started("interrupted-diff");
        const up = await RunningUp.waiting(project);
        send(up);
        await up.says(said);
        assert.match(up.output, RESUMABLE);
        project.calls();
        await sleep(A_WHILE_MS);
        assert.equal(up.code, undefined, up.output);
        assert.ok(project.calls().length > 1, "it should go on looking");
        project.emulator.clock.advance(TO_THE_END_MS);
        assert.notEqual(await up.ends(), 0);
        assert.match(up.output, /error: update canceled/);
        // The engine begins no step once it is cancelled.
        holds("running");
        const output = await project.up();
        assert.match(output, new RegExp(`${golden().id} completed: s3://exports/images/`));
        holds("succeeded");
      });

      it('while its update waits (wait: "update"): the outcome is in the state', async () => {
        await started("interrupted-update", { wait: "update" });
        const up = await RunningUp.waiting(project);
        send(up);
        await up.says(said);
        await sleep(A_WHILE_MS);
        assert.equal(up.code, undefined, up.output);
        project.emulator.clock.advance(TO_THE_END_MS);
        assert.notEqual(await up.ends(), 0);
        holds("succeeded");
      });

      it("while its create starts the task: the id is in the state", async () => {
        project = await Project.make("interrupted-create", program(task("golden")));
        const effect = { kind: "hang" } as const;
        project.emulator.addFault({ operation: "ExportImage", times: 1, effect });
        const up = await RunningUp.of(project);
        await up.comes(() => project.emulator.tasks().length === 1, "the start");
        send(up);
        await up.says(said);
        await sleep(A_WHILE_MS);
        assert.equal(up.code, undefined, up.output);
        project.emulator.release();
        await up.ends();
        holds("running");
        await isResumed();
      });
    });
  }

  describe("by Ctrl-C, twice,", () => {
    it("while its diff waits: ends within seconds, with the state as it was", async () => {
      await started("interrupted-twice");
      const before = resources();
      const up = await RunningUp.waiting(project);
      up.ctrlC();
      await up.says(INTERRUPTS["Ctrl-C"].said);
      const beganAt = Date.now();
      up.ctrlC();
      assert.notEqual(await up.ends(), 0);
      assert.ok(Date.now() - beganAt < 5_000);
      assert.match(up.output, /\^C received; terminating/);
      assert.equal(resources(), before);
      project.calls();
      await sleep(A_WHILE_MS);
      assert.deepEqual(project.calls(), [], "nobody goes on looking");
      await isResumed();
    });

    it("while its create starts the task: that is taken up by the next `up`", async () => {
      project = await Project.make("interrupted-start", program(task("golden")));
      const effect = { kind: "hang" } as const;
      project.emulator.addFault({ operation: "ExportImage", times: 1, effect });
      const up = await RunningUp.of(project);
      await up.comes(() => project.emulator.tasks().length === 1, "the start");
      up.ctrlC();
      await up.says(INTERRUPTS["Ctrl-C"].said);
      up.ctrlC();
      assert.notEqual(await up.ends(), 0);
      assert.equal(project.tasks().golden, undefined);
      project.emulator.clearFaults();
      await project.up();
      holds("running");
    });
  });

  describe("by kill -9 of its provider", () => {
    it("while its diff waits: fails, and the next `up` goes on with the same task", async () => {
      await started("killed-provider");
      const up = await RunningUp.waiting(project);
      for (const pid of up.providers()) process.kill(pid, "SIGKILL");
      assert.notEqual(await up.ends(), 0);
      holds("running");
      await isResumed();
    });
  });

  describe("by a loss of the network", () => {
    it("while its diff waits: goes on, and ends well", async () => {
      await started("lost-network");
      const up = await RunningUp.waiting(project);
      project.emulator.addFault({ effect: { kind: "resetBefore" } });
      await up.says(/AWS can't be asked \(\w+\), trying again; export-ami-\w+ goes on/);
      await sleep(A_WHILE_MS);
      assert.equal(up.code, undefined, up.output);
      project.emulator.clearFaults();
      await up.says(/active 0 % .*export-ami-/, up.output.length);
      project.emulator.clock.advance(TO_THE_END_MS);
      assert.equal(await up.ends(), 0, up.output);
      holds("succeeded");
    });
  });

  describe("by credentials that expire", () => {
    /** How long before its end the SDK takes a credential for expired. */
    const EARLY_S = 300;
    const EXPIRED = "The security token included in the request is expired";
    const file = (name: string) => path.join(project.folder, name);
    /** How often the program was asked for credentials. */
    const asked = () => (fs.existsSync(file("asked")) ? fs.statSync(file("asked")).size : 0);

    /** Credentials by a program, as from an SSO session: the first ones last `seconds`. */
    const profile = (seconds: number) => {
      fs.writeFileSync(
        file("credentials.js"),
        `const fs = require("node:fs");
        const asked = ${JSON.stringify(file("asked"))};
        const isFirst = !fs.existsSync(asked);
        fs.appendFileSync(asked, "x");
        if (fs.existsSync(${JSON.stringify(file("over"))})) {
          console.error("The session is over: log in again");
          process.exit(1);
        }
        const lastsMs = (isFirst ? ${seconds} : 3_600) * 1_000;
        console.log(JSON.stringify({
          Version: 1,
          AccessKeyId: "AKIAEXAMPLE" + Date.now(),
          SecretAccessKey: "emulator",
          SessionToken: "emulator",
          Expiration: new Date(Date.now() + lastsMs).toISOString(),
        }));`,
      );
      const script = `${process.execPath} ${file("credentials.js")}`;
      fs.writeFileSync(file("config"), `[profile session]\ncredential_process = ${script}\n`);
      fs.rmSync(file("asked"), { force: true });
    };
    const environment = (): NodeJS.ProcessEnv => ({
      ...{ AWS_ACCESS_KEY_ID: "", AWS_SECRET_ACCESS_KEY: "", AWS_SESSION_TOKEN: "" },
      ...{ AWS_PROFILE: "session", AWS_CONFIG_FILE: file("config") },
      AWS_SHARED_CREDENTIALS_FILE: "/dev/null",
      AWS_EC2_METADATA_DISABLED: "true",
    });
    /** An `up` by that profile; `meanwhile` begins as soon as it waits. */
    const up = async (meanwhile: () => Promise<void> | void) => {
      let done: Promise<void> | undefined;
      const onLine = (line: string) => {
        if (!/waiting for export-ami-/.test(line)) return;
        done ??= Promise.resolve(meanwhile());
        // It is awaited when the update has ended, which it may make fail.
        done.catch(() => undefined);
      };
      const ran = await project.runWith(
        { onLine, env: environment() },
        ...["up", "--yes", "--skip-preview"],
      );
      assert.ok(done, ran.output);
      await done;
      return ran;
    };

    const isLookedAt = () => until(() => project.calls().length > 0, "the first look");

    /** One error that names the task, what happened and what to do. */
    const failsClearly = ({ code, output }: { code: number; output: string }, reason: RegExp) => {
      assert.notEqual(code, 0, output);
      const [, after = ""] = output.split("Diagnostics:");
      const [told = ""] = after.split("Resources:");
      assert.equal(told.split(golden().id!).length - 1, 1, output);
      assert.match(told, /\* EC2 image export export-ami-\w+ is kept as it was\. Describe/);
      assert.match(told, reason);
      assert.match(told, /Check the AWS credentials that Pulumi runs with/);
      assert.doesNotMatch(output, /\n +at .*\.js:\d+/, "no stack trace is for people");
      holds("running");
    };

    it("while its diff waits: they are renewed, and it ends well", async () => {
      await started("renewed");
      profile(EARLY_S + 3);
      const { code, output } = await up(async () => {
        await until(() => asked() > 1, "new credentials");
        project.emulator.clock.advance(TO_THE_END_MS);
      });
      assert.equal(code, 0, output);
      assert.equal(asked(), 2);
      holds("succeeded");
    });

    it("while its diff waits, and AWS refuses them: fails clearly, and is resumed", async () => {
      await started("refused");
      profile(3_600);
      const effect = {
        kind: "error",
        code: "ExpiredToken",
        message: EXPIRED,
        status: 400,
      } as const;
      const ran = await up(async () => {
        await isLookedAt();
        project.emulator.addFault({ effect });
      });
      failsClearly(ran, new RegExp(`ExpiredToken: ${EXPIRED}\\.`));
      project.emulator.clearFaults();
      await isResumed();
    });

    it("while its diff waits, and can't be renewed: fails clearly, and is resumed", async () => {
      await started("not-renewed");
      profile(EARLY_S + 3);
      await project.run("config", "set", "aws:profile", "session");
      const ran = await up(async () => {
        await isLookedAt();
        fs.writeFileSync(file("over"), "");
      });
      failsClearly(ran, /The session is over: log in again/);
      fs.rmSync(file("over"));
      const { code, output } = await up(() => project.emulator.clock.advance(TO_THE_END_MS));
      assert.equal(code, 0, output);
      holds("succeeded");
    });
  });
});
