import assert from "node:assert/strict";
import { KINDS } from "../../../../provider/kinds";
import {
  type Demand,
  type Handover,
  handover,
  type Offer,
  taskName,
} from "../../../../provider/lifecycle/handover";
import type { Props } from "../../../../provider/lifecycle/ports";

const STACK = "acme/images/prod";
const RUN = "`pulumi up --stack acme/images/prod` in its project";

const shared = { partial: false, recordExpired: false, region: "us-east-1", accountId: "1234" };
const active = {
  ...{ id: "export-ami-1", taskKind: "ec2:ExportImageTask", taskState: "running", ...shared },
  ...{ exportImageTaskId: "export-ami-1", status: "active", statusMessage: "converting" },
};
const completed = {
  ...{ ...active, taskState: "succeeded", status: "completed" },
  ...{ s3Bucket: "exports", s3Key: "a.vmdk", s3KeyPrefix: "a", s3Uri: "s3://exports/a.vmdk" },
};
const discovered = {
  ...{ id: "export-1", taskKind: "discovery:ExportTask", taskState: "succeeded", ...shared },
  ...{ exportId: "export-1", exportStatus: "SUCCEEDED" },
  configurationsDownloadUrlExpiresAt: "2026-01-01T01:00:00.000Z",
};

const without = (value: Props, ...names: string[]): Props =>
  Object.fromEntries(Object.entries(value).filter(([name]) => !names.includes(name)));
const offer = (value: unknown, more: Partial<Offer> = {}): Offer => ({
  ...{ stack: STACK, output: "web", value, names: ["web", "worker"], isSecret: false },
  ...more,
});
const given = (value: unknown, demand: Partial<Demand> = {}, more: Partial<Offer> = {}): Handover =>
  handover(offer(value, more), { allowPartial: false, ...demand }, KINDS);
const refusal = (...args: Parameters<typeof given>): string => {
  const answer = given(...args);
  assert.ok("refusal" in answer, "it was handed over");
  return answer.refusal;
};
const result = (...args: Parameters<typeof given>): Props => {
  const answer = given(...args);
  assert.ok("result" in answer, JSON.stringify(answer));
  return answer.result;
};

describe("the result of a task for a downstream stack", () => {
  it("is handed over as it is once the task has succeeded", () => {
    assert.deepEqual(result(completed), completed);
  });

  it("is found in a task or a completion that is exported as a whole", () => {
    const task = { ...completed, urn: "urn:…", wait: "diff", result: completed };
    assert.deepEqual(result(task), completed);
    const completion = { taskKind: "Completion", taskState: "succeeded", result: completed };
    assert.deepEqual(result(completion), completed);
  });

  it("has nothing about why there may be none", () => {
    assert.deepEqual(result({ ...completed, artifactGone: false, failureReason: null }), completed);
  });

  it("is of the kind that is asked for", () => {
    assert.deepEqual(result(completed, { taskKind: "ec2:ExportImageTask" }), completed);
    assert.equal(
      refusal(completed, { taskKind: "ec2:StoreImageTask" }),
      `Output "web" of stack ${STACK} is the result of ec2:ExportImageTask, ` +
        "not of ec2:StoreImageTask: name another output, or that kind.",
    );
  });

  it("stays a success when AWS has forgotten the task's record", () => {
    assert.equal(result({ ...completed, recordExpired: true }).recordExpired, true);
  });

  it("may come from an older version of the package, without an id", () => {
    const older = without(completed, "id", "recordExpired");
    assert.deepEqual(result(older), older);
  });

  it("may be of a kind that only a newer version knows", () => {
    const newer = { ...shared, id: "e-1", taskKind: "rds:ExportTask", taskState: "succeeded" };
    assert.deepEqual(result(newer), newer);
    assert.match(refusal({ ...newer, taskState: "running" }), /: rds:ExportTask e-1 was running /);
    assert.match(refusal({ ...newer, partial: true }), /: rds:ExportTask e-1 is incomplete\. Mend/);
  });
});

describe("a task whose result a downstream stack can't have", () => {
  const because = (value: unknown, demand: Partial<Demand> = {}, more: Partial<Offer> = {}) => {
    const [, before, reason] = refusal(value, demand, more).match(/^(.*?) can't be used: (.*)$/)!;
    assert.equal(before, `Output "web" of stack ${STACK}`);
    return reason;
  };

  it("is still running: the other stack's next `up` waits for it", () => {
    assert.equal(
      because(active),
      "EC2 image export export-ami-1 was running (active) after that stack's last successful " +
        `\`pulumi up\`. Run ${RUN}, which waits for the task or says why it failed, then this ` +
        "again.",
    );
  });

  it("is in a state that only a newer version knows", () => {
    assert.match(
      because({ ...active, taskState: "paused", status: "asleep" })!,
      /^EC2 image export export-ami-1 was not finished \(asleep\) after/,
    );
  });

  it("is still running, of a kind without a status here", () => {
    assert.match(because(without(active, "status"))!, /export-ami-1 was running after that stack/);
  });

  it("has failed: with AWS's reason, its remedy, and what starts it again", () => {
    const failureReason = "ClientError: Unsupported kernel version";
    const failed = { ...active, taskState: "failed", status: "deleted", failureReason };
    assert.match(
      because(failed)!,
      new RegExp(
        "^EC2 image export export-ami-1 failed \\(deleted\\): ClientError: Unsupported kernel " +
          `version\\. VM Import/Export .* Mend the cause and run ${RUN}, with other \`triggers\` ` +
          'if the task has onFailure: "keep"; run it again to wait for the new task, then this\\.$',
      ),
    );
  });

  it("has failed without a reason, as an older version told none", () => {
    const failed = { ...active, taskState: "failed", status: "deleted" };
    assert.match(because(failed)!, /export-ami-1 failed \(deleted\)\. Mend the cause/);
  });

  it("was cancelled", () => {
    const failureReason = "Cancelled by user";
    const cancelled = { ...active, taskState: "cancelled", status: "deleted", failureReason };
    assert.match(
      because(cancelled)!,
      /^EC2 image export export-ami-1 was cancelled \(deleted\): Cancelled by user\. /,
    );
  });

  it("has made what is gone since, whatever is allowed", () => {
    const gone = {
      ...{ ...shared, id: "task-1", taskKind: "appstream:ExportImageTask" },
      ...{ taskState: "succeeded", state: "COMPLETED", amiId: "ami-1", artifactGone: true },
    };
    const text =
      "what AppStream image export task-1 has made does not exist any more. Change `triggers` of " +
      `the task and run ${RUN}, once to make it again and once to wait for it, then this.`;
    assert.equal(because(gone), text);
    assert.equal(because(gone, { allowPartial: true }), text);
  });

  it("is partial, unless that is allowed", () => {
    const partial = { ...discovered, partial: true };
    assert.equal(
      because(partial),
      "Application Discovery export export-1 is incomplete. There was more agent data than one " +
        "export takes (isTruncated): narrow startTime and endTime. Mend that and run " +
        `${RUN}, once to start and once to wait. To take it as it is set { allowPartial: true }.`,
    );
    assert.deepEqual(result(partial, { allowPartial: true }), partial);
  });

  it("lacks what a success has, unless that is allowed", () => {
    const read = without(completed, "s3Key", "s3Uri");
    assert.equal(
      because(read),
      "EC2 image export export-ami-1 has succeeded, but its result lacks s3Key and s3Uri, which " +
        "AWS does not tell of a task that is only read (`get`). Have it from the stack that " +
        "started the task. To take it as it is set { allowPartial: true }.",
    );
    assert.deepEqual(result(read, { allowPartial: true }), read);
  });

  it("runs still or has failed, although a partial result is allowed", () => {
    assert.ok(because(active, { allowPartial: true }));
    assert.ok(because({ ...active, taskState: "failed" }, { allowPartial: true }));
  });
});

describe("an output that is no task", () => {
  it("does not exist in a stack that has others", () => {
    assert.equal(
      refusal(undefined, {}, { output: "wob" }),
      `Stack ${STACK} has no output "wob", only web and worker. Correct the name, or export the ` +
        `\`result\` of a task under it and run ${RUN}.`,
    );
  });

  it("does not exist in a stack that was never deployed", () => {
    assert.equal(
      refusal(undefined, {}, { names: [] }),
      `Stack ${STACK} has no outputs, and so no "web": no \`pulumi up\` of it has succeeded ` +
        `yet, or its program exports nothing. Run ${RUN}, then this again.`,
    );
  });

  for (const value of ["s3://exports/a.vmdk", 7, null, [], {}, { taskState: "succeeded" }]) {
    it(`is something else: ${JSON.stringify(value)}`, () => {
      assert.equal(
        refusal(value),
        `Output "web" of stack ${STACK} is not the result of a task: export the \`result\` of a ` +
          "task or of a Completion there.",
      );
    });
  }

  it("holds the results of several tasks", () => {
    assert.match(
      refusal({ web: completed, worker: active, at: "noon" }),
      /Completion there, each under a name of its own \(it has those of web and worker\)\.$/,
    );
  });
});

describe("a secret output", () => {
  it("that is no task is told without the names of what it holds", () => {
    const text = refusal({ web: completed }, {}, { isSecret: true });
    assert.match(text, /or of a Completion there\.$/);
  });

  const hush = (value: Props, demand: Partial<Demand> = {}) => {
    const text = refusal(value, demand, { isSecret: true });
    assert.ok(!text.includes("hush"), text);
    return text;
  };
  const secret = {
    ...{ ...active, id: "us-east-1/hush/ami-1", taskKind: "ec2:StoreImageTask" },
    ...{ bucket: "hush", storeTaskState: "InProgress" },
  };

  it("is told by its kind, state and status only", () => {
    assert.match(hush(secret), /: EC2 image store \[secret\] was running \(InProgress\) after/);
    assert.match(hush({ ...secret, storeTaskState: "hush" }), /store \[secret\] was running after/);
    assert.match(hush({ ...secret, taskState: "hush" }), /store \[secret\] was not finished \(In/);
  });

  it("is told without AWS's words, which may repeat it, but with their remedy", () => {
    const failed = {
      ...{ ...active, taskState: "failed", status: "deleted", id: "hush" },
      failureReason: "ClientError: Unsupported kernel version hush",
    };
    assert.match(hush(failed), /: EC2 image export \[secret\] failed \(deleted\): \[secret\]\. VM/);
  });

  it("is told so where it is gone, partial or lacks something, too", () => {
    const stored = { ...secret, taskState: "succeeded", storeTaskState: "Completed" };
    assert.match(hush({ ...stored, artifactGone: true }), /what EC2 image store \[secret\] has/);
    assert.match(hush({ ...stored, partial: true }), /EC2 image store \[secret\] is incomplete\./);
    assert.match(
      hush(stored),
      /\[secret\] has succeeded, but its result lacks objectKey and s3Uri/,
    );
  });
});

describe("the name of a task from another stack", () => {
  it("is its kind's title and its id", () => {
    assert.equal(taskName(offer(active), active, KINDS), "EC2 image export export-ami-1");
    const older = without(active, "id");
    assert.equal(taskName(offer(older), older, KINDS), "EC2 image export");
  });
});
