import type { DemoReader } from '../reader/demo-reader.ts';

/** How many moments are remembered. */
const MEMORY = 256;

/**
 * How much time passes from one packet to the next.
 *
 * The game server's clock decides, since the demo's stands still or jumps where a frame of the recorder's game
 * took in several packets: SourceTV's recordings tell two packets a tick and then none for a while, and players'
 * do so when their game stutters. The demo's clock helps out where packets do not tell the game server's.
 */
export class GameClock {
  readonly #reader: DemoReader;
  readonly #nows = new Float64Array(MEMORY);
  readonly #ticks = new Float64Array(MEMORY);
  #moments = 0;
  #tick = 0;
  #serverTick = 0;
  #now = 0;
  #elapsedTicks = 0;

  constructor(reader: DemoReader) {
    this.#reader = reader;
  }

  /** Ticks that have passed since the first packet, gaps included. It never goes back. */
  get now(): number {
    return this.#now;
  }

  /** Ticks from the moment before to this one; 0 where there is none before: at the start and in a new level. */
  get elapsedTicks(): number {
    return this.#elapsedTicks;
  }

  /** The demo's tick so many ticks ago, or the last one told before that; of those long ago the oldest known. */
  tickAt(ticksAgo: number): number {
    const then = this.#now - ticksAgo;
    const oldest = Math.max(0, this.#moments - MEMORY);
    let moment = this.#moments - 1;
    while (moment > oldest && (this.#nows[moment % MEMORY] ?? 0) > then) moment--;
    return this.#ticks[moment % MEMORY] ?? this.#tick;
  }

  /** Takes in that a packet is complete. Answers whether time has passed, or begins anew. */
  advance(): boolean {
    const { tick, serverTick } = this.#reader;
    const byServer = serverTick - this.#serverTick;
    const byDemo = tick - this.#tick;
    this.#tick = tick;
    this.#serverTick = serverTick;
    const isNew = this.#moments === 0 || byServer < 0 || (byServer === 0 && byDemo < 0);
    const elapsed = isNew ? 0 : byServer > 0 ? byServer : byDemo;
    if (elapsed === 0 && !isNew) return false;
    this.#elapsedTicks = elapsed;
    this.#now += isNew ? 1 : elapsed;
    this.#nows[this.#moments % MEMORY] = this.#now;
    this.#ticks[this.#moments % MEMORY] = tick;
    this.#moments++;
    return true;
  }
}
