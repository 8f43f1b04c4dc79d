// Loaded into every Node process of an engine: only the provider's clock goes fast.
if (/dynamic-provider/.test(process.argv[1] ?? "")) require("../../faults/support/accelerated.cjs");
