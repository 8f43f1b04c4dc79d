/** The start journal as files, one for each start, in Pulumi's home. */
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import type { Journal, JournalEntry } from "../lifecycle/ports";

/** `$PULUMI_HOME/pulumi-aws-tasks`, by default in `~/.pulumi`. */
export function journalFolder(environment: NodeJS.ProcessEnv = process.env): string {
  const home = environment.PULUMI_HOME || path.join(os.homedir(), ".pulumi");
  return path.join(home, "pulumi-aws-tasks");
}

/** Throws where a file can't be written; what can't be read is not there. */
export class FileJournal implements Journal {
  #known: Map<string, JournalEntry> | undefined;

  constructor(readonly folder: string) {}

  read(key: string): JournalEntry | undefined {
    return this.#all().get(key);
  }

  write(key: string, entry: JournalEntry): void {
    this.#all().set(key, entry);
    fs.mkdirSync(this.folder, { recursive: true });
    // Renamed in one step: half a file would be none.
    const draft = path.join(this.folder, `${key}.${process.pid}.tmp`);
    fs.writeFileSync(draft, JSON.stringify(entry), { mode: 0o600 });
    fs.renameSync(draft, this.#file(key));
  }

  remove(key: string): void {
    this.#all().delete(key);
    fs.rmSync(this.#file(key), { force: true });
  }

  forget(id: string): void {
    for (const [key, entry] of this.#all()) if (entry.id === id) this.remove(key);
  }

  entries(): readonly { readonly key: string; readonly entry: JournalEntry }[] {
    return [...this.#all()].map(([key, entry]) => ({ key, entry }));
  }

  /** Read once: a process's own starts are what it asks for, and others' are as they were. */
  #all(): Map<string, JournalEntry> {
    this.#known ??= new Map(this.#names().flatMap((name) => this.#parsed(name)));
    return this.#known;
  }

  #names(): string[] {
    try {
      return fs.readdirSync(this.folder).filter((name) => name.endsWith(".json"));
    } catch {
      return [];
    }
  }

  #parsed(name: string): [string, JournalEntry][] {
    try {
      const text = fs.readFileSync(path.join(this.folder, name), "utf8");
      const { calledAt, before, id } = JSON.parse(text) as Partial<JournalEntry>;
      if (typeof calledAt !== "number" || !Array.isArray(before)) return [];
      const entry = { calledAt, before, ...(typeof id === "string" && { id }) };
      return [[path.basename(name, ".json"), entry]];
    } catch {
      return [];
    }
  }

  #file(key: string): string {
    return path.join(this.folder, `${key}.json`);
  }
}
