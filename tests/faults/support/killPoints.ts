/** The points of the lifecycle at which the engine, its provider or both are killed. */
import assert from "node:assert/strict";
import { fiveKinds, KINDS, type Name } from "../../engine/support/fiveKinds";
import type { Project } from "../../engine/support/project";
import { LOOKS, NO_TAGS, START_STOPS, STARTS, TAG_CALLS } from "../../engine/support/startStops";
import type { Stop } from "../../engine/support/stops";
import { NAMES } from "../../engine/support/witness";
import { removed, unmarked } from "./removals";

/** What there is before: no task, all of them running or settled, or settled and to be deleted. */
export type Before = "nothing" | "running" | "settled" | "erasable";

export interface KillPoint extends Stop {
  readonly name: string;
  readonly before: Before;
  /** The engine's operation that is hit. */
  readonly command: "up" | "preview" | "refresh" | "destroy";
  /** From the operation on that is hit. */
  readonly program?: string;
  /** So much later the next `up` comes, and whether the tasks have ended by then. */
  readonly laterMs?: number;
  readonly haveEnded?: boolean;
  /** What else has to be so in the end. */
  check?(project: Project): void;
}

const nth = (n: number) =>
  Object.fromEntries(
    Object.entries(LOOKS).map(([name, look]) => [name, { ...look, nth: n }]),
  ) as Stop["calls"];

const START_POINTS: readonly KillPoint[] = [
  { ...START_STOPS.found, name: "create: find" },
  {
    ...START_STOPS.found,
    name: "create: find, answered after the engine's end",
    isLetGo: true,
  },
  { ...START_STOPS.sent, name: "create: start, not done" },
  { calls: STARTS, name: "create: start, done but not answered" },
  {
    calls: STARTS,
    name: "create: start, done but not answered; `up` 2m 30s later",
    laterMs: 150_000,
  },
  {
    calls: STARTS,
    name: "create: start, done but not answered; `up` 2m 30s later, when all have ended",
    laterMs: 150_000,
    haveEnded: true,
  },
  {
    ...START_STOPS.sent,
    name: "create: start, done and answered after the engine's end",
    isLetGo: true,
  },
  { ...START_STOPS.looked, name: "create: look after the start" },
  { ...START_STOPS.marked, name: "create: mark after the start" },
].map((point) => ({ ...point, before: "nothing", command: "up" }));

const OTHERS = fiveKinds({ team: "others" });

/** The AMI's tags are not its task's. */
const hasOthersTags = ({ emulator }: Project) => {
  const tagged = [KINDS.file.type, KINDS.desktop.type];
  const tasks = emulator.tasks().filter(({ kind }) => tagged.includes(kind));
  assert.deepEqual(
    tasks.map(({ tags }) => tags.team),
    ["others", "others"],
  );
};

const RUN_POINTS: readonly KillPoint[] = [
  { name: "preview: look", before: "running", command: "preview", calls: LOOKS },
  { name: "diff: first look of the wait", before: "running", command: "up", calls: LOOKS },
  {
    name: "update: look",
    before: "running",
    command: "up",
    // The first look is the diff's.
    calls: nth(2),
    program: fiveKinds({ team: "others", all: { wait: "none", timeouts: { wait: "80s" } } }),
    check: hasOthersTags,
  },
  {
    name: "update: tags",
    before: "settled",
    command: "up",
    calls: TAG_CALLS,
    without: NO_TAGS,
    workDone: false,
    program: OTHERS,
    check: hasOthersTags,
  },
  { name: "read: look", before: "running", command: "refresh", calls: LOOKS },
];

const only = (names: readonly Name[], reason: string) => {
  const others = NAMES.filter((name) => !names.includes(name));
  return Object.fromEntries(others.map((name) => [name, reason])) as NonNullable<Stop["without"]>;
};

const CANCEL = {
  calls: { file: { operation: "CancelExportTask" } },
  without: only(["file"], "AWS can't cancel it"),
  before: "running",
  check: removed("file"),
} as const;
const ERASE = {
  calls: {
    ami: { operation: "DeregisterImage" },
    desktop: { operation: "DeleteWorkspaceImage" },
  },
  without: only(["ami", "desktop"], "what it makes is not ours to delete"),
  before: "erasable",
  check: removed("ami", "desktop"),
} as const;
const UNTAG = {
  calls: {
    file: { ...TAG_CALLS.file, operation: "DeleteTags" },
    ami: { ...TAG_CALLS.ami, operation: "DeleteTags" },
    desktop: { ...TAG_CALLS.desktop, operation: "DeleteTags" },
  },
  without: NO_TAGS,
  before: "settled",
  check: unmarked,
} as const;

const REMOVAL_POINTS: readonly KillPoint[] = (
  [
    { name: "delete: look, running", before: "running", calls: LOOKS, check: removed("file") },
    { ...CANCEL, name: "delete: cancel, not done", workDone: false },
    { ...CANCEL, name: "delete: cancel, done but not answered" },
    { name: "delete: look, finished", before: "settled", calls: LOOKS, check: unmarked },
    { ...ERASE, name: "delete: result, not done", workDone: false },
    { ...ERASE, name: "delete: result, done but not answered" },
    { ...UNTAG, name: "delete: marks, not done", workDone: false },
    { ...UNTAG, name: "delete: marks, done but not answered" },
  ] as const
).map((point) => ({ ...point, command: "destroy" }));

export const KILL_POINTS = [...START_POINTS, ...RUN_POINTS, ...REMOVAL_POINTS];
