import assert from "node:assert/strict";
import type { Props } from "../../../../provider/lifecycle/ports";
import { checked, reasonsOf } from "../support/checking";
import { contextWith, type TestContext } from "../support/context";

const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

describe("the Region that check settles", () => {
  let context: TestContext;
  beforeEach(() => (context = contextWith()));
  const settled = (more: Props, olds: Props = {}) => checked(more, { context, olds }).inputs.region;

  it("is the program's before all others", () => {
    assert.equal(settled({ region: "eu-west-1" }, { region: "eu-north-1" }), "eu-west-1");
    assert.deepEqual(context.texts.warn, []);
  });

  it("is the environment's at a create", () => {
    assert.equal(settled({}), "eu-central-1");
    assert.deepEqual(context.texts.warn, []);
  });

  it("is a failure where nothing names one, with the three ways to do so", () => {
    context.settings.region = undefined;
    const reasons = reasonsOf({}, { context });
    assert.equal(reasons.length, 1);
    assert.match(reasons[0]!, /^region: is required.*here.*aws:region.*AWS_REGION/);
  });

  it("is the old one where the program names none, and no failure without an environment", () => {
    context.settings.region = undefined;
    assert.equal(settled({}, { region: "eu-north-1" }), "eu-north-1");
    assert.deepEqual(context.texts.warn, []);
  });

  it("stays the old one against the environment, with one warning per process", () => {
    for (let times = 0; times < 3; times++) {
      assert.equal(settled({}, { region: "eu-north-1" }), "eu-north-1");
    }
    assert.equal(context.texts.warn.length, 1);
    assert.match(context.texts.warn[0]!, /eu-north-1.*eu-central-1.*`region`/);
  });

  it("warns for each resource of its own", () => {
    settled({}, { region: "eu-north-1" });
    settled({ __identity: '["organization","","urn:other"]' }, { region: "eu-north-1" });
    assert.equal(context.texts.warn.length, 2);
  });

  it("warns of nothing where the environment agrees", () => {
    settled({}, { region: "eu-central-1" });
    assert.deepEqual(context.texts.warn, []);
  });

  it("is the same in the second check of a replacement, which has no olds", () => {
    settled({}, { region: "eu-north-1" });
    assert.equal(settled({}), "eu-north-1");
    assert.equal(context.texts.warn.length, 1);
  });

  it("does not pass from one resource to another", () => {
    settled({}, { region: "eu-north-1" });
    assert.equal(settled({ __identity: '["organization","","urn:other"]' }), "eu-central-1");
  });

  it("is not known where the program's isn't, and stays so", () => {
    assert.equal(settled({ region: UNKNOWN }, { region: "eu-north-1" }), UNKNOWN);
    assert.deepEqual(context.texts.warn, []);
  });

  for (const odd of [5, null, {}]) {
    it(`is the environment's where the old one is ${JSON.stringify(odd)}`, () => {
      assert.equal(settled({}, { region: odd }), "eu-central-1");
    });
  }
});

describe("the switch of the identity tags", () => {
  it("is written into the inputs where the configuration turns them off", () => {
    const context = contextWith();
    context.settings.tagging = false;
    assert.equal(checked({}, { context }).inputs.identityTags, false);
    assert.equal(checked({ identityTags: true }, { context }).inputs.identityTags, true);
  });

  it("is not written where nothing turns them off", () => {
    assert.equal("identityTags" in checked({}).inputs, false);
    assert.equal(checked({ identityTags: false }).inputs.identityTags, false);
  });
});
