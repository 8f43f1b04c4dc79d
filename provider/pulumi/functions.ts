/** Makes the functions of a read operation: a plain one, its twin for Outputs, an iterator. */
import * as pulumi from "@pulumi/pulumi";
import type { Props } from "../lifecycle/ports";
import type { DryRunResult, ReadOperation, TypedReadOperation } from "../reading/operation";
import { isSecretResult, iterate, read } from "../reading/read";
import {
  dependencies,
  failed,
  hasOutput,
  providerInputs,
  providerSettings,
  readerFor,
  valueOf,
} from "./asking";
import { secretNamesOf } from "./beacon";
import { failure } from "./failure";
import type { Args, CallInputs } from "./resource";

type Plain<A> = A & CallInputs;
type Given<A> = Args<A & CallInputs>;
/** What all may be left out of may be left out itself. */
type Call<A, O> = Partial<A> extends A ? [args?: A, opts?: O] : [args: A, opts?: O];

/**
 * Asks AWS in a preview as in an update. The option `provider` (or that of `parent`) is a
 * `Provider` of this package, whose settings then count instead of the stack's configuration.
 * Fails with all that is wrong with the arguments, or with AWS's reason and its `code`.
 */
export interface PlainFunction<A, R> {
  (...given: Call<Plain<A>, pulumi.InvokeOptions>): Promise<R>;
}

/** The same for arguments that may be Outputs. Secret arguments give a secret result. */
export interface OutputFunction<A, R> {
  (...given: Call<Given<A>, pulumi.InvokeOutputOptions>): pulumi.Output<R>;
}

/** With `dryRun: true` the result says that the call would succeed; else it fails. */
export interface PlainDryRunFunction<A, R> {
  (args: Plain<A> & { dryRun: true }, opts?: pulumi.InvokeOptions): Promise<DryRunResult>;
  (args?: Plain<A> & { dryRun?: false }, opts?: pulumi.InvokeOptions): Promise<R>;
  (args: Plain<A>, opts?: pulumi.InvokeOptions): Promise<R | DryRunResult>;
}

export interface OutputDryRunFunction<A, R> {
  (
    args: Given<A> & { dryRun: true },
    opts?: pulumi.InvokeOutputOptions,
  ): pulumi.Output<DryRunResult>;
  (args?: Given<A> & { dryRun?: false }, opts?: pulumi.InvokeOutputOptions): pulumi.Output<R>;
  (args: Given<A>, opts?: pulumi.InvokeOutputOptions): pulumi.Output<R | DryRunResult>;
}

/**
 * The tasks one by one, with one page of them in memory: `maxResults` is the size of a page, and
 * `nextToken` where to begin. Each `for await` begins anew.
 */
export interface IterateFunction<A, I> {
  (args?: Plain<Omit<A, "dryRun">>, opts?: pulumi.InvokeOptions): AsyncIterable<I>;
}

export function plainFunction<A extends object, R extends object, I>(
  operation: TypedReadOperation<A, R, I>,
): "dryRun" extends keyof A ? PlainDryRunFunction<A, R> : PlainFunction<A, R>;
export function plainFunction(operation: ReadOperation) {
  return async (args: object = {}, opts: pulumi.InvokeOptions = {}): Promise<Props> => {
    const reader = await plainReader(operation, args, opts);
    return read(operation, args as Props, reader).catch((error: unknown) => {
      throw failed(error);
    });
  };
}

export function outputFunction<A extends object, R extends object, I>(
  operation: TypedReadOperation<A, R, I>,
): "dryRun" extends keyof A ? OutputDryRunFunction<A, R> : OutputFunction<A, R>;
export function outputFunction(operation: ReadOperation) {
  return (args: object = {}, opts: pulumi.InvokeOutputOptions = {}): pulumi.Output<unknown> => {
    const configured = providerSettings(providerInputs(operation.name, opts));
    const given = pulumi.output(args) as pulumi.Output<Props>;
    const ready = pulumi.all([given, configured, dependencies(given, opts)]);
    return ready.apply(async ([plain, settings]) => {
      try {
        const marked = { ...plain, __secrets: await secretNamesOf({ ...args }) };
        const result = await read(operation, marked, readerFor(settings));
        return isSecretResult(operation, result) ? pulumi.secret(result) : result;
      } catch (error) {
        throw failed(error);
      }
    });
  };
}

export function iterateFunction<A extends object, R extends object, I>(
  operation: TypedReadOperation<A, R, I>,
): IterateFunction<A, I>;
export function iterateFunction(operation: ReadOperation) {
  const own = { ...operation, name: operation.name.replace(/\.(get|list)/, ".iterate") };
  return (args: object = {}, opts: pulumi.InvokeOptions = {}): AsyncIterable<Props> => ({
    async *[Symbol.asyncIterator]() {
      const reader = await plainReader(own, args, opts);
      try {
        yield* iterate(own, args as Props, reader);
      } catch (error) {
        throw failed(error);
      }
    },
  });
}

async function plainReader({ name }: ReadOperation, args: object, opts: pulumi.InvokeOptions) {
  if (hasOutput(args)) {
    const instead = name.includes(".iterate") ? "call it in `apply`" : `use ${name}Output`;
    throw failure(`${name}: takes no Outputs and no promises: ${instead}`);
  }
  const settings = await valueOf(providerSettings(providerInputs(name, opts)));
  if (settings) return readerFor(settings.value);
  throw failure(`${name}: the settings of its provider are not known yet in this preview`);
}
