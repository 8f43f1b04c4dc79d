/** What has become of the tasks of all five kinds, as their AWS and the state tell it. */
import assert from "node:assert/strict";
import { KINDS, type Name } from "./fiveKinds";
import type { Project } from "./project";

export const NAMES = Object.keys(KINDS) as readonly Name[];

/** All tasks that AWS has of that kind. */
const tasksOf = ({ emulator }: Project, name: Name) =>
  emulator.tasks().filter(({ kind }) => kind === KINDS[name].type);

export interface Tally {
  readonly started: number;
  readonly lost: number;
}

/** How many tasks were started for that resource, and how many of them are in no state. */
export function tally(project: Project, name: Name): Tally {
  const tasks = tasksOf(project, name);
  const { id } = project.tasks()[name] ?? {};
  return { started: tasks.length, lost: tasks.filter((task) => task.id !== id).length };
}

/** What only a success has in its result. */
const MADE: Readonly<Record<Name, string>> = {
  file: "s3Uri",
  object: "s3Uri",
  ami: "amiId",
  desktop: "workspaceImageId",
  data: "configurationsDownloadUrlExpiresAt",
};

/** Fails unless that resource has the one task that was started for it, succeeded and all told. */
export function assertOne(project: Project, name: Name): void {
  const { started, lost } = tally(project, name);
  assert.deepEqual([started, lost], [1, 0], `${name}: ${started} started, ${lost} lost`);
  const [task] = tasksOf(project, name);
  assert.equal(task!.running, false);
  const { outputs } = project.tasks()[name]!;
  assert.deepEqual([outputs.taskState, outputs.progressPercent], ["succeeded", 100]);
  const result = project.outputs()[name] as Record<string, unknown>;
  assert.equal(result.taskState, "succeeded");
  assert.equal(typeof result[MADE[name]], "string", `${name} has made nothing`);
}
