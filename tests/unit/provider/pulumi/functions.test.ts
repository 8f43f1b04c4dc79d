import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { Provider } from "../../../../provider";
import { hasOutput } from "../../../../provider/pulumi/asking";
import { settingsOf } from "../../../../provider/pulumi/provider";

describe("what a provider was made with", () => {
  const mocks: pulumi.runtime.Mocks = {
    newResource: ({ name, inputs }) => ({ id: name, state: inputs }),
    call: ({ inputs }) => inputs,
  };
  beforeEach(() => pulumi.runtime.setMocks(mocks, "shop", "dev", false));

  it("is known to functions under the configuration's names, and to nobody else", () => {
    const provider = new Provider("ireland", { region: "eu-west-1", profile: "prod" });
    assert.deepEqual(settingsOf(provider), {
      "aws:region": "eu-west-1",
      "aws:profile": "prod",
    });
    assert.equal(settingsOf(new pulumi.ComponentResource("tests:index:Group", "g")), undefined);
  });
});

describe("the arguments of a plain function", () => {
  it("hold no Outputs and no promises, at no depth", () => {
    assert.equal(hasOutput({ a: [{ b: "c" }], d: null, e: undefined, f: 1 }), false);
    assert.equal(hasOutput({ a: [{ b: pulumi.output("c") }] }), true);
    assert.equal(hasOutput({ a: Promise.resolve() }), true);
  });
});
