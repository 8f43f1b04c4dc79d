/** What is in a state for each kind of task, as the real engine stores it. */
import { FIVE_KINDS, KINDS, type Name } from "../../tests/engine/support/fiveKinds";
import { Project } from "../../tests/engine/support/project";
import { ensureEngine } from "../support/engine";

interface Size {
  readonly kind: string;
  readonly bytes: number;
  /** Of these the code, which Pulumi stores among the inputs and among the outputs. */
  readonly codeBytes: number;
}

export async function stateSizes(): Promise<Size[]> {
  await ensureEngine();
  const project = await Project.make("sizes", FIVE_KINDS);
  try {
    await project.up();
    const sizes = Object.entries(project.tasks()).map(([name, resource]) => ({
      kind: KINDS[name as Name].type,
      bytes: bytesOf(resource),
      codeBytes: bytesOf(resource.inputs.__provider) + bytesOf(resource.outputs.__provider),
    }));
    return sizes.sort((a, b) => (a.kind < b.kind ? -1 : 1));
  } finally {
    await project.close();
  }
}

const bytesOf = (value: unknown) => Buffer.byteLength(JSON.stringify(value));
