/** What is in the tarball: all that is needed, and no more. */
import assert from "node:assert/strict";
import fs from "node:fs";
import { isBuiltin } from "node:module";
import path from "node:path";
import { preProcessFile } from "typescript";
import { manifest, root } from "./support/tarball";

const tools = () => import("../../tools/package-contents.mjs");

/** A third above what it is: reached by a mistake, or by a decision. */
const MOST = { packedBytes: 370_000, unpackedBytes: 1_300_000, files: 520 };

const ALLOWED = [
  /^(package\.json|README\.md|ARCHITECTURE\.md|CHANGELOG\.md|LICENSE)$/,
  /^bin\/[\w-]+\.js$/,
  /^dist\/(provider|emulator|cli)\/[\w/]+(\.js|\.d\.ts)$/,
];

describe("the tarball", function () {
  this.timeout(30_000);
  let contents: Awaited<ReturnType<Awaited<ReturnType<typeof tools>>["contentsOf"]>>;
  let paths: ReadonlySet<string>;
  before(async () => {
    contents = await (await tools()).contentsOf(root);
    paths = new Set(contents.files.map((file) => file.path));
  });

  /** The packed files that end so, with their text. */
  const texts = (end: RegExp) =>
    [...paths]
      .filter((file) => end.test(file))
      .map((file) => ({ file, text: fs.readFileSync(path.join(root, file), "utf8") }));

  it("is small", () => {
    const { packedBytes, unpackedBytes, files } = contents;
    const told = `${packedBytes} bytes, unpacked ${unpackedBytes}, ${files.length} files`;
    assert.ok(packedBytes <= MOST.packedBytes, told);
    assert.ok(unpackedBytes <= MOST.unpackedBytes, told);
    assert.ok(files.length <= MOST.files, told);
  });

  it("holds what was compiled from the sources there are, and nothing else", () => {
    const unwanted = [...paths].filter((file) => {
      const source = file.replace(/^dist\/(.+?)(\.d\.ts|\.js)$/, "$1.ts");
      return !ALLOWED.some((one) => one.test(file)) || !fs.existsSync(path.join(root, source));
    });
    assert.deepEqual(unwanted, []);
  });

  it("names no place on this machine, and no source map", () => {
    for (const { file, text } of texts(/./)) {
      assert.ok(!text.includes(root), file);
      assert.doesNotMatch(text, /sourceMappingURL|file:\/\/\/\w/, file);
    }
  });

  it("holds every file that package.json names, the commands executable", () => {
    const named = JSON.stringify(manifest()).match(/(?<=")(\.\/)?(dist|bin)\/[^"]+/g) ?? [];
    for (const file of named) assert.ok(paths.has(path.posix.normalize(file)), file);
    for (const command of Object.values(manifest().bin)) {
      assert.ok(contents.files.find((file) => file.path === command)?.isExecutable, command);
      assert.match(fs.readFileSync(path.join(root, command), "utf8"), /^#!\/usr\/bin\/env node\n/);
    }
  });

  it("holds every file that another one refers to", () => {
    for (const { file, text } of texts(/\.(js|d\.ts)$/)) {
      const end = file.endsWith(".js") ? ".js" : ".d.ts";
      for (const name of namesIn(text).filter((name) => name.startsWith("."))) {
        const wanted = path.posix.join(path.posix.dirname(file), name);
        const found = [wanted, wanted + end, `${wanted}/index${end}`].some((one) => paths.has(one));
        assert.ok(found, `${file}: ${name}`);
      }
    }
  });

  it("uses the packages that it declares, all of them and no others", () => {
    const { dependencies, peerDependencies, peerDependenciesMeta } = manifest();
    const needed = Object.keys({ ...dependencies, ...peerDependencies });
    const used = texts(/\.(js|d\.ts)$/)
      .flatMap(({ text }) => namesIn(text))
      .filter((name) => !isBuiltin(name) && !/^(\.|pulumi-aws-tasks\/)/.test(name))
      .map((name) => /^(@[^/]+\/)?[^/]+/.exec(name)![0]);
    // What may be missing is looked for by its name at run time.
    const isCertain = (name: string) => !peerDependenciesMeta?.[name]?.optional;
    assert.deepEqual([...new Set(used)].sort(), needed.filter(isCertain).sort());
  });

  it("is installed without running anything", () => {
    const { scripts } = manifest();
    const run = ["preinstall", "install", "postinstall", "prepare", "prepublish"];
    assert.deepEqual(
      run.filter((name) => name in scripts),
      [],
    );
  });
});

/** The modules that a compiled file, or its declarations, names. */
function namesIn(text: string): string[] {
  const { importedFiles } = preProcessFile(text, true, true);
  return importedFiles.map(({ fileName }) => fileName);
}
