import assert from "node:assert/strict";
import { exportImageTask as appstreamExport } from "../../../../provider/kinds/appstream/exportImageTask";
import { exportImageTask } from "../../../../provider/kinds/ec2/exportImageTask";
import type { TaskKind } from "../../../../provider/lifecycle/kind";
import { ShownWait } from "../../../../provider/lifecycle/showing";
import { progressOf } from "../../../../provider/waiting/progress";
import type { Outcome, Sight } from "../../../../provider/waiting/wait";
import type { Observation } from "../../../../provider/lifecycle/kind";
import {
  awsError,
  contextWith,
  inputs,
  START_MS,
  TASK_ID,
  type TestContext,
} from "../support/context";

const MINUTE_MS = 60_000;
const startedMinutesAgo = (minutes: number) => ({
  ...inputs,
  __startedAt: new Date(START_MS - minutes * MINUTE_MS).toISOString(),
});

/** A wait that has just begun, for a task that was started five minutes before. */
class Shown {
  readonly context: TestContext = contextWith();
  readonly showing: ShownWait;

  constructor(
    readonly kind: TaskKind = exportImageTask,
    olds = startedMinutesAgo(5),
    news = inputs,
  ) {
    this.showing = new ShownWait(this.context, kind, TASK_ID, olds, news);
  }

  async look(minutes: number, status: string, percent?: number, phase?: string): Promise<void> {
    await this.context.clock.advance(minutes * MINUTE_MS);
    const elapsedMs = this.context.clock.now() - START_MS + 5 * MINUTE_MS;
    this.showing.progress(progressOf(TASK_ID, { status, percent, phase }, elapsedMs));
  }

  end(outcome: Pick<Outcome<Observation>, "ending"> & Partial<Outcome<Observation>>): void {
    this.showing.ended({ polls: 2, elapsedMs: 0, ...outcome } as Outcome<Observation>);
  }

  succeed(polls = 2): void {
    const sight = { state: "succeeded", status: "completed" } as Sight<Observation>;
    this.end({ ending: "terminal", sight, polls } as Outcome<Observation>);
  }

  get statuses(): readonly string[] {
    return this.context.texts.status;
  }

  get warnings(): readonly string[] {
    return this.context.texts.warn;
  }
}

describe("a wait's row", () => {
  const BEGINNING = `waiting for ${TASK_ID}; interrupting it loses nothing (Ctrl-C twice ends the wait)`;

  it("says what is waited for, then how it gets on, then how it ended", async () => {
    const shown = new Shown();
    await shown.look(0, "active", 20, "converting");
    await shown.look(5, "active", 50, "converting");
    await shown.context.clock.advance(10 * MINUTE_MS);
    shown.succeed();
    assert.deepEqual(shown.statuses, [
      BEGINNING,
      `active 20 % (converting) 5m, ~20m left, ${TASK_ID}`,
      `active 50 % (converting) 10m, ~10m left, ${TASK_ID}`,
      `completed, 20m, ${TASK_ID}`,
    ]);
  });

  it("does not say that it waits for a task that has ended", async () => {
    const shown = new Shown();
    shown.succeed(1);
    await shown.context.clock.advance(MINUTE_MS);
    assert.deepEqual(shown.statuses, [`completed, 5m at most, ${TASK_ID}`]);
  });

  it("knows no time of a task of which nobody knows the start", () => {
    const shown = new Shown(exportImageTask, inputs as ReturnType<typeof startedMinutesAgo>);
    shown.succeed(1);
    assert.deepEqual(shown.statuses, [`completed, ${TASK_ID}`]);
  });

  it("says what is waited for when AWS is silent for a second", async () => {
    const shown = new Shown();
    await shown.context.clock.advance(999);
    assert.deepEqual(shown.statuses, []);
    await shown.context.clock.advance(1);
    assert.deepEqual(shown.statuses, [BEGINNING]);
    await shown.look(1, "active");
    assert.deepEqual(shown.statuses.slice(1), [`active 6m 1s, ${TASK_ID}`]);
  });

  it("names AWS's trouble, and goes on with what it sees after it", async () => {
    const shown = new Shown();
    shown.showing.trouble(awsError("throttled", "RequestLimitExceeded"));
    shown.showing.trouble(new Error("socket hang up"));
    await shown.look(0, "active");
    assert.deepEqual(shown.statuses, [
      BEGINNING,
      `AWS can't be asked (RequestLimitExceeded), trying again; ${TASK_ID} goes on`,
      `AWS can't be asked (no answer), trying again; ${TASK_ID} goes on`,
      `active 5m, ${TASK_ID}`,
    ]);
  });

  for (const [ending, text] of [
    ["timedOut", "not waited for any longer"],
    ["aborted", "the wait was interrupted"],
    ["unlisted", "not listed by AWS"],
    ["refused", "AWS can't be asked"],
  ] as const) {
    it(`leaves nothing behind that is over when it is ${ending}`, async () => {
      const shown = new Shown();
      await shown.look(0, "active");
      shown.end({ ending } as Outcome<Observation>);
      assert.equal(shown.statuses.at(-1), `${text}, ${TASK_ID}`);
    });
  }

  it("leaves no timer behind", async () => {
    const shown = new Shown();
    await shown.look(0, "active");
    shown.succeed();
    await shown.context.clock.advance(0);
    assert.equal(shown.context.clock.sleeping, 0);
  });

  it("shows no value of a secret input", async () => {
    const secret = { ...inputs, description: "hush-hush", __secrets: ["description"] };
    const shown = new Shown(exportImageTask, { ...startedMinutesAgo(5), ...secret }, secret);
    await shown.look(0, "hush-hush", 3, "of hush-hush");
    await shown.look(120, "hush-hush", 3, "of hush-hush");
    const said = [...shown.statuses, ...shown.warnings].join("\n");
    assert.match(said, /\[secret\]/);
    assert.doesNotMatch(said, /hush/);
  });
});

describe("a wait that stands still", () => {
  it("is warned of once, with what to do", async () => {
    const shown = new Shown();
    for (let n = 0; n < 20; n++) await shown.look(15, "active", 43, "converting");
    assert.deepEqual(shown.warnings, [
      `EC2 image export ${TASK_ID} has been active, 43 %, for 1h without a change: it may be slow, ` +
        "or stuck. See what the AWS console says of it; the wait goes on until timeouts.wait (12h), " +
        "and interrupting it loses nothing. To give it up change `triggers`: the next `pulumi up` " +
        "cancels it and starts another.",
    ]);
  });

  it("is not said to be cancelled where AWS can't, and may pause longer without a percentage", async () => {
    const shown = new Shown(appstreamExport);
    for (let n = 0; n < 12; n++) await shown.look(15, "EXPORTING");
    assert.deepEqual(shown.warnings, []);
    await shown.look(15, "EXPORTING");
    assert.equal(shown.warnings.length, 1);
    assert.match(
      shown.warnings[0]!,
      / has been EXPORTING for 3h .*the next `pulumi up` starts another\.$/,
    );
  });
});
