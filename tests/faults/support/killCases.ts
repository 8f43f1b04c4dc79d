/** Plays one point of the kill matrix with one victim, to the end, and tells what became of it. */
import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { FIVE_KINDS, fiveKinds, KINDS, type Name } from "../../engine/support/fiveKinds";
import { Project } from "../../engine/support/project";
import { AT_ONCE, dateStarts, killAt, upAfterKill, type Victim } from "../../engine/support/stops";
import { assertOne, NAMES, type Tally, tally } from "../../engine/support/witness";
import type { Before, KillPoint } from "./killPoints";
import { remains } from "./removals";
import type { Case } from "./table";

const MINUTE_MS = 60_000;
/** In real time, as AWS's clock: when a store began is compared with when it was asked for. */
const OPTIONS = { speed: 1, durationMs: 20 * MINUTE_MS };

/** The stacks that cases begin with, each made once and copied. */
export class Stacks {
  readonly #made = new Map<Before, Promise<Project>>();

  take(before: Before): Promise<Project> {
    if (before === "nothing") return Project.make("kills", FIVE_KINDS, OPTIONS);
    return this.#one(before).then((project) => project.copy());
  }

  async close(): Promise<void> {
    for (const made of this.#made.values()) await (await made).close();
  }

  #one(before: Before): Promise<Project> {
    const made = this.#made.get(before) ?? this.#make(before);
    this.#made.set(before, made);
    return made;
  }

  async #make(before: Before): Promise<Project> {
    if (before === "running") {
      const project = await this.take("nothing");
      await project.up(...AT_ONCE);
      return project;
    }
    const project = await this.take("running");
    if (before === "erasable") project.program(fiveKinds({ erasable: { onDelete: "delete" } }));
    await toTheEnd(project);
    return project;
  }
}

export interface Played {
  readonly cases: readonly Omit<Case, "point" | "fault">[];
  /** Why it is not as it has to be. */
  readonly error: unknown;
}

export async function play(stacks: Stacks, point: KillPoint, victim: Victim): Promise<Played> {
  const project = await stacks.take(point.before);
  let leftOver = 0;
  let error: unknown;
  try {
    if (point.program) project.program(point.program);
    const yes = point.command === "preview" ? [] : ["--yes", "--skip-preview"];
    leftOver = await killAt(project, point, victim, point.command, ...yes);
    assert.equal(leftOver, 0, "processes live on after 10 seconds");
    await carryOn(project, point);
    assert.deepEqual(project.processes(), []);
  } catch (thrown) {
    error = thrown;
  }
  const cases = NAMES.map((name) => {
    const [tally, wrong] = outcomeOf(project, point, name);
    error ??= wrong;
    return { name, ...tally, leftOver, ...(wrong !== undefined && { trouble: inShort(wrong) }) };
  });
  await project.close();
  const own = cases.filter(({ name }) => name in point.calls);
  // What went wrong with none of them in particular went wrong with all.
  const isNobodys = own.every(({ trouble }) => trouble === undefined);
  const shared = error !== undefined && isNobodys ? { trouble: inShort(error) } : {};
  return {
    cases: own.map(({ name, ...one }) => ({ kind: nameOf(name), ...one, ...shared })),
    error,
  };
}

/** What a person does next, without a word about what happened. */
async function carryOn(project: Project, point: KillPoint): Promise<void> {
  const { command, before, laterMs = 0, haveEnded, check } = point;
  if (command === "destroy") {
    await destroyed(project);
  } else {
    if (laterMs > 0) dateStarts(project, (calledAt) => calledAt - laterMs);
    if (haveEnded) project.emulator.clock.advance(60 * MINUTE_MS);
    if (before === "nothing") await upAfterKill(project);
    await toTheEnd(project);
  }
  check?.(project);
}

/** What has become of that resource's task, and what is wrong with it. */
function outcomeOf(project: Project, { command }: KillPoint, name: Name): [Tally, unknown] {
  if (command !== "destroy") return [tally(project, name), wrongIn(() => assertOne(project, name))];
  const left = remains(project, name);
  const wrong = wrongIn(() => {
    assert.equal(project.tasks()[name], undefined, `${name} is still in the state`);
    assert.equal(left.lost, 0, `${name} runs on`);
    assert.equal(left.removedAgain, 0, `${name} was removed again`);
  });
  return [left, wrong];
}

function wrongIn(check: () => void): unknown {
  try {
    return check();
  } catch (wrong) {
    return wrong;
  }
}

/** Of an assertion the first line alone says nothing. */
const inShort = (error: unknown) =>
  String(error)
    .split(/\s*\n\s*/, 5)
    .join(" ")
    .trim();

/** As programs write it. */
export const nameOf = (name: Name) => KINDS[name].type.replace(":", ".");

async function toTheEnd(project: Project): Promise<void> {
  project.emulator.clock.advance(60 * MINUTE_MS);
  await project.up(...AT_ONCE);
}

/** The next `destroy`; what is cancelled takes AWS a while to end. */
async function destroyed(project: Project): Promise<void> {
  const { emulator } = project;
  let hasEnded = false;
  const end = () => (hasEnded = true);
  const destroy = project.run("destroy", "--yes", "--skip-preview", ...AT_ONCE);
  destroy.then(end, end);
  while (!hasEnded) {
    if (emulator.tasks().some(({ status }) => status === "deleting")) {
      emulator.clock.advance(3 * MINUTE_MS);
    }
    await sleep(100);
  }
  const { code, output } = await destroy;
  assert.equal(code, 0, output);
}
