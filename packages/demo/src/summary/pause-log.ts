import { CappedList } from './capped-list.ts';
import type { Pause } from './match-events.ts';
import type { SummaryParts } from './summary-parts.ts';

/** When the game server had stopped its clock. */
export class PauseLog {
  readonly pauses = new CappedList<Pause>();

  constructor({ reader, clock }: Pick<SummaryParts, 'reader' | 'clock'>) {
    const take = ({ isPaused }: { readonly isPaused: boolean }) => this.#take(isPaused, clock.tick);
    reader
      .on('svc_SetPause', take)
      .on('svc_SetPauseTimed', take)
      // No pause outlasts its level.
      .on('svc_ServerInfo', () => this.#take(false, clock.tick));
  }

  /** The game server also tells what it told before. */
  #take(isPaused: boolean, tick: number): void {
    const isOpen = this.pauses.last?.toTick === null;
    if (isPaused === isOpen) return;
    if (isPaused) this.pauses.add({ fromTick: tick, toTick: null });
    else this.pauses.changeLast({ toTick: tick });
  }
}
