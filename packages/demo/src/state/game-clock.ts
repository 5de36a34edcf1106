import type { DemoReader } from '../reader/demo-reader.ts';

/**
 * How much time passes from one packet to the next.
 *
 * The game server's clock decides, since the demo's stands still or jumps where a frame of the recorder's game
 * took in several packets: SourceTV's recordings tell two packets a tick and then none for a while, and players'
 * do so when their game stutters. The demo's clock helps out where packets do not tell the game server's.
 */
export class GameClock {
  readonly #reader: DemoReader;
  #tick = 0;
  #serverTick = 0;
  #isRunning = false;
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

  /** Takes in that a packet is complete. Answers whether time has passed, or begins anew. */
  advance(): boolean {
    const { tick, serverTick } = this.#reader;
    const byServer = serverTick - this.#serverTick;
    const byDemo = tick - this.#tick;
    this.#tick = tick;
    this.#serverTick = serverTick;
    if (!this.#isRunning || byServer < 0 || (byServer === 0 && byDemo < 0)) {
      this.#isRunning = true;
      this.#elapsedTicks = 0;
      this.#now++;
      return true;
    }
    const elapsed = byServer > 0 ? byServer : byDemo;
    if (elapsed === 0) return false;
    this.#elapsedTicks = elapsed;
    this.#now += elapsed;
    return true;
  }
}
