import { BitReader } from '../bits/bit-reader.ts';
import { COMMAND_TYPES } from '../commands/command-layout.ts';
import { DemoFormatError } from '../demo-format-error.ts';
import type { DemoHeader } from '../header/demo-header.ts';
import { decodeMessages } from '../messages/message.ts';
import { type WireProtocol, wireProtocolsOf } from '../messages/wire-protocol.ts';
import type { CommandHead, CommandSink } from './command-sink.ts';

/** How far into a sign-on packet svc_ServerInfo is looked for; recordings have it in the first 200 bytes. */
const SAMPLE_BYTES = 4 * 1024;

/**
 * Finds the tick interval, which only svc_ServerInfo tells, in sign-on packets that come in pieces.
 * The first sync tick ends the search.
 */
export class TickIntervalSearch implements CommandSink {
  #networkProtocol = 0;
  #sample: Uint8Array | undefined = new Uint8Array(SAMPLE_BYTES);
  #sampleBytes = 0;
  #wantedBytes = 0;
  #tickIntervalSeconds: number | undefined;

  get tickIntervalSeconds(): number | undefined {
    return this.#tickIntervalSeconds;
  }

  get wantsPayload(): boolean {
    return this.#sampleBytes < this.#wantedBytes;
  }

  header({ networkProtocol }: DemoHeader): void {
    this.#networkProtocol = networkProtocol;
  }

  begin({ type, payloadBytes }: CommandHead): void {
    this.#sampleBytes = 0;
    this.#wantedBytes = 0;
    if (type === COMMAND_TYPES['sync-tick']) this.#sample = undefined;
    if (type === COMMAND_TYPES.signon && this.#sample !== undefined) {
      this.#wantedBytes = Math.min(payloadBytes, SAMPLE_BYTES);
    }
  }

  /** Takes the next piece of the payload, and looks once all that is wanted of it has come. */
  take(bytes: Uint8Array, start: number, end: number): void {
    const taken = Math.min(end - start, this.#wantedBytes - this.#sampleBytes);
    this.#sample?.set(bytes.subarray(start, start + taken), this.#sampleBytes);
    this.#sampleBytes += taken;
    if (this.wantsPayload || this.#sample === undefined) return;
    this.#tickIntervalSeconds = this.#findTickInterval(this.#sample.subarray(0, this.#sampleBytes));
    if (this.#tickIntervalSeconds !== undefined) this.#sample = undefined;
  }

  end(): void {
    // A packet is looked at when its sample is full, which its end cannot change.
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
