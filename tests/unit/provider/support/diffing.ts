/** Runs `diff` as the engine does after a `check`, against an AWS that the test describes. */
import { exportImageTask } from "../../../../provider/kinds/ec2/exportImageTask";
import { type Difference, diff } from "../../../../provider/lifecycle/diff";
import type { Props } from "../../../../provider/lifecycle/ports";
import { type Answer, contextWith, FakeAws, inputs, TASK_ID, taskOf } from "./context";

export type Recorded = "running" | "succeeded" | "failed" | "reported" | "cancelled";

export interface Situation {
  readonly recorded: Recorded;
  /** `none`: no check ran; `unsaid`: a check without the beacon. */
  readonly phase: "preview" | "update" | "none" | "unsaid";
  readonly wait?: "diff" | "update" | "none";
  readonly override?: string;
  /** Inputs that differ from the old ones. */
  readonly change?: Props;
  /** Old inputs that differ from {@link inputs}, and stored outputs. */
  readonly olds?: Props;
  /** What each describe shows, one after another; the last for ever. An Answer decides itself. */
  readonly aws?: readonly string[] | Answer;
}

export interface Told {
  readonly difference: Difference;
  readonly calls: number;
  readonly elapsedMs: number;
  readonly context: ReturnType<typeof contextWith>;
}

export async function tell(situation: Situation): Promise<Told> {
  const { recorded, phase, wait, override, change = {}, olds = {}, aws = [] } = situation;
  const fake = new FakeAws(typeof aws === "function" ? aws : inTurn(aws));
  const context = contextWith(fake);
  context.settings.wait = override;
  const mode = wait === undefined ? {} : { wait };
  const region = { region: "eu-central-1" };
  const before: Props = { ...inputs, ...mode, ...region, ...storedOutputs(recorded), ...olds };
  const wanted: Props = { ...inputs, ...mode, ...region, ...change };
  if (phase !== "none") {
    const said = phase === "unsaid" ? {} : { phase };
    context.memory.beacons.set(String(wanted.__identity), { ...said, secrets: new Set() });
  }
  const began = context.clock.now();
  const difference = await context.clock.until(
    diff(context, exportImageTask, TASK_ID, before, wanted),
  );
  const elapsedMs = context.clock.now() - began;
  return { difference, calls: fake.requests.length, elapsedMs, context };
}

function inTurn(statuses: readonly string[]): Answer {
  let looks = 0;
  return () => {
    const status = statuses[Math.min(looks++, statuses.length - 1)];
    if (status === undefined) throw new Error("nobody may call AWS here");
    return { ExportImageTasks: status === "unlisted" ? [] : [taskOf(status)] };
  };
}

function storedOutputs(recorded: Recorded): Props {
  const failureReported = recorded === "reported";
  const taskState = failureReported ? "failed" : recorded;
  const startedAt = "2025-12-31T00:00:00.000Z";
  return { taskState, failureReported, __startedAt: startedAt, __hold: `${startedAt}/ab` };
}
