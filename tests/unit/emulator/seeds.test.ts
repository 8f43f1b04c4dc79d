import { deepEqual, equal, match, rejects, throws } from "node:assert/strict";
import { startEmulator, type EmulatorOptions } from "../../../emulator";
import { EmulatedDesktops } from "./desktops";

const wsi = "wsi-123456789";

/** By the option, and what is wrong with it. */
const wrong: readonly [kind: "images" | "appstreamImages" | "workspaceImages", object, RegExp][] = [
  ["images", { imageId: "ami-1" }, /Value 'ami-1' at 'imageId' .* pattern: \^ami-/],
  ["images", { name: "golden" }, /Value null at 'imageId' .* Member must not be null$/],
  ["images", { imageId: "ami-12345678", mising: true }, /at 'mising' .* Member is not known$/],
  ["images", { imageId: "ami-12345678", missing: "no" }, /at 'missing' .* of type boolean$/],
  ["images", { imageId: "ami-12345678", ownerId: "amazon" }, /'amazon' at 'ownerId' .* pattern/],
  ["images", { imageId: "ami-12345678", state: "" }, /at 'state' .* length greater than/],
  ["images", { imageId: "ami-12345678", snapshotIds: ["vol-1"] }, /at 'snapshotIds\.1\.member'/],
  ["images", { imageId: "ami-12345678", exportError: { code: "X" } }, /'exportError\.message'/],
  ["images", "ami-12345678" as unknown as object, /Member must be of type structure/],
  ["appstreamImages", { name: "two words" }, /Value 'two words' at 'name' .* pattern/],
  ["appstreamImages", { imageId: "golden" }, /at 'name' .* not be null; .*'imageId' .* not known$/],
  ["appstreamImages", { name: "a", exportError: "no" }, /'no' at 'exportError' .* structure$/],
  ["workspaceImages", { imageId: "ami-12345678" }, /'ami-12345678' at 'imageId' .* pattern/],
  ["workspaceImages", { imageId: wsi, name: "two words" }, /'two words' at 'name' .* pattern/],
  ["workspaceImages", { imageId: wsi, name: "n".repeat(65) }, /length less than or equal to 64$/],
  ["workspaceImages", { imageId: wsi, description: "a, b" }, /'a, b' at 'description' .* pattern/],
  ["workspaceImages", { imageId: wsi, ownerAccountId: "me" }, /'me' at 'ownerAccountId'/],
  ["workspaceImages", { imageId: wsi, errorCode: 5 }, /'5' at 'errorCode' .* of type string$/],
];

const paths = {
  images: "images",
  appstreamImages: "appstream-images",
  workspaceImages: "workspace-images",
};

describe("what is said of images", () => {
  const aws = new EmulatedDesktops();
  const setters = {
    images: (seed: object) => aws.emulator.setImage(seed as never),
    appstreamImages: (seed: object) => aws.emulator.setAppStreamImage(seed as never),
    workspaceImages: (seed: object) => aws.emulator.setWorkspaceImage(seed as never),
  };

  for (const [kind, seed, words] of wrong) {
    it(`is refused as none of AWS's: ${kind} ${JSON.stringify(seed).slice(0, 60)}`, async () => {
      const told = new RegExp(`${kind}: .*${words.source}`);
      throws(() => setters[kind](seed), told);
      const options = { [kind]: [seed] } as EmulatorOptions;
      await rejects(startEmulator(options), told);
      if (typeof seed !== "object") return;
      const path = `${aws.emulator.endpoint}/_emulator/${paths[kind]}`;
      const answer = await fetch(path, { method: "POST", body: JSON.stringify(seed) });
      equal(answer.status, 400);
      match(JSON.parse(await answer.text()).error, told);
    });
  }

  it("breaks no answer for others when it is refused", async () => {
    aws.emulator.setWorkspaceImage({ imageId: wsi, name: "golden" });
    throws(() => aws.emulator.setWorkspaceImage({ imageId: "wsi-987654321", name: "a b" }));
    throws(() => aws.emulator.setWorkspaceImage({ imageId: wsi, name: "a b" }));
    deepEqual(
      (await aws.images()).map(({ Name }) => Name),
      ["golden"],
    );
  });

  it("may be all that AWS's own models allow", async () => {
    aws.emulator.setWorkspaceImage({
      ...{ imageId: wsi, name: "a_./()\\-Z9", description: "A (b) c/d", associated: false },
      ...{ missing: false, state: "UPDATING" as "PENDING", errorCode: "", errorMessage: "" },
      ...{ ownerAccountId: "210987654321", update: "New drivers" },
    });
    equal((await aws.images())[0]?.State, "UPDATING");
    aws.emulator.setAppStreamImage({
      name: "a".repeat(101),
      exportError: { code: "X", message: "" },
    });
    const snapshotIds = ["snap-12345678"];
    const more = { name: "any, name", state: "disabled", ownerId: "210987654321", snapshotIds };
    aws.emulator.setImage({ imageId: "ami-12345678", ...more });
    const { Name, State, OwnerId } = await aws.ami("ami-12345678");
    deepEqual([Name, State, OwnerId], ["any, name", "disabled", "210987654321"]);
  });
});
