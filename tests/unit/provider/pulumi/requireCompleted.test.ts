import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { ec2, requireCompleted } from "../../../../provider";
import type { Completable, CompletedTask } from "../../../../provider";
import type { RequireCompletedOptions } from "../../../../provider/pulumi/requireCompleted";

const completed = {
  ...{ id: "export-ami-1", taskKind: "ec2:ExportImageTask", taskState: "succeeded" },
  ...{ s3Bucket: "exports", s3Key: "a", s3KeyPrefix: "a", s3Uri: "s3://exports/a" },
};
const running = { ...completed, taskState: "running" };

/** What the engine's answer to a stack reference is. */
interface Answer {
  readonly outputs: Readonly<Record<string, unknown>>;
  readonly secretOutputNames?: readonly string[];
}

async function referring(
  { outputs, secretOutputNames = [] }: Answer,
  isPreview = false,
): Promise<pulumi.StackReference> {
  const mocks: pulumi.runtime.Mocks = {
    newResource: ({ inputs }) => {
      const shown = secretOutputNames.length > 0 ? pulumi.secret(outputs) : outputs;
      return { id: "ref", state: { ...inputs, outputs: shown, secretOutputNames } };
    },
    call: ({ inputs }) => inputs as Record<string, unknown>,
  };
  await pulumi.runtime.setMocks(mocks, "shop", "dev", isPreview, "acme");
  return new pulumi.StackReference("acme/images/prod");
}

/** What an `Output` keeps of itself. */
interface Inside {
  promise(): Promise<unknown>;
  readonly isKnown: Promise<boolean>;
  readonly isSecret: Promise<boolean>;
}
const inside = (output: pulumi.Output<unknown>) => output as unknown as Inside;

/** All there is to a required output at its end; each of these promises fails where it fails. */
async function outcome(
  answer: Answer,
  name: pulumi.Input<string> = "web",
  options: RequireCompletedOptions<Completable<CompletedTask>> = {},
) {
  const output = inside(requireCompleted(await referring(answer), name, options));
  const [value, isKnown, isSecret] = await Promise.allSettled([
    output.promise(),
    output.isKnown,
    output.isSecret,
  ]);
  if (value.status === "rejected") return { error: value.reason as Error };
  assert.ok(isKnown.status === "fulfilled" && isSecret.status === "fulfilled");
  return { value: value.value, isKnown: isKnown.value, isSecret: isSecret.value };
}

describe("requireCompleted", () => {
  it("gives the result of a task of another stack", async () => {
    const { value, isKnown, isSecret } = await outcome({ outputs: { web: completed } });
    assert.deepEqual([value, isKnown, isSecret], [completed, true, false]);
  });

  it("takes the output's name as an Output", async () => {
    const { value } = await outcome({ outputs: { web: completed } }, pulumi.output("web"));
    assert.deepEqual(value, completed);
  });

  it("keeps a secret output secret, and no other one", async () => {
    const outputs = { web: completed, url: "hush" };
    const hidden = await outcome({ outputs, secretOutputNames: ["web"] });
    assert.deepEqual([hidden.value, hidden.isSecret], [completed, true]);
    const open = await outcome({ outputs, secretOutputNames: ["url"] });
    assert.deepEqual([open.value, open.isSecret], [completed, false]);
  });

  it("fails without a stack, which Node would take half a minute to print", async () => {
    const { error } = await outcome({ outputs: { web: running } });
    assert.ok(pulumi.RunError.isInstance(error));
    assert.equal(error.stack, undefined);
    assert.match(error.message, /^Output "web" of stack acme\/images\/prod can't be used: EC2 /);
    assert.match(error.message, /`pulumi up --stack acme\/images\/prod`/);
  });

  it("names the outputs there are, also where one of them is secret", async () => {
    const outputs = { web: completed, url: "hush" };
    const { error } = await outcome({ outputs, secretOutputNames: ["url"] }, "wob");
    assert.match(error!.message, /no output "wob", only url and web\./);
  });

  it("says nothing of a secret output's value", async () => {
    const { error } = await outcome({ outputs: { web: running }, secretOutputNames: ["web"] });
    assert.match(error!.message, /EC2 image export \[secret\] was running/);
  });

  it("refuses another kind than that of the class", async () => {
    const store = { kind: ec2.StoreImageTask as never };
    const { error } = await outcome({ outputs: { web: completed } }, "web", store);
    assert.match(error!.message, /is the result of ec2:ExportImageTask, not of ec2:StoreImageTask/);
    const image = { kind: ec2.ExportImageTask as never };
    assert.deepEqual(
      (await outcome({ outputs: { web: completed } }, "web", image)).value,
      completed,
    );
  });

  it("takes a partial result only where that is allowed", async () => {
    const web = { ...completed, partial: true };
    const { error } = await outcome({ outputs: { web } });
    assert.match(error!.message, /EC2 image export export-ami-1 is incomplete\./);
    const { value } = await outcome({ outputs: { web } }, "web", { allowPartial: true });
    assert.deepEqual(value, web);
  });

  it("fails in a preview, too", async () => {
    const output = inside(requireCompleted(await referring({ outputs: {} }, true), "web"));
    const ends = await Promise.allSettled([output.promise(), output.isKnown, output.isSecret]);
    assert.match(String(ends[0].status === "rejected" && ends[0].reason), /has no outputs/);
  });

  it("is unknown in a preview in which the other stack's name is", async () => {
    const name = inside(pulumi.output("x").apply(() => pulumi.unknown as string));
    const stack = await referring({ outputs: { web: running } }, true);
    const output = inside(requireCompleted(stack, name as unknown as pulumi.Output<string>));
    assert.equal(await output.isKnown, false);
  });
});

describe("an expired download of another stack", () => {
  const said: unknown[][] = [];
  const { info, warn } = pulumi.log;
  const data = {
    ...{ id: "export-1", taskKind: "discovery:ExportTask", taskState: "succeeded" },
    configurationsDownloadUrlExpiresAt: "2026-01-01T01:00:00.000Z",
  };

  beforeEach(() => {
    said.length = 0;
    Object.assign(pulumi.log, {
      info: (text: string) => said.push(["info", text]),
      warn: (text: string) => said.push(["warn", text]),
    });
  });
  afterEach(() => void Object.assign(pulumi.log, { info, warn }));

  it("is said, with the function that gets a new one, and is no failure", async () => {
    assert.deepEqual((await outcome({ outputs: { data } }, "data")).value, data);
    assert.equal(said.length, 1);
    assert.equal(said[0]![0], "info");
    assert.match(String(said[0]![1]), /: discovery\.getExportTasks gets a new one$/);
  });

  it("is a warning where there is no new one", async () => {
    await outcome({ outputs: { data: { ...data, recordExpired: true } } }, "data");
    assert.equal(said[0]![0], "warn");
  });

  it("is nothing to talk of for other kinds, and before it has expired", async () => {
    const later = { ...data, configurationsDownloadUrlExpiresAt: "2126-01-01T01:00:00.000Z" };
    await outcome({ outputs: { data: later } }, "data");
    await outcome({ outputs: { web: completed } });
    assert.deepEqual(said, []);
  });
});
