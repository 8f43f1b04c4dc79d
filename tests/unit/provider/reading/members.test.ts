import assert from "node:assert/strict";
import { fromAws, hasMember, toAws } from "../../../../provider/reading/members";

describe("the names of members", () => {
  it("differ from AWS's in the first letter, at every depth, and in nothing else", () => {
    const args = { exportImageTaskIds: ["a"], filters: [{ name: "tag:Team", values: ["B"] }] };
    assert.deepEqual(toAws({}, args), {
      ExportImageTaskIds: ["a"],
      Filters: [{ Name: "tag:Team", Values: ["B"] }],
    });
    const answer = { Tasks: [{ S3objectKey: "K", S3ExportLocation: { S3Bucket: "B" } }] };
    assert.deepEqual(fromAws({}, answer), {
      tasks: [{ s3objectKey: "K", s3ExportLocation: { s3Bucket: "B" } }],
    });
  });

  it("are those of AWS where AWS's are small", () => {
    const args = { exportIds: ["a"], filters: [{ name: "a", values: [], condition: "EQUALS" }] };
    assert.deepEqual(toAws({ hasSmallNames: true }, args), args);
    assert.deepEqual(fromAws({ hasSmallNames: true }, args), args);
  });

  it("are left alone within a map", () => {
    const answer = { Task: { TagSpecifications: { Stage: "Prod" } } };
    assert.deepEqual(fromAws({ maps: ["tagSpecifications"] }, answer), {
      task: { tagSpecifications: { Stage: "Prod" } },
    });
  });

  it("are not sent without a value", () => {
    assert.deepEqual(toAws({}, { a: undefined, b: null, c: 0, d: "", e: false, f: [] }), {
      ...{ C: 0, D: "", E: false, F: [] },
    });
  });

  it("are found at any depth, if there is something under them", () => {
    const result = { exportsInfo: [{ exportId: "a" }, { url: "https://a.example" }] };
    assert.equal(hasMember(result, ["url"]), true);
    assert.equal(hasMember({ exportsInfo: [{ url: undefined }] }, ["url"]), false);
    assert.equal(hasMember(result, []), false);
    assert.equal(hasMember("url", ["url"]), false);
  });
});
