import { BitReader } from '../bits/bit-reader.ts';
import { DemoFormatError } from '../demo-format-error.ts';
import { decodeMessages } from '../messages/message.ts';
import { type WireProtocol, wireProtocolsOf } from '../messages/wire-protocol.ts';

/** How far into a sign-on packet svc_ServerInfo is looked for; recordings have it in the first 200 bytes. */
const SAMPLE_BYTES = 4 * 1024;

/** Finds the tick interval, which only svc_ServerInfo tells, in sign-on packets that come in pieces. */
export class TickIntervalSearch {
  readonly #networkProtocol: number;
  readonly #sample = new Uint8Array(SAMPLE_BYTES);
  #sampleBytes = 0;
  #wantedBytes = 0;
  #tickIntervalSeconds: number | undefined;

  constructor(networkProtocol: number) {
    this.#networkProtocol = networkProtocol;
  }

  get tickIntervalSeconds(): number | undefined {
    return this.#tickIntervalSeconds;
  }

  /** A sign-on packet of this many bytes begins. */
  begin(payloadBytes: number): void {
    this.#sampleBytes = 0;
    this.#wantedBytes = Math.min(payloadBytes, SAMPLE_BYTES);
  }

  /** Whether more of the payload is wanted. */
  get isSampling(): boolean {
    return this.#sampleBytes < this.#wantedBytes;
  }

  /** Takes the next piece of the payload, and looks once all that is wanted of it has come. */
  take(piece: Uint8Array): void {
    const wanted = piece.subarray(0, this.#wantedBytes - this.#sampleBytes);
    this.#sample.set(wanted, this.#sampleBytes);
    this.#sampleBytes += wanted.length;
    if (!this.isSampling) {
      this.#tickIntervalSeconds = this.#findTickInterval(this.#sample.subarray(0, this.#sampleBytes));
    }
  }

  #findTickInterval(payload: Uint8Array): number | undefined {
    for (const protocol of wireProtocolsOf(this.#networkProtocol)) {
      const found = findTickInterval(payload, protocol);
      if (found !== undefined) return found;
    }
    return undefined;
  }
}

function findTickInterval(payload: Uint8Array, protocol: WireProtocol): number | undefined {
  try {
    for (const message of decodeMessages(new BitReader(payload), protocol)) {
      if (message.type !== 'svc_ServerInfo') continue;
      const { networkProtocol, tickIntervalSeconds } = message;
      // Read with the wrong layout, or made up: the rest of the message is not to be believed either.
      if (networkProtocol !== protocol.network) return undefined;
      return tickIntervalSeconds > 0 && tickIntervalSeconds <= 1 ? tickIntervalSeconds : undefined;
    }
  } catch (error) {
    if (!(error instanceof DemoFormatError)) throw error;
    // A message this package does not read stands in front: the interval stays unknown, the demo is fine.
  }
  return undefined;
}
