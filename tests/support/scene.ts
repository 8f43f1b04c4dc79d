/** A world and one stack for every test of the surrounding `describe`, and what is often asked. */
import type { Effect, EmulatorOptions, FaultRule } from "../../emulator";
import type { TaskKind } from "../../provider/lifecycle/kind";
import type { Props } from "../../provider/lifecycle/ports";
import { Stack, World } from "./stack";

export const HOUR_MS = 3_600_000;

export class Scene {
  world!: World;
  stack!: Stack;

  constructor(
    readonly kind: TaskKind,
    readonly inputs: Props,
    options: EmulatorOptions = {},
  ) {
    beforeEach(() => this.remake(options));
    afterEach(() => this.world.close());
  }

  /** Another world, for a test that wants other options. */
  async remake(options: EmulatorOptions): Promise<void> {
    await (this.world as World | undefined)?.close();
    this.world = await World.make(options);
    this.stack = new Stack(this.world, this.kind);
  }

  get outputs(): Props {
    return this.stack.state!.outputs;
  }

  get tasks() {
    return this.world.emulator.tasks();
  }

  /** Another resource of the same kind. */
  other(name = "other"): Stack {
    return new Stack(this.world, this.kind, name);
  }

  fault(operation: string, effect: Effect, more: Partial<FaultRule> = { times: 1 }): void {
    this.world.emulator.addFault({ operation, effect, ...more });
  }

  /** A call of somebody who knows nothing of Pulumi. */
  byHand(service: string, operation: string, input: object): Promise<Props> {
    const aws = this.world.context().aws({ region: "us-east-1" });
    return aws.send({ service, operation, input });
  }

  /** Starts, and waits to the end; throws where that fails. */
  async succeed(inputs = this.inputs, stack = this.stack): Promise<void> {
    for (let up = 0; up < 2; up++) {
      const { error } = await stack.up(inputs);
      if (error !== undefined) throw new Error(error);
    }
    if (stack.state?.outputs.taskState !== "succeeded") throw new Error("it has not succeeded");
    this.world.calls();
  }

  /** Starts a task that fails in that way, and waits for it: the error of the update. */
  async fail(operation: string, effect: Effect): Promise<string> {
    this.fault(operation, effect);
    await this.stack.up(this.inputs);
    const { error } = await this.stack.up(this.inputs);
    if (error === undefined) throw new Error("it has not failed");
    return error;
  }

  /** How many of the texts that people saw have that in them. */
  said(words: string): number {
    return this.world.texts.filter((text) => text.includes(words)).length;
  }
}

/** The kind with another answer of AWS's describe, such as the emulator does not give. */
export function answering(kind: TaskKind, change: (answer: Props) => Props): TaskKind {
  return {
    ...kind,
    describe: (ids) => {
      const query = kind.describe(ids);
      return { ...query, observations: (answer) => query.observations(change(answer)) };
    },
  };
}
