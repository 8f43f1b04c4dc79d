import assert from "node:assert/strict";
import type { Effect } from "../../emulator";
import { importSnapshotTask } from "../../provider/kinds/ec2/importSnapshotTask";
import { HOLD_TAG, ID_TAG } from "../../provider/lifecycle/identity";
import type { Observation } from "../../provider/lifecycle/kind";
import type { Props } from "../../provider/lifecycle/ports";
import { endings, InAws } from "../support/inAws";
import { HOUR_MS, Scene } from "../support/scene";
import { Stack } from "../support/stack";
import { contract } from "./suite";

const DISK = { format: "VMDK", userBucket: { s3Bucket: "disks", s3Key: "golden.vmdk" } };
const OTHER = { format: "RAW", userBucket: { s3Bucket: "disks", s3Key: "other.raw" } };
const inputs = { diskContainer: DISK, description: "nightly", tags: { team: "images" } };
const reason = "ClientError: Disk validation failed [Unsupported VMDK File Format]";
const URL =
  "https://disks.s3.amazonaws.com/golden.vmdk?X-Amz-Date=20260101T000000Z&X-Amz-Signature=f0";
const START = "ImportSnapshot";

describe("ec2.ImportSnapshotTask", () => {
  contract({
    kind: importSnapshotTask,
    inputs,
    replacing: { diskContainer: OTHER, encrypted: true },
    recorded: {
      description: "weekly",
      roleName: "importer",
      clientData: { comment: "by hand", uploadStart: "2026-01-01T00:00:00.000Z", uploadSize: 1.5 },
    },
    operations: {
      start: START,
      describe: "DescribeImportSnapshotTasks",
      cancel: "CancelImportTask",
    },
    other: { ...inputs, diskContainer: OTHER },
    proof: "mark",
    failing: { kind: "fail", statusMessage: reason },
    reason,
    succeeded: (id) => ({ importTaskId: id, status: "completed", diskImageSize: 705_638_400 }),
  });

  const scene = new Scene(importSnapshotTask, inputs);
  const up = (more: Props = {}) => scene.stack.up({ ...inputs, ...more });
  const snapshots = async (id = scene.outputs.snapshotId) => {
    const asked = { SnapshotIds: [id] };
    const { Snapshots } = await scene.byHand("ec2", "DescribeSnapshots", asked);
    return Snapshots as { State: string; Tags: { Key: string; Value: string }[] }[];
  };
  const tagsOnSnapshot = async (): Promise<Record<string, string>> => {
    const [{ Tags } = { Tags: [] }] = await snapshots();
    return Object.fromEntries(Tags.map(({ Key, Value }) => [Key, Value]));
  };
  const inState = () => JSON.stringify(scene.stack.state);
  const long = () => scene.world.clock.jump(8 * 24 * HOUR_MS);

  describe("the snapshot", () => {
    it("is told once it is there, and not while AWS's answers have an empty id", async () => {
      await up();
      assert.equal("snapshotId" in scene.outputs, false);
      await up();
      assert.match(String(scene.outputs.snapshotId), /^snap-[0-9a-f]{17}$/);
      assert.equal((await snapshots())[0]!.State, "completed");
    });

    it("is what an import of the same file has of its own, side by side", async () => {
      const other = scene.other();
      await up();
      assert.equal((await other.up(inputs)).error, undefined);
      assert.deepEqual(
        scene.tasks.map(({ running }) => running),
        [true, true],
      );
      await up();
      await other.up(inputs);
      assert.notEqual(other.state!.outputs.snapshotId, scene.outputs.snapshotId);
    });

    it("fails its import where it is in error, with AWS's reason", async () => {
      const error = await scene.fail(START, { kind: "artifactFail", statusMessage: "No key." });
      assert.match(error, /failed \(completed\): the snapshot is in error: No key\./);
      assert.equal("snapshotId" in scene.outputs, false);
    });

    it("is not taken up in error by the same resource, removed and declared again", async () => {
      await scene.fail(START, { kind: "artifactFail", statusMessage: "No key." });
      await scene.stack.destroy();
      await scene.succeed();
      assert.equal(scene.tasks.length, 2);
      assert.equal(scene.outputs.importTaskId, scene.tasks[1]!.id);
    });

    it("is waited for where the state was lost before it was there", async () => {
      await up();
      scene.world.clock.jump(60_000);
      // The emulator's snapshots are there at once.
      const { usable } = importSnapshotTask;
      const ask = (seen: Observation) => {
        const question = usable!.ask(seen)!;
        const judge = (answer: Props) => ({
          ...question.judge(answer)!,
          state: "running" as const,
        });
        return { ...question, judge };
      };
      const kind = { ...importSnapshotTask, usable: { ...usable!, ask } };
      const pending = new Stack(scene.world, kind);
      assert.equal((await pending.up(inputs)).error, undefined);
      assert.deepEqual([scene.tasks.length, pending.state!.outputs.taskState], [1, "running"]);
    });

    it("is started anew nowhere as long as it can't be seen", async () => {
      await scene.succeed();
      scene.stack.state = undefined;
      scene.fault("DescribeSnapshots", { kind: "status5xx", status: 503 }, {});
      assert.match((await up()).error ?? "", /was not taken up, as its result could not be looked/);
      assert.equal(scene.tasks.length, 1);
    });

    it("gone, does not keep its task from giving way to the one that `adopt` names", async () => {
      await scene.succeed();
      await new InAws(scene.stack).erase();
      scene.stack.state = undefined;
      const other = scene.other();
      await scene.succeed(inputs, other);
      const adopt = other.state!.id;
      assert.equal((await up({ adopt })).error, undefined);
      assert.equal(scene.stack.state!.id, adopt);
    });

    it("counts as there where it may not be looked at, with the right that is missing", async () => {
      scene.fault("DescribeSnapshots", { kind: "deny" }, {});
      await scene.succeed();
      assert.equal(scene.said("allow ec2:DescribeSnapshots to make sure"), 1);
    });
  });

  describe("tags", () => {
    it("go on the task at its start, and on the snapshot with the success", async () => {
      await up();
      assert.equal(scene.tasks[0]!.tags.team, "images");
      await up();
      assert.deepEqual(await tagsOnSnapshot(), scene.tasks[0]!.tags);
      assert.equal((await tagsOnSnapshot())[HOLD_TAG], scene.outputs.__hold);
    });

    it("change on both, and no success is red where the snapshot can't be tagged", async () => {
      await scene.succeed();
      await up({ tags: { stage: "prod" } });
      assert.deepEqual(await tagsOnSnapshot(), scene.tasks[0]!.tags);
      assert.equal("team" in (await tagsOnSnapshot()), false);
      const ids = [String(scene.outputs.snapshotId)];
      scene.fault("CreateTags", { kind: "deny" }, { ids });
      assert.equal((await up({ tags: { stage: "test" } })).error, undefined);
      assert.equal(scene.tasks[0]!.tags.stage, "test");
      assert.equal(scene.said("the tags could not be written on what"), 1);
      assert.equal((await up({ tags: { stage: "test" } })).step, "same");
    });

    it("go on the snapshot also where a refresh saw the success first", async () => {
      await up();
      scene.world.clock.jump(60_000);
      await scene.stack.refresh();
      assert.deepEqual(await tagsOnSnapshot(), {});
      assert.equal((await scene.stack.preview(inputs))?.changes, true);
      assert.equal((await up()).step, "update");
      assert.deepEqual(await tagsOnSnapshot(), scene.tasks[0]!.tags);
      assert.equal((await up()).step, "same");
    });

    it("are tried again on the snapshot where AWS was not able to", async () => {
      await scene.succeed();
      const ids = [String(scene.outputs.snapshotId)];
      scene.fault("CreateTags", { kind: "status5xx", status: 503 }, { ids, times: 1 });
      await up({ tags: { stage: "prod" } });
      assert.equal(scene.said("the next `pulumi up` tries again"), 1);
      assert.notEqual((await tagsOnSnapshot()).stage, "prod");
      assert.equal((await up({ tags: { stage: "prod" } })).step, "update");
      assert.deepEqual(await tagsOnSnapshot(), scene.tasks[0]!.tags);
      assert.equal((await up({ tags: { stage: "prod" } })).step, "same");
    });

    it("go off the snapshot also where it may not be looked at", async () => {
      await scene.succeed();
      scene.fault("DescribeSnapshots", { kind: "deny" }, {});
      await up({ tags: { stage: "prod" } });
      scene.world.emulator.clearFaults();
      assert.deepEqual(await tagsOnSnapshot(), scene.tasks[0]!.tags);
    });

    it("change on the snapshot after AWS has forgotten the task", async () => {
      await scene.succeed();
      scene.world.clock.jump(30 * 24 * HOUR_MS);
      assert.equal((await up({ tags: { stage: "prod" } })).error, undefined);
      const { team, stage } = await tagsOnSnapshot();
      assert.deepEqual([team, stage], [undefined, "prod"]);
      assert.equal((await tagsOnSnapshot())[HOLD_TAG], scene.outputs.__hold);
    });

    it("stay on what is left behind, less the marks", async () => {
      await scene.succeed();
      const { outputs } = scene;
      await scene.stack.destroy();
      assert.deepEqual(scene.tasks[0]!.tags, { team: "images" });
      const [{ Tags } = { Tags: [] }] = await snapshots(outputs.snapshotId);
      assert.deepEqual(Tags, [{ Key: "team", Value: "images" }]);
    });
  });

  describe('with onDelete: "delete"', () => {
    const program = { ...inputs, onDelete: "delete" };
    const erased = () => endings(scene.world).filter((call) => call === "DeleteSnapshot").length;

    it("is started anew after that, though AWS lists the finished task for a week", async () => {
      await scene.succeed(program);
      await scene.stack.destroy();
      assert.equal(erased(), 1);
      await scene.succeed(program);
      assert.equal(scene.tasks.length, 2);
    });

    for (const [how, forget] of [
      ["its resource went after it", () => scene.stack.destroy()],
      ["its state was lost", async () => void (scene.stack.state = undefined)],
    ] as const) {
      it(`is started anew where the snapshot was deleted by hand, and ${how}`, async () => {
        await scene.succeed(program);
        await new InAws(scene.stack).erase();
        await scene.stack.refresh();
        assert.equal(scene.outputs.artifactGone, true);
        await forget();
        await scene.succeed(program);
        assert.equal(scene.tasks.length, 2);
      });
    }

    it("deletes the snapshot long after AWS has forgotten the task", async () => {
      await scene.succeed(program);
      long();
      await scene.stack.destroy();
      assert.equal(erased(), 1);
    });

    it("deletes it then also where a refresh has seen the success, and nobody marked it", async () => {
      await scene.stack.up(program);
      scene.world.clock.jump(60_000);
      await scene.stack.refresh();
      assert.deepEqual(await tagsOnSnapshot(), {});
      long();
      await scene.stack.destroy();
      assert.equal(erased(), 1);
    });

    for (const when of ["running", "running, and refreshed it,", "finished"]) {
      it(`leaves alone then what another stack took over while it was ${when}`, async () => {
        const other = scene.other();
        await scene.stack.up(program);
        if (when === "finished") await scene.stack.up(program);
        const adopting = { ...program, adopt: scene.stack.state!.id };
        assert.equal((await other.up(adopting)).error, undefined);
        if (when.includes("refreshed")) {
          scene.world.clock.jump(60_000);
          await other.refresh();
        }
        await other.up(adopting);
        await scene.stack.up(program);
        long();
        scene.world.calls();
        await scene.stack.destroy();
        assert.equal(erased(), 0);
        assert.equal(scene.said("carries another hold"), 1);
        await other.destroy();
        assert.equal(erased(), 1);
      });
    }

    it("says what to do where an AMI was made of the snapshot", async () => {
      await scene.succeed(program);
      const snapshotIds = [String(scene.outputs.snapshotId)];
      scene.world.emulator.setImage({ imageId: "ami-0123456789abcdef0", snapshotIds });
      await assert.rejects(scene.stack.destroy(), /InvalidSnapshot\.InUse.* deregister it first/s);
      assert.ok(scene.stack.state);
    });
  });

  describe("a URL", () => {
    const byUrl = (url: string) => ({ diskContainer: { url } });

    it("is sent, and is in no output, text or error of ours", async () => {
      const statusMessage = `ClientError: ${URL} can't be read`;
      scene.fault(START, { kind: "fail", statusMessage });
      await up(byUrl(URL));
      assert.equal((scene.tasks[0]!.details as { DiskContainer: Props }).DiskContainer.Url, URL);
      const { error = "" } = await up(byUrl(URL));
      assert.match(error, /ClientError: \[(secret|presigned URL)\] can't be read/);
      const others = { ...scene.outputs, diskContainer: undefined };
      const told = [error, JSON.stringify(others), ...scene.world.texts].join("\n");
      assert.doesNotMatch(told, /X-Amz|golden\.vmdk/);
      assert.deepEqual(scene.outputs.__secrets, ["diskContainer"]);
    });

    it("of another cloud is in no output of what is only read", async () => {
      const sas = "https://acct.blob.core.windows.net/disks/a.vhd?sv=2022-11-02&sp=r&sig=abcd";
      scene.fault(START, { kind: "fail", statusMessage: `ClientError: ${sas} can't be read` });
      await up(byUrl(sas));
      scene.world.clock.jump(60_000);
      const props = { taskKind: importSnapshotTask.type, region: "us-east-1" };
      scene.stack.state = { ...scene.stack.state!, inputs: props, outputs: props };
      await scene.stack.refresh();
      assert.match(String(scene.outputs.failureReason), /^ClientError: \[presigned URL\] can't/);
      assert.doesNotMatch(inState(), /sig=|windows\.net/);
    });

    it("is not told by what is only read, whatever AWS answers", async () => {
      await up(byUrl(URL));
      const id = scene.stack.state!.id;
      const props = { taskKind: importSnapshotTask.type, region: "us-east-1" };
      scene.stack.state = { id, inputs: props, outputs: props, failed: false };
      await scene.stack.refresh();
      assert.equal(scene.outputs.importTaskId, id);
      assert.doesNotMatch(inState(), /X-Amz|s3\.amazonaws/);
    });

    it("is not told by a refusal of what is wrong with it", async () => {
      const wrong = byUrl(URL.replace("https:", "ftp:"));
      await assert.rejects(up(wrong), (error: Error) => {
        assert.match(error.message, /^diskContainer\.url: must be a URL .*, got \[secret\]$/);
        return true;
      });
    });

    it("is not what `adopt` compares, but that there is one is", async () => {
      const s3 = byUrl("s3://disks/golden.vmdk");
      await up(s3);
      scene.world.clock.jump(10_000);
      const adopt = scene.stack.state!.id;
      assert.equal((await scene.other().up({ ...inputs, ...s3, adopt })).error, undefined);
      const { error = "" } = await scene.other("third").up({ ...inputs, adopt });
      assert.match(error, /is another task: its diskContainer is \{.*"format":"RAW"\}\.$/);
    });
  });

  it("is adopted whatever AWS calls its key, unless one of the two is not encrypted", async () => {
    const encrypted = { encrypted: true, kmsKeyId: "alias/disks" };
    await up(encrypted);
    const adopt = scene.stack.state!.id;
    assert.equal((await scene.other().up({ ...inputs, ...encrypted, adopt })).error, undefined);
    const { error } = await scene.other("third").up({ ...inputs, adopt });
    assert.match(error ?? "", /its encrypted is true\.$/);
  });

  it("is known by ids of AWS's newer sort, and by any of its words for none", async () => {
    for (const adopt of ["import-snap-247b055a63e5a470t", "import-snap-1", "import-ami-1"]) {
      assert.match((await up({ adopt })).error ?? "", /adopt: AWS does not list/);
    }
  });

  it("is started anew with other times of the upload, which its token tells apart", async () => {
    const uploaded = (uploadStart: string) => up({ clientData: { uploadStart } });
    assert.equal((await uploaded("2026-01-01T00:00:00Z")).error, undefined);
    await scene.stack.destroy();
    assert.equal((await uploaded("2026-01-02T00:00:00Z")).error, undefined);
    assert.equal(scene.tasks.length, 2);
  });

  it("takes its disk from a bucket or a URL, and a key only to encrypt", async () => {
    const both = { ...DISK, url: "s3://disks/golden.vmdk" };
    await assert.rejects(up({ diskContainer: both }), /one of userBucket and url, got both$/);
    await assert.rejects(up({ diskContainer: {} }), /one of userBucket and url, got neither$/);
    await assert.rejects(up({ kmsKeyId: "alias/disks" }), /^Error: encrypted: must be true/);
    await assert.rejects(up({ diskContainer: { ...DISK, format: "OVA" } }), /"VHD", "VMDK", "RAW"/);
  });

  it("waits to start while AWS's limit of running tasks is reached", async () => {
    await scene.remake({ runningConversionLimit: 1 });
    await scene.other().up(inputs);
    assert.equal((await up()).error, undefined);
    assert.ok(scene.said("AWS's limit of running tasks is reached") > 0);
  });

  const WORDS: readonly (readonly [words: string, advice: RegExp])[] = [
    ["The given S3 bucket is not local to the Region", /in the Region of the import/],
    ["ERROR: Bucket disks is not in the us-east-1 Region", /in the Region of the import/],
    ["Invalid S3 source location", /change diskContainer/],
    ["The service role vmimport does not exist", /trust vmie\.amazonaws\.com/],
    [reason, /VHD, VMDK and raw disks/],
    ["ClientError: Disk validation failed [Unsupported specified file format]", /raw disks/],
    ["File uses unsupported compression algorithm 0", /VHD, VMDK and raw disks/],
    ["Parameter disk-image-size=0 has an invalid format", /VHD, VMDK and raw disks/],
    ["ClientError: Footers not identical", /differencing VHD/],
    ["ClientError: Uncompressed data has invalid length", /VMDK file is damaged/],
    ["The KMS key can't be used", /must be symmetric/],
    ["ClientError: Access Denied", /s3:GetObject on the bucket/],
  ];
  for (const [statusMessage, advice] of WORDS) {
    it(`says what to do about: ${statusMessage}`, async () => {
      const effect: Effect = { kind: "fail", statusMessage };
      assert.match(await scene.fail(START, effect), advice);
    });
  }

  it("carries its id as its mark", async () => {
    await up();
    assert.match(scene.tasks[0]!.tags[ID_TAG]!, /^[0-9a-f]{32}$/);
  });
});
