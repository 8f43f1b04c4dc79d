/** What the lifecycle works with, as in a provider process, but on a virtual clock. */
import type { Context } from "../../provider/lifecycle/context";
import { Memory } from "../../provider/lifecycle/memory";
import type { Aws, Journal } from "../../provider/lifecycle/ports";
import { settingsFrom } from "../../provider/aws/settings";
import { Scheduler } from "../../provider/waiting/scheduler";
import type { VirtualTime } from "./virtualTime";

export function contextOn(time: VirtualTime, aws: Aws, number: () => number): Context {
  const nobody = () => undefined;
  return {
    clock: time,
    random: { number, hex: (bytes) => "0".repeat(bytes * 2) },
    row: { status: nobody, info: nobody, warn: nobody },
    memory: new Memory(),
    journal: NO_JOURNAL,
    scheduler: new Scheduler(time, 100),
    gone: new AbortController().signal,
    settings: settingsFrom(() => ({}), { AWS_REGION: aws.region }),
    aws: () => aws,
  };
}

const NO_JOURNAL: Journal = {
  read: () => undefined,
  write: () => undefined,
  remove: () => undefined,
  forget: () => false,
  entries: () => [],
  holderOf: () => undefined,
  hold: () => undefined,
  release: () => undefined,
};
