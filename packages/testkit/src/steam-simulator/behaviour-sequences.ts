import type { Behaviour, BehaviourSequence, SingleBehaviour, SteamBehaviour } from './behaviour.ts';

/** How far the sequences of behaviours of one simulator have come. */
export class BehaviourSequences {
  readonly #steps = new WeakMap<BehaviourSequence, number>();

  /** What is to be done now; the next time it is the next of the sequence. */
  step(behaviour: Behaviour): SingleBehaviour {
    if (typeof behaviour === 'string' || !('sequence' in behaviour)) return behaviour;
    const step = this.#steps.get(behaviour) ?? 0;
    this.#steps.set(behaviour, step + 1);
    return behaviour.sequence[step] ?? behaviour.sequence.at(-1) ?? 'normal';
  }

  /** A sequence that is set once more begins anew. */
  restart(changes: Partial<SteamBehaviour>): void {
    for (const behaviour of Object.values(changes)) {
      if (typeof behaviour === 'object' && 'sequence' in behaviour) this.#steps.delete(behaviour);
    }
  }
}
