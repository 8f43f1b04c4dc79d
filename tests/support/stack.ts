/**
 * One resource of a stack, taken through the lifecycle in the order in which the engine calls it
 * (reference: `pulumi up` is check and diff in a preview, the same again in an update, then the
 * step). The AWS clients are the real ones, AWS is the emulator, time is driven.
 */
import { type Emulator, type EmulatorOptions, startEmulator } from "../../emulator";
import { SdkAws } from "../../provider/aws/clients";
import { settingsFrom } from "../../provider/aws/settings";
import { check } from "../../provider/lifecycle/check";
import type { Context } from "../../provider/lifecycle/context";
import { create } from "../../provider/lifecycle/create";
import { remove } from "../../provider/lifecycle/delete";
import { diff, type Difference } from "../../provider/lifecycle/diff";
import { TaskError } from "../../provider/lifecycle/errors";
import { identityText } from "../../provider/lifecycle/identity";
import { toJson } from "../../provider/lifecycle/json";
import type { TaskKind } from "../../provider/lifecycle/kind";
import { Memory } from "../../provider/lifecycle/memory";
import type { Aws, Journal, Props } from "../../provider/lifecycle/ports";
import { read } from "../../provider/lifecycle/read";
import { update } from "../../provider/lifecycle/update";
import { Scheduler } from "../../provider/waiting/scheduler";
import { MemoryJournal } from "./memoryJournal";
import { DrivenClock } from "./drivenClock";

/** An emulator, a clock that both follow, and the texts that people would see. */
export class World {
  readonly texts: string[] = [];
  /** The stack's configuration, and the environment that the engine was started in. */
  readonly configuration: Record<string, unknown> = {};
  readonly environment: NodeJS.ProcessEnv = { AWS_REGION: "us-east-1" };
  /** What this machine has noted of starts; another machine has none of it. */
  journal: Journal = new MemoryJournal();
  #random = 0;

  private constructor(
    readonly emulator: Emulator,
    readonly clock: DrivenClock,
  ) {}

  static async make(options: EmulatorOptions = {}): Promise<World> {
    const startTimeMs = Date.parse("2026-01-01T00:00:00Z");
    const emulator = await startEmulator({ speed: 0, startTimeMs, ...options });
    return new World(emulator, new DrivenClock(startTimeMs, emulator.clock));
  }

  close(): Promise<void> {
    return this.emulator.close();
  }

  /** What a provider process works with. A preview and an update each have their own. */
  context(signal: AbortSignal = new AbortController().signal, accountId = "123456789012"): Context {
    const { clock, texts } = this;
    const say = (_urn: string | undefined, text: string) => void texts.push(text);
    return {
      clock,
      random: { number: () => 0.5, hex: (bytes) => this.#hex(bytes) },
      row: { status: say, info: say, warn: say },
      memory: new Memory(),
      journal: this.journal,
      scheduler: new Scheduler(clock),
      gone: signal,
      settings: settingsFrom(() => this.configuration, this.environment),
      aws: (props) => this.#aws(String(props.region), accountId),
    };
  }

  /** The operations that AWS was asked for since the last call of this. */
  calls(): string[] {
    const operations = this.emulator.log().map(({ operation }) => operation);
    this.emulator.clearLog();
    return operations;
  }

  #hex(bytes: number): string {
    return (++this.#random).toString(16).padStart(bytes * 2, "0");
  }

  #aws(region: string, accountId: string): Aws {
    const aws = new SdkAws(
      { region },
      {
        endpoint: this.emulator.endpoint,
        credentials: { accessKeyId: accountId, secretAccessKey: "emulator" },
        // Every fault is to reach us; that the SDK retries is the engine tests' to show.
        maxAttempts: 1,
      },
    );
    const { clock } = this;
    return {
      region,
      key: aws.key,
      send: (request, abort) => clock.during(() => aws.send(request, abort)),
      accountId: () => clock.during(() => aws.accountId()),
    };
  }
}

export interface State {
  readonly id: string;
  readonly inputs: Props;
  readonly outputs: Props;
  /** The engine calls `update` next time, whatever `diff` says. */
  readonly failed: boolean;
}

/** What one `up` did: the step, and the reason with which it failed. */
export interface Up {
  readonly step: "create" | "update" | "replace" | "same";
  readonly difference?: Difference;
  readonly error?: string;
}

export class Stack {
  state: State | undefined;

  constructor(
    readonly world: World,
    readonly kind: TaskKind,
    readonly name = "golden",
  ) {}

  /** `check` and `diff` in a preview's process. */
  async preview(program: Props, context = this.world.context()): Promise<Difference | undefined> {
    const inputs = this.#checked(context, program, "preview", this.state?.inputs ?? {});
    if (!this.state) return undefined;
    const { id, outputs } = this.state;
    return this.#drive(diff(context, this.kind, id, outputs, inputs));
  }

  /** The update's process of `pulumi up`; the resource's own failure is in the answer. */
  async up(program: Props, context = this.world.context()): Promise<Up> {
    const olds = this.state;
    const inputs = this.#checked(context, program, "update", olds?.inputs ?? {});
    if (!olds) return this.#keep("create", inputs, () => create(context, this.kind, inputs));
    const difference = await this.#drive(diff(context, this.kind, olds.id, olds.outputs, inputs));
    if (difference.replaces?.length) {
      const again = this.#checked(context, program, "update", {});
      const before = difference.deleteBeforeReplace === true;
      const done = await this.#replace(context, olds, again, before);
      return { ...done, difference };
    }
    if (!difference.changes && !olds.failed) {
      this.state = { ...olds, inputs };
      return { step: "same", difference };
    }
    const done = await this.#keep("update", inputs, async () => {
      const { outs } = await update(context, this.kind, olds.id, olds.outputs, inputs);
      return { id: olds.id, outs };
    });
    return { ...done, difference };
  }

  /** `pulumi up --replace`: neither `diff` nor a `check` with the old inputs. */
  async replace(program: Props, context = this.world.context()): Promise<Up> {
    const inputs = this.#checked(context, program, "update", {});
    return this.#replace(context, this.state!, inputs, false);
  }

  /** `read`, then `diff` without a `check`; returns what `diff` said. */
  async refresh(context = this.world.context()): Promise<Difference> {
    const { id, inputs, outputs, failed } = this.state!;
    const { props } = await this.#drive(read(context, this.kind, id, outputs));
    this.state = { id, inputs, outputs: this.#stored(props, inputs), failed };
    return this.#drive(diff(context, this.kind, id, this.state.outputs, inputs));
  }

  async destroy(context = this.world.context()): Promise<void> {
    const { id, outputs } = this.state!;
    await this.#drive(remove(context, this.kind, id, outputs));
    this.state = undefined;
  }

  #checked(context: Context, program: Props, phase: "preview" | "update", olds: Props): Props {
    const urn = `urn:pulumi:dev::tests::pulumi-nodejs:dynamic/aws-tasks/${this.kind.type}::${this.name}`;
    const { inputs, failures } = check(context, this.kind, olds, {
      ...program,
      taskKind: this.kind.type,
      __identity: identityText("organization", "", urn),
      __beacon: { phase, secrets: [] },
      __provider: "code",
    });
    if (failures.length > 0) throw new Error(failures.map(({ reason }) => reason).join("\n"));
    return inputs;
  }

  async #replace(context: Context, olds: State, inputs: Props, before: boolean): Promise<Up> {
    const removeOld = () => this.#drive(remove(context, this.kind, olds.id, olds.outputs));
    if (before) {
      await removeOld();
      this.state = undefined;
    }
    const done = await this.#keep("replace", inputs, () => create(context, this.kind, inputs));
    if (!before && !done.error) await removeOld();
    return done;
  }

  async #keep(
    step: Up["step"],
    inputs: Props,
    work: () => Promise<{ id: string; outs: Props }>,
  ): Promise<Up> {
    try {
      const { id, outs } = await this.#drive(work());
      this.state = { id, inputs, outputs: this.#stored(outs, inputs), failed: false };
      return { step };
    } catch (error) {
      if (!(error instanceof TaskError)) return { step, error: (error as Error).message };
      const { id, properties, reasons } = error;
      // What the engine stores is what the error carries, and nothing else.
      this.state = { id, inputs, outputs: properties, failed: true };
      return { step, error: reasons.join("\n") };
    }
  }

  /** The host adds the code; everything has to survive its serialisation. */
  #stored(outs: Props, inputs: Props): Props {
    return { ...toJson(outs), __provider: inputs.__provider };
  }

  #drive<T>(work: T | Promise<T>): Promise<T> {
    return this.world.clock.drive(work);
  }
}
