import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";

const root = path.resolve(__dirname, "../../..");
const OFFICIAL = "@aws-sdk/client-application-discovery-service";
const read = (file: string) => JSON.parse(fs.readFileSync(path.join(root, file), "utf8"));

describe("the official Discovery client", () => {
  it("is an optional dependency, in the lock too: npm would drop the entry where it isn't served", () => {
    const range = read("package.json").optionalDependencies[OFFICIAL];
    assert.match(range, /^\^3\./);
    const { packages } = read("package-lock.json");
    assert.equal(packages[""].optionalDependencies[OFFICIAL], range);
    assert.equal(packages[`node_modules/${OFFICIAL}`].optional, true);
  });
});
