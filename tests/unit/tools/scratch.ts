import fs from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

/** A folder for the tests of the `describe` this is called in, removed after them. */
export function scratchFolder(): string {
  const folder = fs.mkdtempSync(path.join(tmpdir(), "tools-test-"));
  after(() => fs.rmSync(folder, { recursive: true, force: true }));
  return fs.realpathSync(folder);
}

/** Writes files, given by their path below `folder`; one whose text begins with #! can be run. */
export function writeFiles(folder: string, files: Record<string, string>): void {
  for (const [name, text] of Object.entries(files)) {
    const file = path.join(folder, name);
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, text, { mode: text.startsWith("#!") ? 0o755 : 0o644 });
  }
}

/** What the set-up says, kept. */
export function recorder() {
  const texts: string[] = [];
  return { write: (text: string) => texts.push(text) > 0, texts };
}
