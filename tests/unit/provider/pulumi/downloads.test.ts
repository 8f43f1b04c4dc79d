import assert from "node:assert/strict";
import type { Offer } from "../../../../provider/lifecycle/handover";
import { expiredDownload } from "../../../../provider/pulumi/downloads";

const UNTIL = "2026-01-01T01:00:00.000Z";
const result = {
  ...{ id: "export-1", taskKind: "discovery:ExportTask", taskState: "succeeded" },
  configurationsDownloadUrlExpiresAt: UNTIL,
};
const offer: Offer = {
  ...{ stack: "acme/data/prod", output: "data", value: result, names: ["data"], isSecret: false },
};
const at = (time: string, seen: object = result, more: Partial<Offer> = {}) =>
  expiredDownload({ ...offer, ...more }, { ...seen }, Date.parse(time));
const URL = "the download URL of Application Discovery export export-1 in stack acme/data/prod";

describe("the download of a task of another stack", () => {
  it("is nothing to talk of as long as it works", () => {
    assert.equal(at("2026-01-01T00:59:59.999Z"), undefined);
  });

  it("has expired: a function gets a new one", () => {
    assert.deepEqual(at(UNTIL), {
      text: `${URL} has expired (${UNTIL}): discovery.getExportTasks gets a new one`,
      isLost: false,
    });
  });

  it("is lost where AWS has forgotten the task", () => {
    assert.deepEqual(at(UNTIL, { ...result, recordExpired: true }), {
      text:
        `${URL} has expired (${UNTIL}), and AWS has forgotten the task: change its \`triggers\` ` +
        "for another download",
      isLost: true,
    });
  });

  it("is told of a secret output without what is in it", () => {
    const { text } = at(UNTIL, result, { isSecret: true })!;
    assert.equal(
      text,
      "the download URL of Application Discovery export [secret] in stack acme/data/prod has " +
        "expired: discovery.getExportTasks gets a new one",
    );
  });

  it("is none where its end is unknown, or the kind has no download", () => {
    assert.equal(at(UNTIL, { ...result, configurationsDownloadUrlExpiresAt: "soon" }), undefined);
    assert.equal(at(UNTIL, { taskKind: "discovery:ExportTask" }), undefined);
    assert.equal(at(UNTIL, { ...result, taskKind: "ec2:ExportImageTask" }), undefined);
    assert.equal(at(UNTIL, { ...result, taskKind: "toString" }), undefined);
  });
});
