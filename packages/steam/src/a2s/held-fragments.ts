interface Holder {
  /** Lets go of what it holds, which it reports, and takes no more. */
  refuseFragments(): void;
}

/**
 * What many exchanges hold together of unfinished replies. Past the limit, whoever holds most has to let go: one
 * game server that floods us must not cost the others theirs.
 */
export class HeldFragments {
  readonly #maxBytes: number;
  readonly #bytes = new Map<Holder, number>();
  #totalBytes = 0;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  change(holder: Holder, deltaBytes: number): void {
    if (deltaBytes === 0) return;
    const bytes = (this.#bytes.get(holder) ?? 0) + deltaBytes;
    if (bytes === 0) this.#bytes.delete(holder);
    else this.#bytes.set(holder, bytes);
    this.#totalBytes += deltaBytes;
    if (this.#totalBytes > this.#maxBytes) this.#greatest()?.refuseFragments();
  }

  #greatest(): Holder | undefined {
    let greatest: Holder | undefined;
    let most = 0;
    for (const [holder, bytes] of this.#bytes) {
      if (bytes <= most) continue;
      greatest = holder;
      most = bytes;
    }
    return greatest;
  }
}
