import { auditOf } from "./package-audit.mjs";
import { contentsOf } from "./package-contents.mjs";
import { dependencyTree, productionPackages } from "./package-dependencies.mjs";
import { projectRoot as root } from "./setup/root.mjs";
import { runScript } from "./setup/script.mjs";
import { setUp } from "./setup.mjs";

// `npm run package`: what people download, what comes with it, and what is known against that.
// The bounds of it all are in tests/packaging.
await runScript(async () => {
  await setUp({ engine: false });
  await sayContents();
  await sayDependencies();
  await sayAudit();
});

async function sayContents() {
  const { name, packedBytes, unpackedBytes, files } = await contentsOf(root);
  console.log(`${name}: ${files.length} files, ${kB(packedBytes)}, unpacked ${kB(unpackedBytes)}`);
  /** @type {Map<string, { count: number, bytes: number }>} */
  const parts = new Map();
  for (const { path, bytes } of files) {
    const name = /^(dist\/\w+|\w+)\//.exec(path)?.[0] ?? path;
    const part = parts.get(name) ?? { count: 0, bytes: 0 };
    parts.set(name, { count: part.count + 1, bytes: part.bytes + bytes });
  }
  sayLargestFirst([...parts].map(([name, { count, bytes }]) => ({ name, count, bytes })));
}

async function sayDependencies() {
  const packages = await productionPackages(root);
  const bytes = packages.reduce((sum, one) => sum + one.bytes, 0);
  console.log(`\nIt brings ${packages.length} packages, ${kB(bytes)}; @pulumi/pulumi is a peer.`);
  sayLargestFirst(packages.map((one) => ({ ...one, count: 1 })));
  console.log(`\n${await dependencyTree(root)}`);
}

async function sayAudit() {
  const audit = await auditOf(root);
  if ("why" in audit) return console.log(`npm audit: not answered (${audit.why})`);
  const { advisories } = audit;
  if (advisories.length === 0) return console.log("npm audit: nothing is known against them");
  console.log(`npm audit:\n${advisories.map((line) => `  ${line}`).join("\n")}`);
  process.exitCode = 1;
}

/** @param {{ name: string, count: number, bytes: number }[]} parts */
function sayLargestFirst(parts) {
  for (const { name, count, bytes } of parts.sort((a, b) => b.bytes - a.bytes)) {
    const many = count > 1 ? `  ${count} files` : "";
    console.log(`${kB(bytes).padStart(12)}  ${name}${many}`);
  }
}

/** @param {number} bytes */
function kB(bytes) {
  return `${(bytes / 1000).toFixed(0)} kB`;
}
