/** boto3 against the emulator: with it, what the emulator says is checked by eyes not its own. */
import { errors } from "./boto3/errors";
import { pages } from "./boto3/pages";
import { repetitions } from "./boto3/repetitions";
import { sessions } from "./boto3/sessions";
import { waiters } from "./boto3/waiters";
import { allJourneys, nothingLeftOut } from "./journeys";
import { ahead } from "./support/ahead";
import { Boto3, Boto3Process } from "./support/boto3";
import type { Use } from "./support/client";
import { pythonOrSkip } from "./support/python";

describe("boto3", function () {
  this.timeout(30_000);
  const process = new Boto3Process();
  const uses: Use[] = [];
  before(async function () {
    process.start(await pythonOrSkip(this));
  });
  after(() => process.stop());

  const it = ahead<Boto3>(1, (body) => new Boto3(process, uses).within(body));
  allJourneys(it);
  describe("by its paginators", () => pages(it));
  describe("by its waiters", () => waiters(it));
  describe("by its errors", () => errors(it));
  describe("by its repetitions", () => repetitions(it));
  describe("by its credentials", () => sessions(it));
  nothingLeftOut(uses);
});
