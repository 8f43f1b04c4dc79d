import assert from "node:assert/strict";
import { startEmulator } from "../../../emulator";
import { SHIM } from "../../faults/support/host";
import { type Installation, installationOrSkip } from "./installation";
import type { Layout } from "./layouts";
import { type Declared, declaredBy } from "./programs";
import { ProviderProcess } from "./providerProcess";
import { succeed } from "./run";
import { manifest } from "./tarball";

const KINDS = 5;

/** What must hold however a program's packages are laid out; call it within a `describe`. */
export function works(layout: Layout): void {
  let installation: Installation;
  let requiring: Promise<readonly Declared[]> | undefined;
  const required = () => (requiring ??= declaredBy(installation, "require", "program.cjs"));
  before(async function () {
    installation = await installationOrSkip(this, layout);
  });

  it("is required by a program", async () => {
    declaresAll(await required());
  });

  it("is imported by a program", async () => {
    declaresAll(await declaredBy(installation, "import", "program.mjs"));
  });

  it("is found by the provider's process, with all that each kind needs", async () => {
    const declared = await required();
    const emulator = await startEmulator();
    const provider = await ProviderProcess.start(installation, emulator.environment());
    try {
      for (const { inputs } of declared) await provider.create(inputs);
      assert.equal(emulator.tasks().length, KINDS);
    } finally {
      await provider.end();
      await emulator.close();
    }
  });

  it("has its commands", async () => {
    for (const name of Object.keys(manifest().bin)) {
      const help = await succeed(installation.bin(name, "--help"), installation.folder);
      assert.match(help, new RegExp(`^Usage: ${name} `));
    }
  });
}

/** A task of each kind, and of our code only the text that states hold for ever. */
export function declaresAll(declared: readonly Declared[]): void {
  assert.equal(new Set(declared.map(({ type }) => type)).size, KINDS);
  for (const { inputs } of declared) assert.equal(inputs.__provider, SHIM);
}
