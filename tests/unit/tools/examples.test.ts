import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { declaredBy } from "../../support/docs/programs";
import { projectRoot } from "./load";

/** What other stacks, which are none here, hand on. */
const OTHERS = { desktop: "golden" };

describe("the examples", () => {
  const folder = path.join(projectRoot, "examples");
  const programs = fs
    .readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => path.basename(file) === "index.ts" && !file.includes("node_modules"))
    .map((file) => ({ file, text: fs.readFileSync(path.join(folder, file), "utf8") }));

  it("are there", () => assert.ok(programs.length > 9));

  for (const program of programs) {
    it(`${program.file} writes to no bucket but the one that its configuration names`, async () => {
      const declared = await declaredBy(program, { ...OTHERS, bucket: "own-bucket" });
      const buckets = new Set(bucketsIn(declared));
      assert.deepEqual([...buckets], buckets.size > 0 ? ["own-bucket"] : []);
      // A name that is somebody else's in AWS would get what is exported.
      const unconfigured = declaredBy(program, OTHERS);
      if (buckets.size === 0) await unconfigured;
      else await assert.rejects(unconfigured, /pulumi config set \w+:bucket <value>/);
    });
  }
});

function bucketsIn(value: unknown): unknown[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, one]) =>
    /bucket$/i.test(name) && typeof one === "string" ? [one] : bucketsIn(one),
  );
}
