/**
 * The contract of a read operation: what one describe, get or list of AWS's takes and gives. It is
 * tables and pure functions; paging, dry runs and refusals are written once, beside this file.
 */
import type { Service } from "../lifecycle/caller";
import type { TaskKind } from "../lifecycle/kind";
import type { Props } from "../lifecycle/ports";
import type { Field } from "../lifecycle/validate";

export interface ReadOperation {
  /** What a program calls it: `ec2.getExportImageTasks`. */
  readonly name: string;
  /** The tasks that it shows. */
  readonly kind: TaskKind;
  readonly service: Service;
  /** AWS's name for it: `DescribeExportImageTasks`. */
  readonly operation: string;
  /** AWS's parameters under our names, with their documented rules. */
  readonly fields: Readonly<Record<string, Field>>;
  /** What no single field can tell: combinations that AWS refuses. */
  rules?(args: Props): readonly string[];
  /** AWS's own names begin with a small letter. */
  readonly hasSmallNames?: boolean;
  /** Members of the answer whose keys are not names of AWS's. */
  readonly maps?: readonly string[];
  /** The member of the answer that must be there. */
  readonly required?: string;
  /** How the tasks are listed, where there may be many. */
  readonly list?: PagedList;
  /** Members that give access to whoever has them. */
  readonly secrets?: readonly string[];
  /** What is documented about AWS's refusals, by their codes. */
  readonly remedies: Readonly<Record<string, string>>;
}

/** A list of tasks, which AWS gives in pages. */
export interface PagedList {
  /** The member of the answer. */
  readonly member: string;
  /** The argument that names some of them: AWS takes no page size beside it. */
  readonly ids?: string;
  /** The largest page that AWS gives, where it documents one; else it is left to AWS. */
  readonly largestPage?: number;
  /** Whether the task fits those arguments that AWS ignores. */
  keeps?(item: Props, args: Props): boolean;
}

/** An operation that knows its types: arguments, result, and the items of its list. */
export interface TypedReadOperation<
  A extends object,
  R extends object,
  I = never,
> extends ReadOperation {
  readonly fields: ReadOperation["fields"] & Readonly<Record<keyof A, Field>>;
  /** Never there at run time; carries the types. */
  readonly types?: { args: A; result: R; item: I };
}

/** The answer to a dry run that would have succeeded. What would not is an error. */
export interface DryRunResult {
  readonly dryRun: true;
  readonly wouldSucceed: true;
  /** AWS's words. */
  readonly message: string;
}
