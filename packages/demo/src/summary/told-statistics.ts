import type { DemoReader } from '../reader/demo-reader.ts';
import type { DamageAndHealing } from './damage-and-healing.ts';

/** What of the players' statistics a demo tells at all. */
export class ToldStatistics {
  readonly #damageAndHealing: DamageAndHealing;
  #areDeathsTold = false;
  #areAssistsTold = false;

  constructor(reader: DemoReader, damageAndHealing: DamageAndHealing) {
    this.#damageAndHealing = damageAndHealing;
    reader.on('game-event-list', (definitions) => {
      const death = definitions.find(({ name }) => name === 'player_death');
      if (death === undefined) return;
      this.#areDeathsTold = true;
      if (death.fields.some(({ name }) => name === 'assister')) this.#areAssistsTold = true;
    });
  }

  /** Whether the game has an event for deaths: every recorder listens to it. */
  get areDeathsTold(): boolean {
    return this.#areDeathsTold;
  }

  get areAssistsTold(): boolean {
    return this.#areAssistsTold;
  }

  get isDamageTold(): boolean {
    return this.#damageAndHealing.isDamageTold;
  }

  get isHealingTold(): boolean {
    return this.#damageAndHealing.isHealingTold;
  }
}
