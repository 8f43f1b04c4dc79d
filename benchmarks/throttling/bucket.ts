/** How EC2 limits calls: a bucket of tokens that fills evenly; a call takes one, or is refused. */
export class TokenBucket {
  readonly #perS: number;
  readonly #most: number;
  #tokens: number;
  #filledAt: number | undefined;

  constructor({ perS, burst }: { readonly perS: number; readonly burst: number }) {
    this.#perS = perS;
    this.#most = burst;
    this.#tokens = burst;
  }

  take(nowMs: number): boolean {
    const passedMs = nowMs - (this.#filledAt ?? nowMs);
    this.#filledAt = nowMs;
    this.#tokens = Math.min(this.#most, this.#tokens + (passedMs / 1_000) * this.#perS);
    if (this.#tokens < 1) return false;
    this.#tokens--;
    return true;
  }
}
