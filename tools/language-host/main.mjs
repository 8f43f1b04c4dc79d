/**
 * `pulumi-language-nodejs` for an engine that was built from its Go module: the stock one is not to
 * be had as a Go module. Small, and development tooling only: where a stock CLI is found, its own
 * language host is used. Started by the engine as `pulumi-language-nodejs [flags] <engine address>`.
 */
import { createProgramRunner } from "./program.mjs";
import { serve } from "./server.mjs";
import { endWithEngine } from "./end.mjs";

const engineAddress = process.argv.slice(2).at(-1) ?? "";
const runner = createProgramRunner(engineAddress);

// Before the slow imports are through the engine may be gone already.
endWithEngine(runner);
// The engine reads one line from us, the port; all later ones are diagnostics of the program.
console.log(await serve(runner));
