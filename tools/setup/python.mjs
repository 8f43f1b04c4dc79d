import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { isExecutable, onPath } from "../engine/on-path.mjs";
import { madeBeside } from "./beside.mjs";
import { ChildError, finishChild, runChild } from "./child.mjs";
import { withLock } from "./lock.mjs";
import { localFolder, projectRoot } from "./root.mjs";
import { step } from "./step.mjs";

/** The oldest Python that the versions in tests/clients/requirements.txt run on. */
const oldestPython = { major: 3, minor: 10 };

/**
 * The Python that has boto3 and the AWS CLI (`python -m awscli`), or why there is none.
 * @typedef {{ python: string } | { why: string }} Clients
 */

/**
 * Makes the virtual environment that tests/clients needs, unless it is there. It never fails for
 * want of Python or of PyPI: those tests are then skipped, with the reason that this returns.
 * @param {{ root?: string, env?: NodeJS.ProcessEnv, out?: NodeJS.WritableStream }} [options]
 * @returns {Promise<Clients>}
 */
export async function ensureClients({
  root = projectRoot,
  env = process.env,
  out = process.stderr,
} = {}) {
  if (await isUsable(findClients(root))) return findClients(root);
  return withLock(path.join(localFolder(root), "clients.lock"), out, async (lock) => {
    // Another one may have made it while we waited.
    if (await isUsable(findClients(root))) return findClients(root);
    fs.rmSync(recordFile(root), { force: true });
    const why = await makeClients(root, env, out, lock);
    if (why) out.write(`set-up: no boto3 and no AWS CLI, so their tests are skipped: ${why}\n`);
    writeRecord(root, why);
    return findClients(root);
  });
}

/**
 * What the last set-up made; makes nothing.
 * @param {string} [root]
 * @returns {Clients}
 */
export function findClients(root = projectRoot) {
  const python = pythonIn(clientsFolder(root));
  const record = readRecord(root);
  const isOfThese = record?.requirements === wantedRequirements(root);
  if (isOfThese && record.why) return { why: record.why };
  if (isOfThese && isExecutable(python)) return { python };
  return { why: 'not installed: "npm test" does it' };
}

/**
 * A system's new Python, put in the place of the old one, leaves an environment without packages.
 * @param {Clients} clients
 */
async function isUsable(clients) {
  if (!("python" in clients)) return false;
  const { code } = await finishChild(clients.python, ["-c", "import awscli, boto3"]);
  return code === 0;
}

/**
 * @param {string} root
 * @param {NodeJS.ProcessEnv} env
 * @param {NodeJS.WritableStream} out
 * @param {import("./lock.mjs").Lock} lock
 * @returns {Promise<string | undefined>} why it could not be made
 */
async function makeClients(root, env, out, lock) {
  const found = await findPython(env);
  if ("why" in found) return found.why;
  const options = { env, onStart: lock.adopt };
  const install = ["-m", "pip", "install", "--disable-pip-version-check", "--no-input"];
  try {
    await step(out, "boto3 and the AWS CLI, for their tests", () =>
      // It may be moved, as its Python finds the packages beside itself: only its scripts, which
      // nobody runs, hold the place where it was made.
      madeBeside(clientsFolder(root), async (draft) => {
        await runChild(found.python, ["-m", "venv", draft], options);
        await runChild(pythonIn(draft), [...install, "-r", requirementsFile(root)], options);
      }),
    );
    return undefined;
  } catch (error) {
    if (error instanceof ChildError) return reasonIn(error);
    throw error;
  }
}

/**
 * The first new enough one on PATH.
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<{ python: string } | { why: string }>}
 */
async function findPython(env) {
  const { major, minor } = oldestPython;
  let why = "there is no python3 or python on PATH";
  for (const name of ["python3", "python"]) {
    const python = onPath(name, env);
    if (!python) continue;
    const tell = ["-c", "import sys; print('%d.%d' % sys.version_info[:2])"];
    const { code, stdout } = await finishChild(python, tell, { env });
    const [, itsMajor, itsMinor] = /^(\d+)\.(\d+)\s*$/.exec(stdout) ?? [];
    if (code !== 0 || !itsMajor) {
      why = `the ${name} on PATH does not tell its version`;
    } else if (Number(itsMajor) === major && Number(itsMinor) >= minor) {
      return { python };
    } else {
      why = `the ${name} on PATH is ${itsMajor}.${itsMinor}, not ${major}.${minor} or newer`;
    }
  }
  return { why };
}

/**
 * The line that says it: pip's last error, or what venv begins with.
 * @param {ChildError} error
 */
function reasonIn({ output }) {
  const lines = output.trim().split("\n");
  const said = lines.filter((line) => line.startsWith("ERROR: ")).at(-1);
  return (said?.slice("ERROR: ".length) ?? lines[0] ?? "").trim() || "it said nothing";
}

/** @param {string} root */
const requirementsFile = (root) => path.join(root, "tests", "clients", "requirements.txt");

/** @param {string} root */
const clientsFolder = (root) => path.join(localFolder(root), "clients");

/** @param {string} folder */
const pythonIn = (folder) =>
  process.platform === "win32"
    ? path.join(folder, "Scripts", "python.exe")
    : path.join(folder, "bin", "python");

/**
 * Written last, so that an interrupted set-up has none.
 * @param {string} root
 */
const recordFile = (root) => path.join(localFolder(root), "clients.json");

/** @param {string} root */
const wantedRequirements = (root) =>
  createHash("sha256")
    .update(fs.readFileSync(requirementsFile(root)))
    .digest("hex");

/**
 * @param {string} root
 * @param {string | undefined} why
 */
function writeRecord(root, why) {
  const record = { requirements: wantedRequirements(root), ...(why && { why }) };
  fs.writeFileSync(recordFile(root), JSON.stringify(record));
}

/**
 * @param {string} root
 * @returns {{ requirements: string, why?: string } | undefined}
 */
function readRecord(root) {
  try {
    return JSON.parse(fs.readFileSync(recordFile(root), "utf8"));
  } catch {
    return undefined;
  }
}
