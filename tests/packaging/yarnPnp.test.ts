import { YARN_PNP } from "./support/layouts";
import { works } from "./support/works";

describe("the package, installed by yarn without node_modules", function () {
  this.timeout(120_000);
  works(YARN_PNP);
});
