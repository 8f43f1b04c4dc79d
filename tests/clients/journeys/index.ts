/** What every client is asked for, which has to be all that the emulator serves. */
import assert from "node:assert/strict";
import type { It } from "../support/ahead";
import type { Client, Use } from "../support/client";
import { unusedBy } from "../support/coverage";
import { appstream } from "./appstream";
import { discovery } from "./discovery";
import { ec2Exports } from "./ec2Exports";
import { ec2Images } from "./ec2Images";
import { ec2Imports } from "./ec2Imports";
import { ec2Stores } from "./ec2Stores";
import { ec2Tags } from "./ec2Tags";
import { sts } from "./sts";
import { throttled } from "./throttles";
import { workspaces } from "./workspaces";

const journeys = {
  "on EC2's image exports": ec2Exports,
  "on EC2's stores of AMIs": ec2Stores,
  "on EC2's imports of snapshots": ec2Imports,
  "on EC2's AMIs and snapshots": ec2Images,
  "on EC2's tags": ec2Tags,
  "on AppStream": appstream,
  "on WorkSpaces": workspaces,
  "on Application Discovery": discovery,
  "on STS": sts,
  "on a busy AWS": throttled,
};

/** Sends clients on all journeys. */
export function allJourneys(it: It<Client>): void {
  for (const [title, journey] of Object.entries(journeys)) describe(title, () => journey(it));
}

/** Looks for what was not used: the last part of the surrounding `describe`. */
export function nothingLeftOut(uses: readonly Use[]): void {
  describe("in all", () => {
    it("has met every operation of the emulator and every member of it", function () {
      // Only a whole run can tell: not one with --grep, nor one in which another test has failed.
      const all = tests(this.test?.parent?.parent);
      if (!all.every((one) => one === this.test || one.isPassed())) return this.skip();
      assert.deepEqual(unusedBy(uses), []);
    });
  });
}

const tests = (suite?: Mocha.Suite): Mocha.Test[] =>
  suite ? [...suite.tests, ...suite.suites.flatMap(tests)] : [];
