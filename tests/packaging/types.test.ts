import { checks } from "./support/typeChecks";

/** One of each kind of program; all combinations are in tests/full. */
describe("a TypeScript program with the package", function () {
  this.timeout(120_000);
  checks("5.9", ["node16", "node10"]);
  checks("6.0", ["node16", "bundler"]);
});
