import assert from "node:assert/strict";
import path from "node:path";
import { load } from "./load";
import { scratchFolder, writeFiles } from "./scratch";

describe("the audit of what comes with the package", () => {
  const folder = scratchFolder();

  /** With an npm that prints this. */
  async function auditBy(name: string, printed: string, code: number) {
    const script = `#!/bin/sh\ncat <<'END'\n${printed}\nEND\nexit ${code}\n`;
    writeFiles(path.join(folder, name), { npm: script });
    const { auditOf } = await load("package-audit.mjs");
    return auditOf(folder, { PATH: `${path.join(folder, name)}:${process.env.PATH}` });
  }

  it("is clean if npm knows no vulnerability", async () => {
    const report = JSON.stringify({ auditReportVersion: 2, vulnerabilities: {} });
    assert.deepEqual(await auditBy("clean", report, 0), { advisories: [] });
  });

  it("names each vulnerable package with its reasons", async () => {
    const left = { name: "left", severity: "high", range: "<2", via: [{ title: "it leaks" }] };
    const right = { name: "right", severity: "high", range: "*", via: ["left"] };
    const report = JSON.stringify({ auditReportVersion: 2, vulnerabilities: { left, right } });
    assert.deepEqual(await auditBy("found", report, 1), {
      advisories: ["high: left <2: it leaks", "high: right *: by left"],
    });
  });

  it("is not answered, rather than clean, if the registry refuses to tell", async () => {
    const refusal = JSON.stringify({ message: "405 Method Not Allowed", error: {} });
    assert.deepEqual(await auditBy("refused", refusal, 1), { why: "405 Method Not Allowed" });
  });

  it("is not answered if npm breaks down", async () => {
    assert.deepEqual(await auditBy("broken", "Segmentation fault", 139), {
      why: "Segmentation fault",
    });
  });
});
