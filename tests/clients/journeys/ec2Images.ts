/** EC2's AMIs and their snapshots: show, list, remove, and what is refused. */
import assert from "node:assert/strict";
import type { It } from "../support/ahead";
import { ACCOUNT, DRY_RUN, DURATION_MS, listed, START_MS, taken } from "../support/client";
import type { Client, Props } from "../support/client";

const snapshotId = /^snap-[0-9a-f]{17}$/;

export function ec2Images(it: It<Client>): void {
  it("shows an AMI from its making on, with all that it is", async (client) => {
    await makeImage(client, "golden");
    const pending = await imageNamed(client, "golden");
    const imageId = taken(pending, "ImageId", /^ami-[0-9a-f]{17}$/);
    const expected = {
      ImageId: imageId,
      ImageLocation: `${ACCOUNT}/golden`,
      State: "pending",
      OwnerId: ACCOUNT,
      // The one time of EC2 that its model calls a text.
      CreationDate: new Date(START_MS + DURATION_MS).toISOString(),
      Public: false,
      Architecture: "x86_64",
      ImageType: "machine",
      Name: "golden",
      Description: "Of the desktop",
      RootDeviceName: "/dev/sda1",
      RootDeviceType: "ebs",
      VirtualizationType: "hvm",
      Hypervisor: "xen",
      BlockDeviceMappings: [
        {
          DeviceName: "/dev/sda1",
          Ebs: {
            SnapshotId: snapshotOf(pending),
            VolumeSize: 30,
            VolumeType: "gp3",
            Encrypted: false,
          },
        },
      ],
      Tags: [{ Key: "team", Value: "images" }],
    };
    assert.deepEqual(pending, expected);
    client.emulator.clock.advance(DURATION_MS);
    assert.deepEqual(await imageNamed(client, "golden"), { ...expected, State: "available" });
  });

  it("shows why an AMI has failed", async (client) => {
    client.emulator.addFault({
      operation: "CreateExportImageTask",
      effect: { kind: "artifactFail", statusMessage: "no luck", code: "Server.InternalError" },
    });
    await makeImage(client, "broken");
    client.emulator.clock.advance(DURATION_MS);
    const { State, StateReason } = await imageNamed(client, "broken");
    assert.deepEqual(
      { State, StateReason },
      { State: "failed", StateReason: { Code: "Server.InternalError", Message: "no luck" } },
    );
  });

  it("lists AMIs page after page, and none that others would have to share", async (client) => {
    const ec2 = client.of("ec2");
    for (const name of ["a", "b", "c"]) {
      client.emulator.setImage({ imageId: `ami-0000000${name}`, name });
    }
    const everything = { IncludeDeprecated: true, IncludeDisabled: true, DryRun: false };
    const namesOf = (output: Props) => listed(output, "Images").map(({ Name }) => Name);
    const first = await ec2.call("DescribeImages", { ...everything, MaxResults: 2 });
    assert.deepEqual(namesOf(first), ["a", "b"]);
    const NextToken = taken(first, "NextToken", /^.+$/);
    const rest = await ec2.call("DescribeImages", { ...everything, MaxResults: 2, NextToken });
    assert.deepEqual([namesOf(rest), rest.NextToken], [["c"], ""]);
    const shared = { ImageIds: ["ami-0000000a"], ExecutableUsers: ["self"] };
    assert.deepEqual(await ec2.call("DescribeImages", shared), { Images: [] });
  });

  it("shows the snapshot of an AMI, page after page, and by whom it may be restored", async (client) => {
    const ec2 = client.of("ec2");
    const { emulator } = client;
    emulator.setImage({ imageId: "ami-00000001", snapshotIds: ["snap-00000001"] });
    const several = Array.from({ length: 6 }, (_, n) => `snap-1000000${n}`);
    emulator.setImage({ imageId: "ami-00000002", snapshotIds: several });
    await client.call("ec2", "CreateTags", {
      Resources: ["snap-00000001"],
      Tags: [{ Key: "team", Value: "images" }],
    });
    const one = { SnapshotIds: ["snap-00000001"], OwnerIds: ["self"], DryRun: false };
    assert.deepEqual(await ec2.call("DescribeSnapshots", one), {
      Snapshots: [
        {
          SnapshotId: "snap-00000001",
          VolumeId: "vol-ffffffff",
          State: "completed",
          StateMessage: "",
          StartTime: ec2.time(Date.UTC(2026, 0, 1)),
          Progress: "100%",
          OwnerId: ACCOUNT,
          Description: "Created for ami-00000001",
          VolumeSize: 30,
          Encrypted: false,
          StorageTier: "standard",
          Tags: [{ Key: "team", Value: "images" }],
        },
      ],
    });

    const page = { Filters: [{ Name: "snapshot-id", Values: ["snap-1*"] }], MaxResults: 5 };
    const idsOf = (output: Props) => listed(output, "Snapshots").map((one) => one.SnapshotId);
    const first = await ec2.call("DescribeSnapshots", page);
    const NextToken = taken(first, "NextToken", /^.+$/);
    const rest = await ec2.call("DescribeSnapshots", { ...page, NextToken });
    assert.deepEqual([...idsOf(first), ...idsOf(rest)], several);
    assert.equal(rest.NextToken, "");
    const restorable = { SnapshotIds: several, RestorableByUserIds: ["210987654321"] };
    assert.deepEqual(await ec2.call("DescribeSnapshots", restorable), { Snapshots: [] });
  });

  it("deregisters an AMI with the snapshots that are its alone, or leaves them to be deleted", async (client) => {
    const ec2 = client.of("ec2");
    await makeImage(client, "one");
    const one = await imageNamed(client, "one");
    assert.deepEqual(
      await ec2.call("DeregisterImage", {
        ImageId: one.ImageId,
        DeleteAssociatedSnapshots: true,
        DryRun: false,
      }),
      {
        Return: true,
        DeleteSnapshotResults: [{ SnapshotId: snapshotOf(one), ReturnCode: "success" }],
      },
    );

    client.emulator.setImage({ imageId: "ami-00000001", snapshotIds: ["snap-00000001"] });
    client.emulator.setImage({ imageId: "ami-00000002", snapshotIds: ["snap-00000001"] });
    const shared = { ImageId: "ami-00000001", DeleteAssociatedSnapshots: true };
    assert.deepEqual(await ec2.call("DeregisterImage", shared), {
      Return: true,
      DeleteSnapshotResults: [{ SnapshotId: "snap-00000001", ReturnCode: "skipped" }],
    });

    await makeImage(client, "two");
    const two = await imageNamed(client, "two");
    const ofTwo = { SnapshotId: snapshotOf(two) };
    await ec2.refuses("DeleteSnapshot", ofTwo, {
      code: "InvalidSnapshot.InUse",
      message: new RegExp(`${ofTwo.SnapshotId} is currently in use by ${two.ImageId}`),
      status: 400,
    });
    const deregistered = await ec2.call("DeregisterImage", { ImageId: two.ImageId });
    assert.deepEqual(deregistered, { Return: true });
    assert.deepEqual(await ec2.call("DeleteSnapshot", { ...ofTwo, DryRun: false }), {});
    await ec2.refuses("DeleteSnapshot", ofTwo, {
      code: "InvalidSnapshot.NotFound",
      message: `The snapshot '${ofTwo.SnapshotId}' does not exist.`,
      status: 400,
    });
  });

  it("refuses dry runs, and AMIs that do not exist", async (client) => {
    const ec2 = client.of("ec2");
    client.emulator.setImage({ imageId: "ami-00000001", missing: true });
    await Promise.all([
      ec2.refuses("DeregisterImage", { ImageId: "ami-00000002", DryRun: true }, DRY_RUN),
      ec2.refuses("DeleteSnapshot", { SnapshotId: "snap-00000002", DryRun: true }, DRY_RUN),
      ec2.refuses(
        "DescribeImages",
        { ImageIds: ["ami-00000001"] },
        {
          code: "InvalidAMIID.NotFound",
          message: "The image id '[ami-00000001]' does not exist",
          status: 400,
        },
      ),
      ec2.refuses(
        "DescribeSnapshots",
        { SnapshotIds: ["vol-00000001"] },
        { code: "InvalidSnapshotID.Malformed", message: /vol-00000001/, status: 400 },
      ),
    ]);
  });
}

/** An AMI that an export from AppStream makes, as its clients would have it made. */
async function makeImage(client: Client, name: string): Promise<void> {
  await client.call("appstream", "CreateExportImageTask", {
    ImageName: "desktop",
    AmiName: name,
    IamRoleArn: `arn:aws:iam::${ACCOUNT}:role/exporter`,
    AmiDescription: "Of the desktop",
    TagSpecifications: { team: "images" },
  });
  client.emulator.clock.advance(DURATION_MS);
}

async function imageNamed(client: Client, name: string): Promise<Props> {
  const query = { Owners: ["self"], Filters: [{ Name: "name", Values: [name] }] };
  const output = await client.call("ec2", "DescribeImages", query);
  const [image, ...others] = listed(output, "Images");
  assert.ok(image && others.length === 0, `one AMI ${name}`);
  return image;
}

function snapshotOf(image: Props): string {
  const [mapping] = listed(image, "BlockDeviceMappings");
  return taken(mapping?.Ebs as Props, "SnapshotId", snapshotId);
}
