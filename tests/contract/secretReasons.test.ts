// AWS's reasons repeat what was sent: of a secret input they are to say nothing, wherever they go.
import assert from "node:assert/strict";
import { check } from "../../provider/lifecycle/check";
import { create } from "../../provider/lifecycle/create";
import { diff } from "../../provider/lifecycle/diff";
import { discreetly } from "../../provider/lifecycle/discreet";
import type { TaskError } from "../../provider/lifecycle/errors";
import { identityText } from "../../provider/lifecycle/identity";
import type { Context } from "../../provider/lifecycle/context";
import type { Props } from "../../provider/lifecycle/ports";
import { update } from "../../provider/lifecycle/update";
import { World } from "../support/stack";
import { SUBJECTS } from "./options/subjects";

/** For each kind a secret input; of the store's the id is made, which the engine stores as it is. */
const SECRETS: Readonly<Record<string, Props>> = {
  "ec2.StoreImageTask": { bucket: "hush-images" },
  "ec2.ImportSnapshotTask": {
    diskContainer: { userBucket: { s3Bucket: "hush-disks", s3Key: "golden.vmdk" } },
  },
  "ec2.ExportImageTask": { s3ExportLocation: { s3Bucket: "hush-bucket" } },
  "appstream.ExportImageTask": { imageName: "hush-image" },
  "workspaces.CustomImageImport": { imageDescription: "hush-image" },
  "discovery.ExportTask": {
    filters: [{ name: "agentIds", values: ["o-hush"], condition: "EQUALS" }],
  },
};
const often = { polling: { minInterval: "0.5s", maxInterval: "0.5s" } };

for (const { name, kind, inputs } of SUBJECTS) {
  describe(`a secret input of a failing ${name}`, () => {
    const secret = SECRETS[name]!;
    const [value = ""] = /(o-)?hush(-\w+)?/.exec(JSON.stringify(secret))!;
    let world: World;
    let error: TaskError;

    const checked = (context: Context, phase: "preview" | "update", olds: Props = {}) => {
      const { failures, inputs: taken } = check(context, kind, olds, {
        ...{ ...inputs, ...secret, ...often, taskKind: kind.type, __provider: "code" },
        __identity: identityText("organization", "", "urn:pulumi:dev::tests::task::golden"),
        __beacon: { phase, secrets: Object.keys(secret) },
      });
      assert.deepEqual(failures, []);
      return taken;
    };

    before(async () => {
      world = await World.make();
      const starting = world.context();
      const begun = checked(starting, "update");
      const { id, outs } = await world.clock.drive(
        discreetly(starting, [begun], (discreet) => create(discreet, kind, begun)),
      );
      const effect = { kind: "fail", statusMessage: `Refused: ${value}` } as const;
      world.emulator.addFault({ ids: [id], effect });
      const context = world.context();
      const news = checked(context, "update", outs);
      await world.clock.drive(diff(context, kind, id, outs, news));
      const preview = world.context();
      const known = checked(preview, "preview", outs);
      await world.clock.drive(diff(preview, kind, id, outs, known));
      error = await world.clock.drive(update(context, kind, id, outs, news)).then(
        () => assert.fail("it has not failed"),
        (thrown: TaskError) => thrown,
      );
    });
    after(() => world.close());

    it("is not on the row of an update that waits, nor of a preview", () => {
      assert.ok(world.texts.some((text) => text.startsWith("waiting for ")));
      assert.match(world.texts.join("\n"), /Refused: |`pulumi up` records this/);
      assert.doesNotMatch(world.texts.join("\n"), /hush/);
    });

    it("is not in the error of the update", () => {
      assert.match(error.reasons.join(), /failed .*Refused: \[secret\]/);
      assert.doesNotMatch(error.reasons.join(), /hush/);
    });

    it("is in no output in the clear", () => {
      const outputs = Object.entries(error.properties).filter(([key]) => !(key in secret));
      const telling = outputs.filter(([, output]) => JSON.stringify(output).includes(value));
      assert.deepEqual(telling, []);
    });
  });
}
