/** A world with tasks of every kind, and the command at a desk in it. */
import type { EmulatorOptions } from "../../../emulator";
import type { Aws, Props } from "../../../provider/lifecycle/ports";
import { Stack, World } from "../../support/stack";
import { Desk, exported, type Resource, type Written } from "../../unit/cli/support";
import { type Subject, SUBJECTS } from "../options/subjects";

export const HOUR_MS = 3_600_000;
/** The tests' stacks are of this project and name. */
export const STACK = "tests/dev";

export class Office {
  readonly stacks = new Map<Subject, Stack>();
  readonly files: Record<string, string> = {};

  private constructor(
    readonly world: World,
    readonly aws: Aws,
    readonly desk: Desk,
  ) {}

  static async make(options: EmulatorOptions = {}): Promise<Office> {
    const world = await World.make({ durationMs: 2 * HOUR_MS, ...options });
    const aws = world.context().aws({ region: "us-east-1" });
    const files = {};
    const office = new Office(world, aws, new Desk(files, aws, world.clock));
    Object.assign(office, { files });
    return office;
  }

  /** Starts one of each kind. */
  async start(more: Props = {}, subjects: readonly Subject[] = SUBJECTS): Promise<void> {
    for (const subject of subjects) {
      const stack = new Stack(this.world, subject.kind);
      const { error } = await stack.up({ ...subject.inputs, ...more });
      if (error !== undefined) throw new Error(error);
      this.stacks.set(subject, stack);
    }
    this.world.calls();
  }

  stackOf(name: string): Stack {
    return [...this.stacks].find(([subject]) => subject.name === name)![1];
  }

  /** The state of the stack, less these resources, as a file of that name. */
  save(path: string, ...without: string[]): void {
    const held = [...this.stacks].filter(([{ name }]) => !without.includes(name));
    this.files[path] = exported(...held.map(([, stack]) => resourceOf(stack)));
  }

  run(...args: string[]): Promise<Written> {
    return this.world.clock.drive(this.desk.run(...args));
  }
}

/** As the engine has it in its state. */
export function resourceOf({ kind, state }: Stack): Resource {
  const { id, inputs, outputs } = state!;
  return { type: kind.type, id, inputs, outputs };
}
