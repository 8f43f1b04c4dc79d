import { NPM } from "./support/layouts";
import { works } from "./support/works";

describe("the package, installed by npm", function () {
  this.timeout(120_000);
  works(NPM);
});
