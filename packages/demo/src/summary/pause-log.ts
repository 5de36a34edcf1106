import type { Pause } from './match-events.ts';
import type { SummaryParts } from './summary-parts.ts';

/** When the game server had stopped its clock. */
export class PauseLog {
  readonly pauses: Pause[] = [];

  constructor({ reader, clock }: Pick<SummaryParts, 'reader' | 'clock'>) {
    const take = ({ isPaused }: { readonly isPaused: boolean }) => this.#take(isPaused, clock.tick);
    reader.on('svc_SetPause', take).on('svc_SetPauseTimed', take);
  }

  /** The game server also tells what it told before. */
  #take(isPaused: boolean, tick: number): void {
    const last = this.pauses.at(-1);
    const isOpen = last !== undefined && last.toTick === null;
    if (isPaused === isOpen) return;
    if (isPaused) this.pauses.push({ fromTick: tick, toTick: null });
    else if (last !== undefined) this.pauses[this.pauses.length - 1] = { ...last, toTick: tick };
  }
}
