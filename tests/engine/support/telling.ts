/** A project of which everything is kept that it tells, on screen and in files: no URL may be in it. */
import assert from "node:assert/strict";
import { Project, type Run } from "./project";

/** Any part of a presigned URL. */
export const URL_PART = /X-Amz-|discovery-exports\.s3/i;

export class Telling {
  readonly #printed: string[] = [];

  private constructor(readonly project: Project) {}

  static async make(name: string, program: string): Promise<Telling> {
    // In real time, as AWS's clock: when a store began is compared with when it was asked for.
    return new Telling(await Project.make(name, program, { speed: 1, durationMs: 20 * 60_000 }));
  }

  async run(args: readonly string[], onLine = (_line: string) => {}): Promise<Run> {
    const options = { onLine, env: { PULUMI_PARALLEL_DIFF: "true" } };
    const ran = await this.project.runWith(options, ...args);
    this.#printed.push(ran.output);
    return ran;
  }

  async succeed(...args: string[]): Promise<string> {
    const { code, output } = await this.run(args);
    assert.equal(code, 0, output);
    return output;
  }

  /** The stack output `url` in the clear, to whom may know it: it counts as told to nobody. */
  async url(): Promise<string> {
    const { output } = await this.project.run("stack", "output", "url", "--show-secrets");
    return output.trim();
  }

  /** Neither on screen, nor in an export of the state, nor in any file of the backend. */
  async assertNoUrlTold(): Promise<void> {
    for (const command of ["stack output --json", "stack output url", "stack export"]) {
      await this.run(command.split(" "));
    }
    for (const text of [...this.#printed, this.project.written()]) {
      assert.doesNotMatch(text, URL_PART);
    }
  }
}

/** How the engine marks a secret in a state file. */
export function isSecret(value: unknown): boolean {
  return Object.hasOwn(Object(value), "4dabf18193072939515e22adb298388d");
}
