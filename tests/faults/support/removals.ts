/** What deletions have done to the tasks of all five kinds, as their AWS tells it. */
import assert from "node:assert/strict";
import { KINDS, type Name } from "../../engine/support/fiveKinds";
import type { Project } from "../../engine/support/project";

/** By what a task is ended, or what it made is deleted; the other kinds have nothing of the sort. */
const REMOVAL: Readonly<Partial<Record<Name, string>>> = {
  file: "CancelExportTask",
  ami: "DeregisterImage",
  desktop: "DeleteWorkspaceImage",
};

const tasksOf = ({ emulator }: Project, name: Name) =>
  emulator.tasks().filter(({ kind }) => kind === KINDS[name].type);

/** How often AWS has done that, whether or not anybody heard of it. */
function timesDone({ emulator }: Project, wanted: string | undefined, id = ""): number {
  return emulator.log().filter(({ operation, outcome, ids }) => {
    const isDone = operation === wanted && (outcome === "ok" || outcome === "hang");
    return isDone && ids.some((one) => one.startsWith(id));
  }).length;
}

/** Tasks that AWS could have ended and that run on count as lost. */
export function remains(project: Project, name: Name) {
  const tasks = tasksOf(project, name);
  const lost = name === "file" ? tasks.filter(({ running }) => running).length : 0;
  const removedAgain = Math.max(0, timesDone(project, REMOVAL[name]) - 1);
  return { started: tasks.length, lost, removedAgain };
}

/** Fails unless these, and nothing else, were each ended or deleted, once. */
export const removed =
  (...names: readonly Name[]) =>
  (project: Project) => {
    for (const [name, operation] of Object.entries(REMOVAL)) {
      const times = timesDone(project, operation);
      assert.equal(times, names.includes(name as Name) ? 1 : 0, `${operation}: ${times} times`);
    }
  };

/** Fails unless nothing was ended or deleted, and no mark of ours is left on it. */
export function unmarked(project: Project): void {
  removed()(project);
  for (const name of ["file", "desktop"] as const) {
    const keys = tasksOf(project, name).flatMap(({ tags }) => Object.keys(tags));
    assert.deepEqual(keys, ["team"]);
  }
  assert.ok(timesDone(project, "DeleteTags", "ami-") > 0, "the AMI keeps its marks");
}
