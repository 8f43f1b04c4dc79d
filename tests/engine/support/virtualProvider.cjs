// Loaded into every Node process of an engine: only the provider lives in AWS's time.
if (/dynamic-provider/.test(process.argv[1] ?? "")) require("../../faults/support/virtualTime.cjs");
