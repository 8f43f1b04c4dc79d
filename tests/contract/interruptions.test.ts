// What interrupts from outside, for every kind: the network, the credentials, the engine. One task is
// started, whatever happens, and the same or the next operation ends well with it.
import assert from "node:assert/strict";
import { mock } from "node:test";
import { setImmediate as turn } from "node:timers/promises";
import type { AnswerEffect } from "../../emulator";
import { SdkAws } from "../../provider/aws/clients";
import type { Context } from "../../provider/lifecycle/context";
import type { Aws, AwsRequest, Props } from "../../provider/lifecycle/ports";
import { Stack, type State, type Up, World } from "../support/stack";
import { AwsEnvironment } from "../unit/provider/support/recordingAws";
import { canCancel, SUBJECTS } from "./options/subjects";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** The emulator's tasks take 20 seconds: in the middle of one. */
const MIDDLE_MS = 4_000;

const RESUMES = /it goes on in AWS; the next `pulumi up` resumes/;

/** AWS has done the work, and its answer is of no use. */
const LOST_ANSWERS: Readonly<Record<string, AnswerEffect>> = {
  "a connection that is reset": { kind: "resetAfter" },
  "half an answer": { kind: "cutBody" },
  "half an answer and a reset": { kind: "cutBody", reset: true },
  "AWS's error 500": { kind: "status5xx", workDone: true },
  "a page of a proxy": { kind: "status5xx", status: 502, body: "html", workDone: true },
  "an empty error 503": { kind: "status5xx", status: 503, body: "empty", workDone: true },
};

for (const subject of SUBJECTS) {
  const { kind, inputs, start } = subject;
  const look = kind.describe(["a/b/c"]).request.operation;

  describe(`${subject.name}, interrupted`, () => {
    let world: World;
    let stack: Stack;
    beforeEach(async () => {
      world = await World.make();
      stack = new Stack(world, kind);
    });
    afterEach(() => world.close());

    const tasks = () => world.emulator.tasks().length;
    const starts = () => world.emulator.log().filter(({ operation }) => operation === start).length;
    const state = () => stack.state as State;
    const later = (ms: number, work: () => void) => void world.clock.sleep(ms).then(work);
    const begin = async (program = inputs) => {
      assert.deepEqual(await stack.up(program), { step: "create" });
      world.emulator.clearLog();
    };

    /** From now on nothing gets through, for so long. */
    const loseNetwork = (ms: number) => {
      world.emulator.addFault({ effect: { kind: "resetBefore" } });
      later(ms, () => world.emulator.clearFaults());
    };

    /** Ends with the one task, which is waited for to its success. */
    const endsWell = async () => {
      for (let run = 0; run < 3; run++) {
        const { step, error } = await stack.up(inputs);
        assert.equal(error, undefined);
        if (step === "same" && state().outputs.taskState === "succeeded") break;
      }
      assert.equal(state().outputs.taskState, "succeeded");
      assert.equal(tasks(), 1);
    };

    /** The task is kept as it was, and nothing else is started. */
    const keeps = (before: State) => {
      assert.equal(state().id, before.id);
      assert.equal(state().outputs.taskState, "running");
      assert.equal(state().outputs.__provider, "code");
      assert.equal(tasks(), 1);
    };

    describe("by a loss of the network", () => {
      /** A process that loses it with the start: before or after AWS has got that. */
      const losingWithStart = (how: "resetBefore" | "resetAfter", ms: number) =>
        through(world.context(), (request, send) => {
          if (request.operation === start && starts() === 0) {
            world.emulator.addFault({ operation: start, times: 1, effect: { kind: how } });
            loseNetwork(ms);
          }
          return send();
        });

      it("before the start: nothing is started, which is said", async () => {
        loseNetwork(HOUR_MS);
        const { error } = await stack.up(inputs);
        assert.match(error ?? "", /nothing was started.*AWS could not be reached: try again/);
        assert.equal(tasks(), 0);
        world.emulator.clearFaults();
        await endsWell();
      });

      for (const [what, how] of [
        ["request", "resetBefore"],
        ["answer", "resetAfter"],
      ] as const) {
        it(`with the start's ${what}, for half a minute`, async () => {
          const { error } = await stack.up(inputs, losingWithStart(how, MINUTE_MS / 2));
          // With a token it need not be found out at once.
          if (kind.hasClientToken) assert.match(error ?? "", /may have been started or not/);
          else assert.equal(error, undefined);
          assert.equal(starts(), how === "resetBefore" && !kind.hasClientToken ? 2 : 1);
          world.emulator.clearFaults();
          await endsWell();
        });

        it(`with the start's ${what}, for longer than it waits to start`, async () => {
          const { error } = await stack.up(inputs, losingWithStart(how, HOUR_MS));
          assert.match(error ?? "", /AWS could not be reached: try again when it can/);
          assert.equal(stack.state, undefined);
          assert.equal(starts(), 1);
          world.emulator.clearFaults();
          await endsWell();
        });
      }

      it("right after the start: the id is in the state all the same", async () => {
        const context = through(world.context(), async (request, send) => {
          const answer = await send();
          if (request.operation === start) loseNetwork(HOUR_MS);
          return answer;
        });
        assert.deepEqual(await stack.up(inputs, context), { step: "create" });
        const { id } = state();
        world.emulator.clearFaults();
        await endsWell();
        // A store's id has its time only once that was seen.
        assert.ok(state().id.startsWith(id) && starts() === 1);
      });

      for (const [what, ms] of [
        ["half a minute", MINUTE_MS / 2],
        ["an hour", HOUR_MS],
      ] as const) {
        it(`in the middle of the wait, for ${what}`, async () => {
          await begin();
          later(MIDDLE_MS, () => loseNetwork(ms));
          const began = world.clock.now();
          assert.equal((await stack.up(inputs)).error, undefined);
          assert.equal(state().outputs.taskState, "succeeded");
          assert.ok(world.clock.now() - began >= ms);
          const told = world.texts.filter((text) =>
            /AWS can't be asked \(\w+\), trying again; .* goes on/.test(text),
          );
          assert.ok(told.length > 0 && told.every((text) => text.includes(state().id)));
          assert.equal(starts(), 0);
        });
      }

      it("before the wait, for some minutes", async () => {
        await begin();
        loseNetwork(8 * MINUTE_MS);
        assert.equal((await stack.up(inputs)).error, undefined);
        assert.equal(state().outputs.taskState, "succeeded");
        assert.equal(starts(), 0);
      });

      it("before a destroy: the resource is kept, which is said, and the next one ends well", async () => {
        await begin();
        const before = state();
        loseNetwork(HOUR_MS);
        await assert.rejects(
          stack.destroy(),
          /was not deleted, as it could not be looked at\. .*AWS could not be reached/,
        );
        keeps(before);
        world.emulator.clearFaults();
        await stack.destroy();
        assert.equal(stack.state, undefined);
        assert.equal(tasks(), 1);
      });

      if (canCancel(subject)) describe("in the middle of a destroy", cancelling);
    });

    function cancelling(): void {
      const cancel = kind.cancel!("").operation;
      /** A process that loses the network with the first of its calls that cancel. */
      const losingWithCancel = (how: "resetBefore" | "resetAfter", ms: number) => {
        let isLost = false;
        return through(world.context(), (request, send) => {
          if (request.operation === cancel && !isLost) {
            isLost = true;
            world.emulator.addFault({ operation: cancel, times: 1, effect: { kind: how } });
            loseNetwork(ms);
          }
          return send();
        });
      };
      beforeEach(async () => {
        await begin({ ...inputs, timeouts: { cancel: "3m" } });
        // It would have ended by itself before the network is back.
        world.emulator.addFault({ ids: [state().id], effect: { kind: "stick" } });
      });

      for (const how of ["resetBefore", "resetAfter"] as const) {
        const what = how === "resetBefore" ? "request" : "answer";
        it(`with the cancellation's ${what}, for two minutes`, async () => {
          await stack.destroy(losingWithCancel(how, 2 * MINUTE_MS));
          assert.equal(stack.state, undefined);
          assert.deepEqual(
            world.emulator.tasks().map(({ running }) => running),
            [false],
          );
        });

        it(`with the cancellation's ${what}, for longer than timeouts.cancel`, async () => {
          const before = state();
          await assert.rejects(
            stack.destroy(losingWithCancel(how, HOUR_MS)),
            /could not be cancelled and goes on running.*AWS could not be reached/,
          );
          assert.equal(state().id, before.id);
          world.emulator.clearFaults();
          await stack.destroy();
          assert.equal(stack.state, undefined);
          assert.equal(world.emulator.tasks()[0]!.running, false);
        });
      }
    }

    describe("by an answer to its start that is lost though AWS has done the work", () => {
      for (const [what, effect] of Object.entries(LOST_ANSWERS)) {
        it(`(${what}): one task`, async () => {
          world.emulator.addFault({ operation: start, times: 1, effect });
          const { error } = await stack.up(inputs);
          if (kind.hasClientToken) assert.match(error ?? "", /may have been started or not/);
          else assert.equal(error, undefined);
          assert.equal(starts(), 1);
          await endsWell();
        });
      }

      it("and the SDK repeats only what carries a token", async () => {
        world.emulator.addFault({ operation: start, times: 1, effect: { kind: "resetAfter" } });
        const { endpoint } = world.emulator;
        const credentials = { accessKeyId: "123456789012", secretAccessKey: "emulator" };
        const aws = new SdkAws({ region: "us-east-1" }, { endpoint, credentials });
        assert.deepEqual(await stack.up(inputs, calling(world, aws)), { step: "create" });
        assert.equal(starts(), kind.hasClientToken ? 2 : 1);
        await endsWell();
      });
    });

    describe("by credentials that expire in the middle of the wait", () => {
      const code = look.includes("ImageTasks") ? "RequestExpired" : "ExpiredTokenException";

      /** One error that names the task, what AWS said and what to do; no call after that. */
      const failsClearly = async (reason: string, context?: Context) => {
        const before = state();
        const { step, error } = await stack.up(inputs, context);
        assert.ok(error !== undefined && step === "update", step);
        assert.ok(
          error.startsWith(`${kind.title} ${before.id} is kept as it was. ${look}: ${reason}`),
          error,
        );
        assert.match(error, /Check the AWS credentials that Pulumi runs with: .*expired/);
        keeps(before);
        return before;
      };

      it("and are refused by AWS", async () => {
        await begin();
        const message = "The security token included in the request is expired";
        later(MIDDLE_MS, () => {
          world.emulator.clearLog();
          const effect = { kind: "error", code, message, status: 400 } as const;
          world.emulator.addFault({ effect });
        });
        const { id } = await failsClearly(`${code}: ${message}`);
        assert.deepEqual(world.calls(), [look], "one call finds it out");
        world.emulator.clearFaults();
        await endsWell();
        assert.equal(state().id, id);
        assert.equal(starts(), 0);
      });

      it("and can't be renewed", async () => {
        await begin();
        let isOver = false;
        later(MIDDLE_MS, () => (isOver = true));
        const credentials = async () => {
          if (isOver) throw credentialsError("The SSO session has expired: run `aws sso login`");
          // So near its end that it is asked for again at each call.
          const expiration = new Date(Date.now() + MINUTE_MS);
          return { accessKeyId: "123456789012", secretAccessKey: "emulator", expiration };
        };
        const { endpoint } = world.emulator;
        const aws = new SdkAws({ region: "us-east-1" }, { endpoint, credentials });
        const reason = "CredentialsProviderError: The SSO session has expired: run `aws sso login`";
        const { id } = await failsClearly(reason, calling(world, aws));
        await endsWell();
        assert.equal(state().id, id);
        assert.equal(starts(), 0);
      });

      // What renews them does not know of kinds: one shows how long that may take.
      for (const isLost of subject === SUBJECTS[0] ? [false, true] : [false]) {
        const when = isLost ? "once the network is back that was lost meanwhile" : "by themselves";
        it(`and are renewed ${when}`, async () => {
          await world.close();
          world = await World.make({ durationMs: 3 * HOUR_MS, artifactDelayMs: MINUTE_MS });
          stack = new Stack(world, kind);
          await begin();
          if (isLost) later(50 * MINUTE_MS, () => loseNetwork(15 * MINUTE_MS));
          const environment = new AwsEnvironment({ AWS_ENDPOINT_URL: world.emulator.endpoint });
          // The SDK looks at the machine's clock: it is to follow the one that is driven.
          mock.timers.enable({ apis: ["Date"], now: world.clock.now() });
          try {
            const role = { roleArn: "arn:aws:iam::123456789012:role/images" };
            const aws = new SdkAws({ region: "us-east-1", roles: [role] });
            const onTime = (_request: AwsRequest, send: () => Promise<Props>) => {
              mock.timers.setTime(world.clock.now());
              return send();
            };
            const context = through(calling(world, aws), onTime);
            // So often that no role is left unused for long.
            const often = { polling: { maxInterval: "1m" }, timeouts: { wait: "6h" } };
            const { error } = await stack.up({ ...inputs, ...often }, context);
            assert.equal(error, undefined);
          } finally {
            mock.timers.reset();
            environment.restore();
          }
          assert.equal(state().outputs.taskState, "succeeded");
          const calls = world.emulator.log().filter(({ outcome }) => outcome === "ok");
          // Each role is an hour's, and taken for expired five minutes before.
          const roles = Math.ceil((3 * HOUR_MS) / (55 * MINUTE_MS));
          assert.equal(calls.filter(({ operation }) => operation === "AssumeRole").length, roles);
          assert.equal(starts(), 0);
          assert.equal(tasks(), 1);
        });
      }
    });

    describe("by the end of its engine", () => {
      let engine: AbortController;
      let context: Context;
      beforeEach(() => {
        engine = new AbortController();
        context = world.context(engine.signal);
      });
      /** From here on every call is one after the end. */
      const end = () => {
        engine.abort();
        world.emulator.clearLog();
      };

      for (const wait of ["diff", "update"] as const) {
        it(`between two looks of the wait (wait: "${wait}"): no call after that`, async () => {
          await begin();
          const before = state();
          let endedAt = 0;
          later(MIDDLE_MS, () => {
            end();
            endedAt = world.clock.now();
          });
          const { error } = await stack.up({ ...inputs, wait }, context);
          assert.match(error ?? "", RESUMES);
          assert.equal(world.clock.now(), endedAt);
          assert.deepEqual(world.calls(), []);
          keeps(before);
          await endsWell();
        });
      }

      it("in the middle of a look: no call after that", async () => {
        await begin();
        const before = state();
        const leaving = through(context, (_request, send) => {
          const answer = send();
          void isHeld().then(() => engine.abort());
          return answer;
        });
        world.emulator.addFault({ operation: look, times: 1, effect: { kind: "hang" } });
        assert.match((await stack.up(inputs, leaving)).error ?? "", RESUMES);
        assert.deepEqual(world.calls(), [look]);
        keeps(before);
        await endsWell();
      });

      /** Once AWS holds a call. */
      const isHeld = async () => {
        while (!world.emulator.log().some(({ outcome }) => outcome === "hang")) await turn();
      };

      /** A process whose engine ends as soon as the start is on its way. */
      const leavingWithStart = () =>
        through(context, (request, send) => {
          const answer = send();
          if (request.operation === start) engine.abort();
          return answer;
        });
      const callsAfterStart = () => {
        const calls = world.emulator.log().map(({ operation }) => operation);
        return calls.slice(calls.lastIndexOf(start) + 1);
      };
      /** The engine has ended, and with it whatever `create` returned. */
      const nextUp = async (): Promise<Up> => {
        stack.state = undefined;
        return stack.up(inputs);
      };

      it("in the middle of its start: that is finished, and found by the next `up`", async () => {
        const began = world.clock.now();
        assert.deepEqual(await stack.up(inputs, leavingWithStart()), { step: "create" });
        assert.equal(world.clock.now(), began, "the process lives on for some seconds only");
        const after = callsAfterStart();
        assert.ok(
          after.length <= 2 && after.every((call) => call === look || call === "CreateTags"),
        );
        const { id } = state();
        assert.deepEqual(await nextUp(), { step: "create" });
        assert.equal(state().id, id);
        assert.equal(starts(), 1);
        await endsWell();
      });

      it("in the middle of its start, whose answer is lost: found by the next `up`", async () => {
        const began = world.clock.now();
        world.emulator.addFault({ operation: start, times: 1, effect: { kind: "resetAfter" } });
        await stack.up(inputs, leavingWithStart());
        assert.equal(world.clock.now(), began, "the process lives on for some seconds only");
        assert.deepEqual(await nextUp(), { step: "create" });
        assert.equal(starts(), 1);
        await endsWell();
      });

      it("in the middle of its start, which AWS shows a minute later: found by the next `up`", async () => {
        const began = world.clock.now();
        const invisible = { kind: "invisibleMs", ms: MINUTE_MS } as const;
        for (const effect of [{ kind: "resetAfter" } as const, invisible]) {
          world.emulator.addFault({ operation: start, times: 1, effect });
        }
        const { error } = await stack.up(inputs, leavingWithStart());
        assert.match(error ?? "", /may have been started or not: the next `pulumi up` finds out/);
        assert.equal(world.clock.now(), began, "the process lives on for some seconds only");
        assert.deepEqual(await nextUp(), { step: "create" });
        // Only what carries a token may be sent again.
        assert.equal(starts(), kind.hasClientToken ? 2 : 1);
        await endsWell();
      });
    });
  });
}

/** The same process, where each call goes through `around`. */
function through(
  context: Context,
  around: (request: AwsRequest, send: () => Promise<Props>) => Promise<Props>,
): Context {
  const aws = (props: Props): Aws => {
    const one = context.aws(props);
    return { ...one, send: (request, signal) => around(request, () => one.send(request, signal)) };
  };
  return { ...context, aws };
}

/** A process that calls as that one, with all that the SDK does by itself. */
function calling(world: World, aws: SdkAws): Context {
  const { region, key } = aws;
  const counted: Aws = {
    region,
    key,
    send: (request, signal) => world.clock.during(() => aws.send(request, signal)),
    accountId: () => world.clock.during(() => aws.accountId()),
  };
  return { ...world.context(), aws: () => counted };
}

/** As the SDK's own providers throw it. */
function credentialsError(message: string): Error {
  return Object.assign(new Error(message), { name: "CredentialsProviderError" });
}
