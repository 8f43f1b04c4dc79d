/** A resource of any stack, what AWS got beside looks, and the tasks that there are. */
import assert from "node:assert/strict";
import type { EmulatorOptions } from "../../../emulator";
import type { Context } from "../../../provider/lifecycle/context";
import { identityText } from "../../../provider/lifecycle/identity";
import type { Props } from "../../../provider/lifecycle/ports";
import { MemoryJournal } from "../../support/memoryJournal";
import { type Methods, Stack, World } from "../../support/stack";
import { FAILING, type Subject, SUBJECTS } from "../options/subjects";

export const MINUTE_MS = 60_000;
export const DAY_MS = 24 * 60 * MINUTE_MS;
export const ACCOUNT = "123456789012";
export const STRANGER = "999999999999";

/** Whose a resource is: all that its identity is made of, but for its name. */
export interface Owner {
  readonly organization?: string;
  /** The configuration `pulumi-aws-tasks:identity`. */
  readonly configured?: string;
  readonly project?: string;
  readonly stack?: string;
}

export class Resource extends Stack {
  constructor(
    readonly bench: Bench,
    name: string,
    readonly owner: Owner,
  ) {
    super(bench.world, bench.subject.kind, name);
  }

  protected override process(): Context {
    return this.bench.context();
  }

  protected override methodsOf(context: Context): Methods {
    const methods = super.methodsOf(context);
    const { organization = "organization", configured = "", ...urn } = this.owner;
    const { project = "tests", stack = "dev" } = urn;
    const text = `urn:pulumi:${stack}::${project}::pulumi-nodejs:dynamic/aws-tasks/${this.type}::${this.name}`;
    const __identity = identityText(organization, configured, text);
    return { ...methods, check: (olds, news) => methods.check(olds, { ...news, __identity }) };
  }

  get id(): string {
    return this.state!.id;
  }

  get outputs(): Props {
    return this.state!.outputs;
  }

  get taskState(): unknown {
    return this.outputs.taskState;
  }

  /** `up`, which must go well. */
  async ups(program: Props = this.bench.subject.inputs, context?: Context): Promise<this> {
    assert.equal((await this.up(program, context)).error, undefined);
    return this;
  }

  /** The state is lost, as by a `kill -9` before it was saved; what it was. */
  lose(): string {
    const { id } = this;
    this.state = undefined;
    return id;
  }
}

/** One kind in one AWS account. */
export class Bench {
  constructor(
    readonly world: World,
    readonly subject: Subject,
  ) {}

  resource(name = "golden", owner: Owner = {}): Resource {
    return new Resource(this, name, owner);
  }

  get tasks() {
    const { type } = this.subject.kind;
    return this.world.emulator.tasks().filter(({ kind }) => kind === type);
  }

  get ids(): string[] {
    return this.tasks.map(({ id }) => id);
  }

  get running(): string[] {
    return this.tasks.filter(({ running }) => running).map(({ id }) => id);
  }

  /** What AWS did since the last look, but for telling: operations, in order. */
  done(): string[] {
    return this.calls().map(({ operation }) => operation);
  }

  /** The calls since the last look that are no looks themselves. */
  calls() {
    const calls = this.world.emulator.log();
    this.world.emulator.clearLog();
    return calls.filter(({ operation }) => !/^(Describe|Get|List)/.test(operation));
  }

  /** All tasks come to their ends, and what they make is there. */
  finish(): void {
    this.world.clock.jump(MINUTE_MS);
  }

  failNext(): void {
    this.world.emulator.addFault({ operation: this.subject.start, times: 1, effect: FAILING });
  }

  deny(operation: string): void {
    this.world.emulator.addFault({ operation, effect: { kind: "deny" } });
  }

  said(words: string | RegExp): number {
    return this.world.texts.filter((text) => text.match(words) !== null).length;
  }

  /** From now on it is another machine, which has noted nothing. */
  otherMachine(): void {
    this.world.journal = new MemoryJournal();
  }

  /** A process. */
  context(signal?: AbortSignal, accountId = ACCOUNT): Context {
    return this.world.context(signal, accountId);
  }

  /** A process with the credentials of another account. */
  stranger(): Context {
    return this.context(undefined, STRANGER);
  }
}

export type State = keyof typeof STATES;

/** How a resource comes into each of the states that a table begins with. */
export const STATES = {
  running: async (resource: Resource, program?: Props) => void (await resource.ups(program)),
  succeeded: async (resource: Resource, program?: Props) => {
    await resource.ups(program);
    resource.bench.finish();
    await resource.ups(program);
    assert.equal(resource.taskState, "succeeded");
  },
  failed: async (resource: Resource, program: Props = resource.bench.subject.inputs) => {
    resource.bench.failNext();
    await resource.ups(program);
    resource.bench.finish();
    assert.match((await resource.up(program)).error ?? "", /It broke/);
  },
} as const;

/** One test with a world of its own. */
export function test(
  name: string,
  subject: Subject,
  work: (bench: Bench) => Promise<void>,
  options: EmulatorOptions = {},
): void {
  it(name, inWorld(subject, work, options));
}

function inWorld(
  subject: Subject,
  work: (bench: Bench) => Promise<void>,
  options: EmulatorOptions,
): () => Promise<void> {
  return async () => {
    const world = await World.make(options);
    try {
      await work(new Bench(world, subject));
    } finally {
      await world.close();
    }
  };
}

/** The subject of that name. */
export function subjectOf(name: string): Subject {
  const found = SUBJECTS.find((one) => one.name === name);
  assert.ok(found, name);
  return found;
}

export const DISCOVERY = subjectOf("discovery.ExportTask");
export const STORE = subjectOf("ec2.StoreImageTask");
export const EXPORT = subjectOf("ec2.ExportImageTask");
export const APPSTREAM = subjectOf("appstream.ExportImageTask");
export const WORKSPACES = subjectOf("workspaces.CustomImageImport");
