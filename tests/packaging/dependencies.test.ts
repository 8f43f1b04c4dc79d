/** What comes with the package. */
import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { skip } from "./support/installation";
import { root } from "./support/tarball";

const dependencies = () => import("../../tools/package-dependencies.mjs");
const audit = () => import("../../tools/package-audit.mjs");

/** Two thirds of it are the SDK's EC2 client. */
const MOST = { packages: 60, bytes: 36_000_000 };

describe("what comes with the package", function () {
  this.timeout(60_000);
  let packages: Awaited<ReturnType<Awaited<ReturnType<typeof dependencies>>["productionPackages"]>>;
  before(async () => {
    packages = await (await dependencies()).productionPackages(root);
  });

  it("is little, and no Pulumi: that is the program's", () => {
    const bytes = packages.reduce((sum, one) => sum + one.bytes, 0);
    const names = packages.map(({ name }) => name);
    assert.ok(names.includes("@aws-sdk/client-ec2"));
    assert.ok(packages.length <= MOST.packages, `${packages.length} packages`);
    assert.ok(bytes <= MOST.bytes, `${bytes} bytes`);
    assert.deepEqual(
      names.filter((name) => name.startsWith("@pulumi/")),
      [],
    );
  });

  it("may be used by anybody", () => {
    const free = /^(Apache-2\.0|MIT|ISC|0BSD|BSD-[23]-Clause)$/;
    assert.deepEqual(
      packages.filter(({ license }) => !free.test(license)),
      [],
    );
  });

  it("runs nothing when it is installed", () => {
    const run = packages.filter(({ folder }) => {
      const { scripts = {} } = JSON.parse(
        fs.readFileSync(path.join(folder, "package.json"), "utf8"),
      );
      const isBuilt = fs.existsSync(path.join(folder, "binding.gyp"));
      return isBuilt || ["preinstall", "install", "postinstall"].some((name) => name in scripts);
    });
    assert.deepEqual(run, []);
  });
});

describe("npm audit", function () {
  this.timeout(60_000);
  let advisories: readonly string[];
  before(async function () {
    const answer = await (await audit()).auditOf(root);
    if ("why" in answer) return skip(this, `not answered: ${answer.why}`);
    advisories = answer.advisories;
  });

  it("knows nothing against what comes with the package", () => {
    assert.deepEqual(advisories, []);
  });
});
