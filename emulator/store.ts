import { readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import type { AppStreamImageSeed, ImageSeed, WorkspaceImageSeed } from "./seeds";
import type { TaskRecord } from "./taskRecord";

export interface Tag {
  readonly key: string;
  readonly value: string;
}

/** All that one account has in one Region; plain data, so that it can be written to a file. */
export interface Scope {
  readonly accountId: string;
  readonly region: string;
  /** By task id, in the order of their starts. */
  readonly tasks: Record<string, TaskRecord>;
  /** By the id of the tagged thing. */
  readonly tags: Record<string, readonly Tag[]>;
  /** By operation and token. */
  readonly clientTokens: Record<string, TokenRecord>;
  /** By id: AMIs that were made or deregistered here. */
  readonly images: Record<string, ImageRecord>;
  /** By id: snapshots that were made here, and not for an AMI. */
  readonly snapshots: Record<string, MadeSnapshot>;
  /** By id. */
  readonly deletedSnapshots: Record<string, true>;
  /** By id: those that no import of this scope has made. */
  readonly deletedWorkspaceImages: Record<string, true>;
}

interface TokenRecord {
  readonly taskId: string;
  /** The start request without its token, to tell a repetition from another request. */
  readonly parameters: string;
  readonly createdAtMs: number;
}

/** What was done to an AMI in one account and Region. */
export interface ImageRecord {
  readonly imageId: string;
  readonly made?: MadeImage;
  readonly deregistered?: boolean;
}

export interface MadeImage {
  readonly name: string;
  readonly description: string;
  readonly snapshotIds: readonly string[];
  /** The AMI comes into being when this task completes, and not before or otherwise. */
  readonly taskId: string;
  /** How long it is `pending` before it is `available`. */
  readonly pendingMs: number;
}

export interface MadeSnapshot {
  readonly snapshotId: string;
  readonly description: string;
  readonly encrypted: boolean;
  /** The snapshot comes into being when this task completes, and not before or otherwise. */
  readonly taskId: string;
}

/** Credentials that AssumeRole has given out. */
export interface Session {
  readonly accountId: string;
  readonly arn: string;
  readonly userId: string;
}

interface State {
  readonly version: 1;
  readonly nowMs: number;
  readonly scopes: Record<string, Scope>;
  readonly sessions: Record<string, Session>;
  readonly images: Record<string, ImageSeed>;
  readonly appstreamImages: Record<string, AppStreamImageSeed>;
  readonly workspaceImages: Record<string, WorkspaceImageSeed>;
}

export interface Store {
  scope(accountId: string, region: string): Scope;
  scopes(): readonly Scope[];
  readonly sessions: Record<string, Session>;
  /** By image id: what a test has said since the start. */
  readonly images: Record<string, ImageSeed>;
  /** By name. */
  readonly appstreamImages: Record<string, AppStreamImageSeed>;
  /** By image id. */
  readonly workspaceImages: Record<string, WorkspaceImageSeed>;
  clear(): void;
  /** Writes the state file, if there is one; throws an Error that names it when it can't. */
  save(nowMs: number): void;
  /** The emulator's time when the state was saved. */
  readonly savedNowMs: number | undefined;
}

/** Keeps everything in memory; with a file, also over restarts. */
export function createStore(file?: string): Store {
  const state = file === undefined ? undefined : load(file);
  let scopes = state?.scopes ?? {};
  let sessions = state?.sessions ?? {};
  let images = state?.images ?? {};
  let appstreamImages = state?.appstreamImages ?? {};
  let workspaceImages = state?.workspaceImages ?? {};
  return {
    scope(accountId, region) {
      const key = `${accountId}/${region}`;
      scopes[key] ??= {
        accountId,
        region,
        tasks: {},
        tags: {},
        clientTokens: {},
        images: {},
        snapshots: {},
        deletedSnapshots: {},
        deletedWorkspaceImages: {},
      };
      return scopes[key];
    },
    scopes: () => Object.values(scopes),
    get sessions() {
      return sessions;
    },
    get images() {
      return images;
    },
    get appstreamImages() {
      return appstreamImages;
    },
    get workspaceImages() {
      return workspaceImages;
    },
    clear() {
      scopes = {};
      sessions = {};
      images = {};
      appstreamImages = {};
      workspaceImages = {};
    },
    save(nowMs) {
      if (file === undefined) return;
      const seeds = { images, appstreamImages, workspaceImages };
      write(file, { version: 1, nowMs, scopes, sessions, ...seeds });
    },
    savedNowMs: state?.nowMs,
  };
}

function load(file: string): State | undefined {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw unusable(file, "read", error);
  }
  const state = parse(text);
  if (state?.version !== 1) throw new Error(`${file} is not a state file of this emulator`);
  // What files of earlier versions lack.
  const scopes = Object.entries(state.scopes).map(([key, scope]): [string, Scope] => [
    key,
    {
      ...scope,
      snapshots: scope.snapshots ?? {},
      deletedWorkspaceImages: scope.deletedWorkspaceImages ?? {},
    },
  ]);
  return { ...state, scopes: Object.fromEntries(scopes) };
}

function parse(text: string): State | undefined {
  try {
    return JSON.parse(text) as State;
  } catch {
    return undefined;
  }
}

// Renaming is atomic: a killed emulator leaves the old state or the new one.
function write(file: string, state: State): void {
  const beside = `${file}.${process.pid}.tmp`;
  try {
    writeFileSync(beside, JSON.stringify(state), { mode: 0o600 });
    renameSync(beside, file);
  } catch (error) {
    rmSync(beside, { force: true });
    throw unusable(file, "written", error);
  }
}

function unusable(file: string, verb: "read" | "written", cause: unknown): Error {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new Error(`the state file ${file} can't be ${verb}: ${reason}`, { cause });
}
