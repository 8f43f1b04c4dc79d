/**
 * A `Completion` of a stack's task, taken through the lifecycle in the order in which the engine
 * calls it. Its inputs are what the class makes of the program's words.
 */
import assert from "node:assert/strict";
import type { Checked } from "../../provider/lifecycle/check";
import {
  checkCompletion,
  COMPLETION,
  createCompletion,
  diffCompletion,
} from "../../provider/lifecycle/completion";
import type { Context } from "../../provider/lifecycle/context";
import type { Created } from "../../provider/lifecycle/create";
import type { Difference } from "../../provider/lifecycle/diff";
import { TaskError } from "../../provider/lifecycle/errors";
import { identityText } from "../../provider/lifecycle/identity";
import { toJson } from "../../provider/lifecycle/json";
import type { Props } from "../../provider/lifecycle/ports";
import { RESULT_OUTPUTS } from "../../provider/lifecycle/state";
import type { Stack } from "./stack";

export type Phase = "preview" | "update";

export class Completing {
  /** What the engine has stored; nothing unless the creation went well. */
  state: Created | undefined;

  constructor(
    readonly stack: Stack,
    readonly name = "done",
  ) {}

  /** `more` goes over what the program says otherwise; `undefined` takes an input away. */
  inputs(more: Props = {}, secrets: readonly string[] = []): Props {
    const { kind, state } = this.stack;
    const urn = `urn:pulumi:dev::tests::pulumi-nodejs:dynamic/aws-tasks:${COMPLETION}::${this.name}`;
    const given = Object.entries(state?.inputs ?? {});
    const inputs = {
      taskKind: COMPLETION,
      task: state?.id,
      of: {
        taskKind: kind.type,
        region: state?.outputs.region ?? "us-east-1",
        inputs: Object.fromEntries(given.filter(([name]) => Object.hasOwn(kind.fields, name))),
      },
      ...(secrets.length > 0 && { completed: "withheld" }),
      __identity: identityText("organization", "", urn),
      __provider: "code",
      ...more,
    };
    return Object.fromEntries(Object.entries(inputs).filter(([, value]) => value !== undefined));
  }

  check(context: Context, phase: Phase, inputs: Props, secrets: readonly string[] = []): Checked {
    return checkCompletion(context, { ...inputs, __beacon: { phase, secrets } });
  }

  /** `check` and `diff`; undefined where it would be created. */
  preview(context: Context, more: Props = {}): Difference | undefined {
    const { inputs, failures } = this.check(context, "preview", this.inputs(more));
    assert.deepEqual(failures, []);
    return this.state && diffCompletion(context, this.state.outs, inputs);
  }

  /** What waits, with the clock still standing. Throws what the engine would be told. */
  creating(context: Context, more: Props = {}, secrets: readonly string[] = []): Promise<Created> {
    const given = this.inputs(more, secrets);
    const { inputs, failures } = this.check(context, "update", given, secrets);
    assert.deepEqual(failures, []);
    return createCompletion(context, this.stack.kind, inputs);
  }

  async create(
    context: Context,
    more: Props = {},
    secrets: readonly string[] = [],
  ): Promise<Created> {
    const { clock } = this.stack.world;
    this.state = await clock.drive(this.creating(context, more, secrets));
    assert.deepEqual(toJson(this.state.outs), this.state.outs, "the host has to store it");
    return this.state;
  }

  /** The reason with which the creation fails, which leaves nothing in the state. */
  async reason(
    context: Context,
    more: Props = {},
    secrets: readonly string[] = [],
  ): Promise<string> {
    const error = await this.create(context, more, secrets).then(
      () => assert.fail("it was created"),
      (thrown: unknown) => thrown,
    );
    assert.ok(error instanceof Error && !(error instanceof TaskError), String(error));
    return error.message;
  }

  get result(): unknown {
    return this.state?.outs.completed;
  }
}

/** The members of the task's own `result`, as they are in the state. */
export function resultInState({ kind, state }: Stack): Props {
  const { outputs } = state!;
  const names = [...RESULT_OUTPUTS, ...kind.result].filter((name) => outputs[name] !== undefined);
  return Object.fromEntries(names.map((name) => [name, outputs[name]]));
}
