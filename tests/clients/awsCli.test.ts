/** The AWS CLI against the emulator: as a person at a terminal meets it. */
import { terminal } from "./awsCli/terminal";
import { allJourneys, nothingLeftOut } from "./journeys";
import { ahead } from "./support/ahead";
import { AwsCli } from "./support/awsCli";
import type { Use } from "./support/client";
import { pythonOrSkip } from "./support/python";

describe("the AWS CLI", function () {
  this.timeout(60_000);
  let python: string;
  const uses: Use[] = [];
  before(async function () {
    python = await pythonOrSkip(this);
  });

  // A call takes half a second, most of it for Python to begin: several tests share the processors.
  const it = ahead<AwsCli>(4, (body) => new AwsCli(python, uses).within(body));
  allJourneys(it);
  describe("at a terminal", () => terminal(it));
  nothingLeftOut(uses);
});
