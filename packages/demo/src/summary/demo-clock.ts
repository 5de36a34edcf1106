import type { DemoReader } from '../reader/demo-reader.ts';
import type { Moment } from './moment.ts';

/** What time it is in a demo. Only packets move it: sign-on carries ticks of the game server, or of another level. */
export class DemoClock {
  readonly #reader: DemoReader;
  #startServerTick: number | undefined;

  constructor(reader: DemoReader) {
    this.#reader = reader;
    // Sign-on tells its tick before the first of its few states; listening to each tick costs more.
    const takeNote = () => {
      this.#startServerTick ??= this.startServerTick;
    };
    reader.on('net_SignonState', takeNote).on('sync-tick', takeNote);
  }

  /** Whether the recording has begun: a packet has come that is not sign-on. */
  get isRunning(): boolean {
    return this.#reader.playbackFrames > 0;
  }

  /** On the demo's clock; 0 before the recording begins. */
  get tick(): number {
    return this.#reader.playbackTicks;
  }

  /** The first tick the game server told; undefined before it did. */
  get startServerTick(): number | undefined {
    if (this.#startServerTick !== undefined) return this.#startServerTick;
    return this.#reader.serverTick > 0 ? this.#reader.serverTick : undefined;
  }

  now(): Moment {
    return { tick: this.tick, serverTick: this.#reader.serverTick };
  }
}
