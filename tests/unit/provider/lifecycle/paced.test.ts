import assert from "node:assert/strict";
import { paced } from "../../../../provider/lifecycle/paced";
import type { AwsRequest, Props } from "../../../../provider/lifecycle/ports";
import { awsError, contextWith, FakeAws } from "../support/context";

const images = (ids: readonly string[]): AwsRequest => ({
  service: "ec2",
  operation: "DescribeImages",
  input: { ImageIds: ids },
});
const idsIn = ({ input }: AwsRequest) => (input as { ImageIds: string[] }).ImageIds;
const listed = (ids: readonly string[]): Props => ({
  Images: ids.map((ImageId) => ({ ImageId, State: "available" })),
});

describe("paced calls", () => {
  const asked = (aws: FakeAws, requests: readonly AwsRequest[]) => {
    const { clock, gone, scheduler } = contextWith();
    const asking = paced(scheduler, aws, gone);
    return clock.until(Promise.allSettled(requests.map((request) => asking.send(request))));
  };
  const one = (ImageId: string) => ({
    status: "fulfilled",
    value: { Images: [{ ImageId, State: "available" }] },
  });

  it("ask for several things in one call, and give each its own answer", async () => {
    const aws = new FakeAws((request) => listed(idsIn(request)));
    assert.deepEqual(await asked(aws, [images(["ami-1"]), images(["ami-2"])]), [
      one("ami-1"),
      one("ami-2"),
    ]);
    assert.deepEqual(aws.requests.map(idsIn), [["ami-1", "ami-2"]]);
  });

  it("give nothing for what is gone, and the others theirs", async () => {
    const aws = new FakeAws((request) => {
      if (idsIn(request).includes("ami-2")) throw awsError("refused", "InvalidAMIID.NotFound");
      return listed(idsIn(request));
    });
    const [first, second] = await asked(aws, [images(["ami-1"]), images(["ami-2"])]);
    assert.deepEqual(first, one("ami-1"));
    assert.deepEqual((second as { value: Props }).value.Images ?? [], []);
  });

  it("fail all with what is about none of them", async () => {
    const aws = new FakeAws(() => Promise.reject(awsError("denied", "UnauthorizedOperation")));
    const outcomes = await asked(aws, [images(["ami-1"]), images(["ami-2"])]);
    assert.deepEqual(
      outcomes.map(({ status }) => status),
      ["rejected", "rejected"],
    );
    assert.equal(aws.requests.length, 1);
  });

  it("leave any other request as it is", async () => {
    const aws = new FakeAws(() => ({ any: "answer" }));
    const others = [images(["ami-1", "ami-2"]), { ...images([]), input: { Owners: "self" } }];
    const answer = { status: "fulfilled", value: { any: "answer" } };
    assert.deepEqual(await asked(aws, others), [answer, answer]);
    assert.deepEqual(aws.requests, others);
  });
});
