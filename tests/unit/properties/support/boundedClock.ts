/** A clock that ends what would ask it for ever: no time limit stops a loop without a pause. */
import { ManualClock } from "../../../support/manualClock";

const MOST_ASKED = 100_000;

export class BoundedClock extends ManualClock {
  #asked = 0;

  override now(): number {
    if (++this.#asked > MOST_ASKED) throw new Error("the time was asked for without end");
    return super.now();
  }
}
