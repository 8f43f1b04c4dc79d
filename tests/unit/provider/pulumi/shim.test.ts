import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import Module, { createRequire } from "node:module";
import { resolve } from "node:path";
import { serializeFunction } from "@pulumi/pulumi/runtime/closure/serializeClosure";
import type { dynamic } from "@pulumi/pulumi";
import ts from "typescript";

const ROOT = resolve(__dirname, "../../../..");
const GOLDEN = resolve(ROOT, "tests/fixtures/shim.v1.txt");

const requireAsPulumi = createRequire(require.resolve("@pulumi/pulumi"));
/** How Pulumi's host evaluates the text that a state carries. */
const requireFromString = requireAsPulumi("require-from-string") as (code: string) => {
  handler(): dynamic.ResourceProvider;
};

/**
 * The shim as users get it, compiled by TypeScript as the build does: what Pulumi serialises is the
 * text of compiled functions, and another compiler writes another text.
 */
function compiledShim(): unknown {
  const file = resolve(ROOT, "provider/pulumi/shim.ts");
  const { config } = ts.readConfigFile(resolve(ROOT, "tsconfig.build.json"), (path) =>
    readFileSync(path, "utf8"),
  );
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, ROOT);
  const compilerOptions = { ...options, declaration: false, noEmit: false };
  const code = ts.transpileModule(readFileSync(file, "utf8"), { compilerOptions, fileName: file });
  const module = { exports: {} as { shim?: unknown } };
  new Function("module", "exports", "require", code.outputText)(module, module.exports, require);
  return module.exports.shim;
}

/** The line of `pulumi.dynamic.Resource`, as text: our own compiler would change it. */
const SERIALISE = "return serializeFunction(() => provider, { allowSecrets: true });";

async function serialised(): Promise<string> {
  const serialise = new Function("serializeFunction", "provider", SERIALISE);
  const { text } = (await serialise(serializeFunction, compiledShim())) as { text: string };
  return text;
}

interface Call {
  readonly entry: string;
  readonly method: string;
  readonly args: readonly unknown[];
}

/** Runs `work` with a package of ours that only notes how it was called. */
function callsOf(work: () => void): Call[] {
  const calls: Call[] = [];
  const loader = Module as unknown as { _load(request: string, ...rest: unknown[]): unknown };
  const load = loader._load;
  loader._load = function (entry, ...rest) {
    if (!entry.startsWith("pulumi-aws-tasks")) return load.call(this, entry, ...rest);
    const call = (method: string, args: unknown[]) => {
      calls.push({ entry, method, args });
      return "answer";
    };
    return { call };
  };
  try {
    work();
  } finally {
    loader._load = load;
  }
  return calls;
}

describe("the shim's text in a state", () => {
  let text: string;
  before(async () => (text = await serialised()));

  it("is the one that every state has, word for word", () => {
    assert.equal(text, readFileSync(GOLDEN, "utf8"));
  });

  it("is at most 2,500 bytes", () => assert.ok(Buffer.byteLength(text) <= 2_500));

  it("carries no helper of a compiler and nothing of this machine", () => {
    assert.doesNotMatch(text, /__(name|awaiter|generator|import|export|rest|assign|spread)/);
    assert.ok(!text.includes(ROOT) && !text.includes(process.cwd()));
  });

  it("names the package's permanent entry and no other module", () => {
    const required = [...text.matchAll(/require\(([^)]*)\)/g)].map(([, module]) => module);
    assert.equal(required.length, 7);
    assert.deepEqual([...new Set(required)], ['"pulumi-aws-tasks/v1"']);
  });
});

describe("the shim of a state, evaluated", () => {
  const methods = { configure: 1, check: 2, diff: 3, create: 1, read: 2, update: 3, delete: 2 };
  let provider: Record<string, (...args: readonly unknown[]) => unknown>;
  before(() => {
    const { handler } = requireFromString(readFileSync(GOLDEN, "utf8"));
    provider = handler() as unknown as typeof provider;
  });

  it("has exactly the methods of Pulumi's dynamic provider", () => {
    assert.deepEqual(Object.keys(provider).sort(), Object.keys(methods).sort());
  });

  for (const [method, count] of Object.entries(methods)) {
    it(`passes ${method} and its ${count} arguments to pulumi-aws-tasks/v1`, () => {
      const args = Array.from({ length: count }, (_, n) => ({ argument: n }));
      let answer: unknown;
      const calls = callsOf(() => (answer = provider[method]!(...args)));
      assert.deepEqual(calls, [{ entry: "pulumi-aws-tasks/v1", method, args }]);
      calls[0]?.args.forEach((given, n) => assert.equal(given, args[n]));
      assert.equal(answer, "answer");
    });
  }

  it("requires nothing before its first call", () => {
    const text = readFileSync(GOLDEN, "utf8");
    assert.deepEqual(
      callsOf(() => void requireFromString(text).handler()),
      [],
    );
  });
});
