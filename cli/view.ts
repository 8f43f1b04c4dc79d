/** What a person sees of an account: the latest look at each kind. */
import { KINDS } from "../provider/kinds";
import type { TaskKind } from "../provider/lifecycle/kind";
import type { Aws } from "../provider/lifecycle/ports";
import { CommandError, FAILED } from "./failure";
import type { Io } from "./io";
import { isPassing, type Look, Looker } from "./looker";
import { awsFor, type PlaceOptions } from "./place";
import { hiddenOrphans, type Row, rowsOf } from "./rows";
import { readStackFile, type StackFile } from "./stackFile";

export interface ViewOptions extends PlaceOptions {
  /** All of them unless given. */
  readonly kind?: readonly TaskKind[];
  readonly stackFile?: readonly string[];
  readonly all?: boolean;
}

export interface Report {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly region: string;
  readonly account: string | undefined;
  /** Running ones first, then what began last. */
  readonly rows: readonly Row[];
  /** Ended ones that are not shown, and the orphans among them. */
  readonly hidden: number;
  readonly hiddenOrphans: number;
  readonly notes: readonly string[];
  /** The stacks whose states were given. */
  readonly stacks: ReadonlySet<string> | undefined;
}

export class View {
  readonly #lookers: readonly Looker[];
  readonly #looks = new Map<TaskKind, Look>();
  #account: string | undefined;
  #hasSeen = false;

  private constructor(
    readonly io: Io,
    readonly aws: Aws,
    readonly files: readonly StackFile[] | undefined,
    options: ViewOptions,
  ) {
    const { kind: kinds = KINDS } = options;
    this.#lookers = kinds.map((kind) => new Looker(kind, aws, options.all === true));
  }

  static async make(io: Io, options: ViewOptions): Promise<View> {
    const files = options.stackFile?.map((path) => readStackFile(io, path));
    return new View(io, awsFor(io, options), files, options);
  }

  get kinds(): readonly TaskKind[] {
    return this.#lookers.map(({ kind }) => kind);
  }

  get looks(): readonly Look[] {
    return this.kinds.flatMap((kind) => this.#looks.get(kind) ?? []);
  }

  /** Looks at these kinds. Throws where nothing at all can be seen, and nothing will be. */
  async look(kinds: readonly TaskKind[], signal?: AbortSignal): Promise<void> {
    const now = this.io.clock.now();
    const due = this.#lookers.filter(({ kind }) => kinds.includes(kind));
    const [account, ...looks] = await Promise.all([
      this.#account ?? this.aws.accountId(),
      ...due.map((looker) => looker.look(now, signal)),
    ]);
    this.#account = account;
    for (const look of looks) this.#keep(look);
    if (signal?.aborted || !this.#isHopeless()) return;
    const [first] = this.looks.flatMap(({ notes }) => notes);
    throw new CommandError(`Nothing can be seen. ${first}`, FAILED);
  }

  /** Of what has been seen once an outage may pass; a right that is gone won't come back. */
  #isHopeless(): boolean {
    const troubles = this.looks.flatMap(({ trouble }) => trouble ?? []);
    if (troubles.length < this.looks.length) return false;
    return !this.#hasSeen || !troubles.some(isPassing);
  }

  /** What could not be seen this time is shown as it was. */
  #keep(look: Look): void {
    const before = this.#looks.get(look.kind);
    const isOutage = look.trouble !== undefined && before !== undefined;
    if (!look.trouble) this.#hasSeen = true;
    const { shown, hidden } = isOutage ? before : look;
    this.#looks.set(look.kind, { ...look, shown, hidden });
  }

  report(): Report {
    const { io, aws, files, looks } = this;
    const held = files?.flatMap(({ tasks }) => tasks);
    const place = { region: aws.region, account: this.#account };
    const rows = looks.flatMap((look) => rowsOf(look, place, held));
    const sum = (count: (look: Look) => number) =>
      looks.reduce((total, look) => total + count(look), 0);
    return {
      ...place,
      at: io.clock.now(),
      rows: [...rows].sort(byUrgency),
      hidden: sum(({ hidden }) => hidden.length),
      hiddenOrphans: sum((look) => hiddenOrphans(look, place, held)),
      notes: looks.flatMap(({ notes }) => notes),
      stacks: files && new Set(files.flatMap(({ stacks }) => stacks)),
    };
  }
}

function byUrgency(a: Row, b: Row): number {
  const isRunning = ({ state }: Row) => Number(state === "running");
  return isRunning(b) - isRunning(a) || (b.began ?? 0) - (a.began ?? 0);
}
