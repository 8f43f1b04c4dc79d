/** What the figures were measured on: nothing that tells whose machine it is. */
import os from "node:os";

export function machineText(): string {
  const cores = os.availableParallelism();
  const gibibytes = Math.round(os.totalmem() / 2 ** 30);
  const { node } = process.versions;
  return `${cores} cores, ${gibibytes} GiB of memory, ${os.type()}, Node.js ${node}`;
}
