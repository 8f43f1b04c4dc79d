import assert from "node:assert/strict";
import { passes } from "../../../../../provider/kinds/ec2/filters";

const fits = (value: string, ...values: string[]) =>
  passes([{ name: "bucket", values }], () => value);

describe("a filter of EC2's", () => {
  it("is passed by what equals one of its values, letter by letter", () => {
    assert.equal(fits("images", "images"), true);
    assert.equal(fits("images", "other", "images"), true);
    assert.equal(fits("images", "Images"), false);
    assert.equal(fits("images", "image"), false);
    assert.equal(fits("images", ""), false);
    assert.equal(fits("", ""), true);
  });

  it("knows * and ?", () => {
    assert.equal(fits("images", "im*"), true);
    assert.equal(fits("images", "*"), true);
    assert.equal(fits("", "*"), true);
    assert.equal(fits("images", "image?"), true);
    assert.equal(fits("images", "images?"), false);
    assert.equal(fits("a\nb", "a?b"), true);
    assert.equal(fits("a😀b", "a?b"), true);
  });

  it("takes them as they are after a backslash", () => {
    assert.equal(fits("a*b", "a\\*b"), true);
    assert.equal(fits("axb", "a\\*b"), false);
    assert.equal(fits("a?", "a\\?"), true);
    assert.equal(fits("a\\b", "a\\\\b"), true);
    assert.equal(fits("ab", "a\\b"), true);
    assert.equal(fits("a\\", "a\\"), true);
  });

  it("takes all else as it is", () => {
    for (const text of ["a.b", "[a]", "(a|b)", "^a$", "a+", "{1}", "a/b-c", "😀"]) {
      assert.equal(fits(text, text), true, text);
    }
    assert.equal(fits("axb", "a.b"), false);
  });

  it("has to be passed together with all others, and by something that is there", () => {
    const filters = [
      { name: "bucket", values: ["a"] },
      { name: "task-state", values: ["Completed"] },
    ];
    const task = (values: Record<string, string>) => passes(filters, (name) => values[name]);
    assert.equal(task({ bucket: "a", "task-state": "Completed" }), true);
    assert.equal(task({ bucket: "a", "task-state": "Failed" }), false);
    assert.equal(task({ bucket: "a" }), false);
    assert.equal(
      passes([], () => undefined),
      true,
    );
  });
});
