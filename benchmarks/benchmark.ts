/** What a benchmark is, and what it hands to the runner: figures, bars and plots; no files. */

export interface Benchmark {
  /** What `npm run bench -- <name>` takes, and the name of its files: `calls-and-lag`. */
  readonly name: string;
  /** The heading over its results. */
  readonly title: string;
  run(options: RunOptions): Promise<Results>;
}

export interface RunOptions {
  /** A minute's version: fewer runs, the same sizes where a bar depends on them. */
  readonly isQuick: boolean;
  /** Says what is going on, for whoever watches. */
  say(text: string): void;
}

export interface Results {
  /** What was measured and how, and what limits it: paragraphs of Markdown above the tables. */
  readonly about: string;
  readonly tables: readonly Table[];
  readonly bars: readonly Bar[];
  readonly plots: readonly Plot[];
}

export interface Table {
  readonly title: string;
  readonly columns: readonly string[];
  /** Text stands left, numbers right, as they are given: round them first. */
  readonly rows: readonly (readonly (string | number)[])[];
  /** Below the table: what could not be measured, or what a figure means. */
  readonly note?: string;
}

/** A figure that has to be reached, within the run it was measured in. */
export interface Bar {
  /** `calls, EC2, 100 tasks: ours / the SDK's`. */
  readonly figure: string;
  readonly measured: number;
  /** The measured figure may be at most this. */
  readonly most: number;
  readonly unit?: string;
  /** Where it is missed: why, and what would reach it. */
  readonly remark?: string;
}

/** An SVG: `<benchmark's name>-<plot's name>.svg`. */
export interface Plot {
  readonly name: string;
  /** For who can't see it. */
  readonly alt: string;
  /** A vega-lite specification with its data in it. */
  readonly spec: object;
}
