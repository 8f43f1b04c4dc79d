import { operations } from "./support/project";

after("tells how many operations the engine made", () => {
  console.log(`\n  engine operations: ${operations.length}`);
});
