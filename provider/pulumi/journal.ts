/** What is noted on this machine, as files in Pulumi's home: one for each start and each hold. */
import { createHash } from "node:crypto";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { record } from "../lifecycle/json";
import type { Holder, Journal, JournalEntry, Props } from "../lifecycle/ports";

/** `$PULUMI_HOME/pulumi-aws-tasks`, by default in `~/.pulumi`. */
export function journalFolder(environment: NodeJS.ProcessEnv = process.env): string {
  const home = environment.PULUMI_HOME || path.join(os.homedir(), ".pulumi");
  return path.join(home, "pulumi-aws-tasks");
}

/** Throws where a file can't be written; what can't be read is not there. */
export class FileJournal implements Journal {
  /** By the task's id: the keys of its entries, as far as this process knows. */
  #keys: Map<string, string> | undefined;

  constructor(readonly folder: string) {}

  read(key: string): JournalEntry | undefined {
    return entryOf(this.#parsed(`${key}.json`));
  }

  write(key: string, entry: JournalEntry): void {
    this.#write(`${key}.json`, entry);
    if (entry.id !== undefined) this.#known().set(entry.id, key);
  }

  remove(key: string): void {
    this.#remove(`${key}.json`);
  }

  /** Asked for every resource: what others have noted since is theirs to forget. */
  forget(id: string): boolean {
    const key = this.#known().get(id);
    this.#known().delete(id);
    if (key === undefined || this.read(key)?.id !== id) return false;
    this.remove(key);
    return true;
  }

  /** Read anew each time: another process may have noted since which task is its own. */
  entries(): readonly { readonly key: string; readonly entry: JournalEntry }[] {
    return this.#names().flatMap((name) => {
      const entry = entryOf(this.#parsed(name));
      return entry ? [{ key: path.basename(name, ".json"), entry }] : [];
    });
  }

  holderOf(id: string): Holder | undefined {
    const { identity, hold, instead } = this.#parsed(holdFile(id));
    if (typeof identity !== "string" || typeof hold !== "string") return undefined;
    return { identity, hold, ...(typeof instead === "string" && { instead }) };
  }

  hold(id: string, holder: Holder): void {
    this.#write(holdFile(id), holder);
  }

  release(id: string): void {
    this.#remove(holdFile(id));
  }

  #known(): Map<string, string> {
    this.#keys ??= new Map(
      this.entries().flatMap(({ key, entry: { id } }) => (id === undefined ? [] : [[id, key]])),
    );
    return this.#keys;
  }

  #names(): string[] {
    try {
      return fs.readdirSync(this.folder).filter((name) => /^[^.]+\.json$/.test(name));
    } catch {
      return [];
    }
  }

  #parsed(name: string): Props {
    try {
      return record(JSON.parse(fs.readFileSync(path.join(this.folder, name), "utf8")));
    } catch {
      return {};
    }
  }

  #write(name: string, content: object): void {
    fs.mkdirSync(this.folder, { recursive: true });
    // Renamed in one step: half a file would be none.
    const draft = path.join(this.folder, `${name}.${process.pid}.tmp`);
    fs.writeFileSync(draft, JSON.stringify(content), { mode: 0o600 });
    fs.renameSync(draft, path.join(this.folder, name));
  }

  #remove(name: string): void {
    try {
      fs.rmSync(path.join(this.folder, name), { force: true });
    } catch {
      // It can't be read either then.
    }
  }
}

/** Ids may be anything: a file's name may not. */
function holdFile(id: string): string {
  return `${createHash("sha256").update(id).digest("hex")}.hold.json`;
}

function entryOf({ calledAt, before, id }: Props): JournalEntry | undefined {
  if (typeof calledAt !== "number" || !Array.isArray(before)) return undefined;
  return { calledAt, before: before.map(String), ...(typeof id === "string" && { id }) };
}
