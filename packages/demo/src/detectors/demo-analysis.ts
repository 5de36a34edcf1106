import type { JsonValue } from './json-value.ts';

/** One finding of one detector about one player at one tick. */
export interface Detection {
  /** On the demo's clock. */
  readonly tick: number;
  /** The name of the detector. */
  readonly algorithm: string;
  /** SteamID64. */
  readonly player: bigint;
  /** What the detector has to say of it. */
  readonly data: JsonValue;
}

/** What analysis programs exchange about a demo; {@link encodeAnalysis} writes it as they do. */
export interface DemoAnalysis {
  /** Whose recording it is, by the header, unless set. */
  readonly author: string;
  /** By tick, then player, then algorithm; of each algorithm the first 100,000. */
  readonly detections: readonly Detection[];
  /** In ticks. */
  readonly duration: number;
  readonly map: string;
  /** As in the header: an address in a player's recording, a name in SourceTV's. */
  readonly server_ip: string;
}
