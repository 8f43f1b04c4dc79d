import type { Clock } from "./clock";
import type { Faults } from "./faults";
import type { Log } from "./log";
import type { Service } from "./operation";
import type { Random } from "./random";
import type { Settings } from "./settings";
import type { Store } from "./store";

/** Everything that a call can touch. */
export interface World {
  readonly services: readonly Service[];
  readonly clock: Clock;
  readonly store: Store;
  readonly faults: Faults;
  readonly log: Log;
  readonly random: Random;
  readonly settings: Settings;
}
