/** A stack's task as AWS has it, whatever the state says of it: its tags, and what it has made. */
import assert from "node:assert/strict";
import { describeTask, tagsOn } from "../../provider/lifecycle/describe";
import { HOLD_TAG, ID_TAG, STACK_TAG } from "../../provider/lifecycle/identity";
import type { Observation, Tags } from "../../provider/lifecycle/kind";
import type { Props } from "../../provider/lifecycle/ports";
import type { Stack, World } from "./stack";

/** Longer than a task of the emulator lasts, and than its AMI or image is pending. */
const TO_THE_END_MS = 60_000;

export class InAws {
  readonly #id: string;
  readonly #outputs: Props;

  /** Of the task that is in the state now; it is the same one when that is gone. */
  constructor(readonly stack: Stack) {
    this.#id = stack.state!.id;
    // What a recorded success has made is gone where it is missing, and not still to come.
    this.#outputs = { ...stack.state!.outputs, taskState: "succeeded" };
  }

  seen(): Promise<Observation | undefined> {
    const { world, kind } = this.stack;
    const context = world.context();
    return describeTask(context, kind, context.aws(this.#outputs), this.#id, this.#outputs);
  }

  get isRunning(): boolean {
    const task = this.stack.world.emulator.tasks().find(({ id }) => id === this.#id);
    return task?.running === true;
  }

  /** Whether what it has made is there. */
  async isKept(): Promise<boolean> {
    const seen = await this.seen();
    return seen !== undefined && seen.isGone !== true;
  }

  async tags(): Promise<Tags> {
    const { world, kind } = this.stack;
    const seen = (await this.seen())!;
    return (await tagsOn(kind, world.context().aws(this.#outputs), seen)) ?? {};
  }

  /** Deletes what it has made, as a person may. */
  async erase(): Promise<void> {
    const { world, kind } = this.stack;
    const request = kind.erase!.request((await this.seen())!)!;
    await world.context().aws(this.#outputs).send(request);
  }

  /** Takes tags of ours off, as a person may. */
  async unmark(...keys: readonly string[]): Promise<void> {
    const { target, remove } = this.stack.kind.tagging!;
    const all = keys.length > 0 ? keys : [ID_TAG, STACK_TAG, HOLD_TAG];
    const { world } = this.stack;
    await world
      .context()
      .aws(this.#outputs)
      .send(remove(target((await this.seen())!)!, all));
    world.calls();
  }
}

/** Has the stack's task started, and its success recorded. */
export async function succeed(stack: Stack, program: Props): Promise<InAws> {
  assert.equal((await stack.up(program)).error, undefined);
  stack.world.clock.jump(TO_THE_END_MS);
  assert.equal((await stack.up(program)).error, undefined);
  assert.equal(stack.state!.outputs.taskState, "succeeded");
  stack.world.calls();
  return new InAws(stack);
}

/** What was asked for since the last look that ends a task or deletes what it has made. */
export function endings(world: World): string[] {
  return world.calls().filter((call) => /^(Cancel|Deregister|Delete(?!Tags))/.test(call));
}
