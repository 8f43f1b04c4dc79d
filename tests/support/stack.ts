/**
 * One resource of a stack, taken through the lifecycle in the order in which the engine calls it
 * (reference: `pulumi up` is check and diff in a preview, the same again in an update, then the
 * step). The AWS clients are the real ones, AWS is the emulator, time is driven.
 */
import { type Emulator, type EmulatorOptions, startEmulator } from "../../emulator";
import { gated } from "../../provider/aws/accounts";
import { SdkAws } from "../../provider/aws/clients";
import { settingsFrom } from "../../provider/aws/settings";
import { callerOf } from "../../provider/lifecycle/caller";
import { check, type Checked } from "../../provider/lifecycle/check";
import type { Context } from "../../provider/lifecycle/context";
import { create, type Created } from "../../provider/lifecycle/create";
import { remove } from "../../provider/lifecycle/delete";
import { diff, type Difference } from "../../provider/lifecycle/diff";
import { TaskError } from "../../provider/lifecycle/errors";
import { identityText } from "../../provider/lifecycle/identity";
import { toJson } from "../../provider/lifecycle/json";
import type { TaskKind } from "../../provider/lifecycle/kind";
import { Memory } from "../../provider/lifecycle/memory";
import type { Aws, Journal, Props } from "../../provider/lifecycle/ports";
import { read, type Read } from "../../provider/lifecycle/read";
import { type RowText, textAt } from "../../provider/lifecycle/rowText";
import { update, type Updated } from "../../provider/lifecycle/update";
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
  readonly #clients = new Map<string, Client>();
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
    for (const [key, client] of this.#clients) spare.set(key, [...(spare.get(key) ?? []), client]);
    this.#clients.clear();
    return this.emulator.close();
  }

  /** What a provider process works with. A preview and an update each have their own. */
  context(signal: AbortSignal = new AbortController().signal, accountId = "123456789012"): Context {
    const { clock, texts } = this;
    const say = (_urn: string | undefined, text: RowText) => void texts.push(textAt(text, 0));
    const accounts = new Map<string, Promise<string | undefined>>();
    const settings = settingsFrom(() => this.configuration, this.environment);
    return {
      clock,
      random: { number: () => 0.5, hex: (bytes) => this.#hex(bytes) },
      row: { status: say, info: say, warn: say },
      memory: new Memory(),
      journal: this.journal,
      scheduler: new Scheduler(clock),
      gone: signal,
      settings,
      aws: (props) => {
        const { accounts: allowed } = callerOf(props, settings);
        return gated(this.#aws(String(props.region), accountId, accounts), () => allowed);
      },
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

  /** What is learned of an account is a process's own; clients, which take long to make, are not. */
  #aws(region: string, account: string, learned: Map<string, Promise<string | undefined>>): Aws {
    const { clock } = this;
    const aws = this.#client(region, account);
    return {
      region,
      key: aws.key,
      send: (request, abort) => clock.during(() => aws.send(request, abort)),
      accountId() {
        const asked = learned.get(region) ?? clock.during(() => accountOf(aws));
        learned.set(region, asked);
        void asked.then((id) => id === undefined && learned.delete(region));
        return asked;
      },
    };
  }

  #client(region: string, accountId: string): SdkAws {
    const key = `${region} ${accountId}`;
    const client = this.#clients.get(key) ?? spare.get(key)?.pop() ?? clientFor(region, accountId);
    this.#clients.set(key, client);
    client.endpoint = this.emulator.endpoint;
    return client.aws;
  }
}

interface Client {
  readonly aws: SdkAws;
  /** Of the world that it is in. */
  endpoint: string;
}

/** Of worlds that are no more: to make the SDK's clients takes longer than all the rest of a test. */
const spare = new Map<string, Client[]>();

function clientFor(region: string, accountId: string): Client {
  const client: Client = {
    endpoint: "",
    aws: new SdkAws(
      { region },
      {
        endpoint: () => Promise.resolve(client.endpoint),
        credentials: { accessKeyId: accountId, secretAccessKey: "emulator" },
        // Every fault is to reach us; that the SDK retries is the engine tests' to show.
        maxAttempts: 1,
      },
    ),
  };
  return client;
}

async function accountOf(aws: SdkAws): Promise<string | undefined> {
  const request = { service: "sts", operation: "GetCallerIdentity", input: {} };
  const answer = await aws.send(request).catch(() => undefined);
  return answer && String(answer.Account);
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

/** The methods of a provider's process, as the engine calls them. */
export interface Methods {
  check(olds: Props, news: Props): Checked | Promise<Checked>;
  diff(id: string, olds: Props, news: Props): Promise<Difference>;
  create(inputs: Props): Promise<Created>;
  read(id: string, props: Props): Promise<Read>;
  update(id: string, olds: Props, news: Props): Promise<Updated>;
  remove(id: string, props: Props): Promise<void>;
}

/** One resource as the engine takes it along; `P` is what stands for a provider's process. */
export abstract class EngineStack<P> {
  state: State | undefined;

  constructor(
    readonly type: string,
    readonly name = "golden",
  ) {}

  /** A preview and an update each have a process of their own. */
  protected abstract process(): P;
  protected abstract methodsOf(process: P): Methods;
  protected abstract drive<T>(work: Promise<T>): Promise<T>;
  protected abstract end(process: P): Promise<void>;

  /** `check` and `diff` in a preview's process. */
  preview(program: Props, process?: P): Promise<Difference | undefined> {
    return this.#in(process, async (methods) => {
      const inputs = await this.#checked(methods, program, "preview", this.state?.inputs ?? {});
      if (!this.state) return undefined;
      const { id, outputs } = this.state;
      return methods.diff(id, outputs, inputs);
    });
  }

  /** The update's process of `pulumi up`; the resource's own failure is in the answer. */
  up(program: Props, process?: P): Promise<Up> {
    return this.#in(process, async (methods) => {
      const olds = this.state;
      const inputs = await this.#checked(methods, program, "update", olds?.inputs ?? {});
      if (!olds) return this.#keep("create", inputs, () => methods.create(inputs));
      const difference = await methods.diff(olds.id, olds.outputs, inputs);
      if (difference.replaces?.length) {
        const again = await this.#checked(methods, program, "update", {});
        const before = difference.deleteBeforeReplace === true;
        const done = await this.#replace(methods, olds, again, before);
        return { ...done, difference };
      }
      if (!difference.changes && !olds.failed) {
        this.state = { ...olds, inputs };
        return { step: "same", difference };
      }
      const done = await this.#keep("update", inputs, async () => {
        const { outs } = await methods.update(olds.id, olds.outputs, inputs);
        return { id: olds.id, outs };
      });
      return { ...done, difference };
    });
  }

  /** `pulumi up --replace`: neither `diff` nor a `check` with the old inputs. */
  replace(program: Props, process?: P): Promise<Up> {
    return this.#in(process, async (methods) => {
      const inputs = await this.#checked(methods, program, "update", {});
      return this.#replace(methods, this.state!, inputs, false);
    });
  }

  /** `read`, then `diff` without a `check`; returns what `diff` said. */
  refresh(process?: P): Promise<Difference> {
    return this.#in(process, async (methods) => {
      const { id, inputs, outputs, failed } = this.state!;
      const { props } = await methods.read(id, outputs);
      this.state = { id, inputs, outputs: this.#stored(props, inputs), failed };
      return methods.diff(id, this.state.outputs, inputs);
    });
  }

  destroy(process?: P): Promise<void> {
    return this.#in(process, async (methods) => {
      const { id, outputs } = this.state!;
      await methods.remove(id, outputs);
      this.state = undefined;
    });
  }

  async #in<T>(given: P | undefined, work: (methods: Methods) => Promise<T>): Promise<T> {
    const process = given ?? this.process();
    try {
      return await this.drive(work(this.methodsOf(process)));
    } finally {
      if (given === undefined) await this.end(process);
    }
  }

  async #checked(
    methods: Methods,
    program: Props,
    phase: "preview" | "update",
    olds: Props,
  ): Promise<Props> {
    const urn = `urn:pulumi:dev::tests::pulumi-nodejs:dynamic/aws-tasks/${this.type}::${this.name}`;
    const { inputs, failures } = await methods.check(olds, {
      ...program,
      taskKind: this.type,
      __identity: identityText("organization", "", urn),
      __beacon: { phase, secrets: [] },
      __provider: this.code,
    });
    if (failures.length > 0) throw new Error(failures.map(({ reason }) => reason).join("\n"));
    return inputs;
  }

  /** What the engine stores as the provider's code. */
  protected readonly code: string = "code";

  async #replace(methods: Methods, olds: State, inputs: Props, before: boolean): Promise<Up> {
    const removeOld = () => methods.remove(olds.id, olds.outputs);
    if (before) {
      await removeOld();
      this.state = undefined;
    }
    const done = await this.#keep("replace", inputs, () => methods.create(inputs));
    if (!before && !done.error) await removeOld();
    return done;
  }

  async #keep(
    step: Up["step"],
    inputs: Props,
    work: () => Promise<{ id: string; outs: Props }>,
  ): Promise<Up> {
    try {
      const { id, outs } = await work();
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
}

/** In this process, with time that is driven. */
export class Stack extends EngineStack<Context> {
  constructor(
    readonly world: World,
    readonly kind: TaskKind,
    name?: string,
  ) {
    super(kind.type, name);
  }

  protected process(): Context {
    return this.world.context();
  }

  protected methodsOf(context: Context): Methods {
    const { kind } = this;
    return {
      check: (olds, news) => check(context, kind, olds, news),
      diff: (id, olds, news) => diff(context, kind, id, olds, news),
      create: (inputs) => create(context, kind, inputs),
      read: (id, props) => read(context, kind, id, props),
      update: (id, olds, news) => update(context, kind, id, olds, news),
      remove: (id, props) => remove(context, kind, id, props),
    };
  }

  protected drive<T>(work: Promise<T>): Promise<T> {
    return this.world.clock.drive(work);
  }

  protected async end(): Promise<void> {}
}
