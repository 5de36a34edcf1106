import {
  DEMO_HEADER_BYTES,
  encodeCommand,
  encodeDemoHeader,
  encodeLateBytes,
  LATE_BYTES_OFFSET,
  type LateBytes,
} from '@demobase/demo';
import { concatBytes } from '../demo-builder/concat-bytes.ts';
import { NETWORK_PROTOCOL, TICK_INTERVAL_SECONDS } from '../demo-builder/demo-options.ts';
import { ChunkWriter } from './chunk-writer.ts';
import { FactCollector } from './collect-facts.ts';
import type { MatchFacts } from './match-facts.ts';
import { type CompleteMatchOptions, completeMatchOptions, type MatchOptions } from './match-options.ts';
import { MatchRecorder } from './recording/match-recorder.ts';
import { Match } from './simulation/match.ts';
import type { MatchEvent } from './simulation/match-event.ts';
import type { MatchPlayer } from './simulation/match-player.ts';

const NOT_WRITTEN: LateBytes = { playbackSeconds: 0, playbackTicks: 0, playbackFrames: 0, signonBytes: 0 };
const STOP_BYTES = encodeCommand({ type: 'stop', tick: 0 }).length;
const EMPTY_PACKET_BYTES = encodeCommand(emptyPacket({ tick: 0, sequence: 0, bytes: 0 })).length;

/** How long a match is: so many ticks of 0.015 s, or exactly so many bytes. */
export type MatchLength = { readonly ticks: number } | { readonly sizeBytes: number };

/**
 * Plays and records a match, and yields its demo in chunks of about 64 KiB, each the caller's own, without
 * ever holding the whole. What there is to find in it comes as the generator's return value.
 *
 * A demo of a given size is streamed as the game streams one: its length shows only at its end, so its late
 * bytes are zero; `lateBytes` of the facts are what belongs there. A last packet of net_NOP makes up the size.
 * @throws {RangeError} when the size has no room for a header, a sign-on and a first packet
 */
export function streamMatch(
  given: MatchOptions & MatchLength,
): Generator<Uint8Array<ArrayBuffer>, MatchFacts, undefined> {
  const options = completeMatchOptions(given);
  const length = 'ticks' in given ? { ticks: given.ticks } : { sizeBytes: given.sizeBytes };
  const match = new Match(options);
  const hostName = options.kind === 'stv' ? options.serverName : 'Demobase test server';
  const recorder = new MatchRecorder(options, match.state, hostName);
  return new MatchStreaming({ options, length, match, recorder }).run();
}

/** Builds a whole match: its demo, complete to the late bytes, and what there is to find in it. */
export function buildMatch(given: MatchOptions & MatchLength): {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly facts: MatchFacts;
} {
  const stream = streamMatch(given);
  const chunks: Uint8Array[] = [];
  for (;;) {
    const step = stream.next();
    if (step.done !== true) {
      chunks.push(step.value);
      continue;
    }
    const bytes = concatBytes(chunks);
    if (given.isRecording !== true) bytes.set(encodeLateBytes(step.value.lateBytes), LATE_BYTES_OFFSET);
    return { bytes, facts: step.value };
  }
}

class MatchStreaming {
  readonly #options: CompleteMatchOptions;
  readonly #length: MatchLength;
  readonly #match: Match;
  readonly #recorder: MatchRecorder;
  readonly #facts: FactCollector;
  readonly #chunks = new ChunkWriter();
  #sizeBytes = 0;
  #packetCount = 0;
  #lastTick = 0;

  constructor(parts: {
    readonly options: CompleteMatchOptions;
    readonly length: MatchLength;
    readonly match: Match;
    readonly recorder: MatchRecorder;
  }) {
    this.#options = parts.options;
    this.#length = parts.length;
    this.#match = parts.match;
    this.#recorder = parts.recorder;
    this.#facts = new FactCollector(parts.match.state.players);
    if ('ticks' in parts.length) requireLength('ticks', parts.length.ticks, 0);
    else requireLength('sizeBytes', parts.length.sizeBytes, this.#smallestBytes());
  }

  *run(): Generator<Uint8Array<ArrayBuffer>, MatchFacts, undefined> {
    const { signOn } = this.#recorder;
    yield* this.#put(this.#encodeHeader());
    yield* this.#put(signOn.beforeSyncTick);
    yield* this.#put(signOn.fromSyncTick);
    const { state } = this.#match;
    const ticks = 'ticks' in this.#length ? this.#length.ticks : Number.POSITIVE_INFINITY;
    const pending: MatchEvent[] = [];
    for (;;) {
      pending.push(...state.events);
      state.events.length = 0;
      if (this.#isPacketDue(state.tick, ticks)) {
        this.#recorder.packPacket(pending);
        if (!this.#hasRoom(this.#recorder.sizeBytes)) break;
        yield* this.#putPacket(pending);
        pending.length = 0;
      }
      if (state.tick >= ticks) break;
      this.#match.advance();
    }
    yield* this.#fillUp();
    yield* this.#put(encodeCommand({ type: 'stop', tick: this.#lastTick }));
    yield* this.#chunks.flush();
    return this.#finish();
  }

  /** Every so many ticks, at the last one, and at every one of a cheat. */
  #isPacketDue(tick: number, ticks: number): boolean {
    return tick % this.#options.ticksPerPacket === 0 || tick === ticks || this.#match.isWatched;
  }

  #hasRoom(packetBytes: number): boolean {
    if ('ticks' in this.#length) return true;
    const after = this.#sizeBytes + packetBytes + EMPTY_PACKET_BYTES + STOP_BYTES;
    return after <= this.#length.sizeBytes;
  }

  *#putPacket(events: readonly MatchEvent[]): Generator<Uint8Array<ArrayBuffer>, void, undefined> {
    const { tick } = this.#match.state;
    const { sizeBytes } = this.#recorder;
    yield* this.#chunks.reserve(sizeBytes);
    this.#recorder.copyTo(this.#chunks.chunk, this.#chunks.length);
    this.#chunks.length += sizeBytes;
    this.#sizeBytes += sizeBytes;
    this.#packetCount++;
    this.#lastTick = tick;
    const shows = (player: MatchPlayer) => this.#recorder.shows(player);
    for (const event of events) if (this.#recorder.hears(event)) this.#facts.take(event, tick, shows);
  }

  *#put(bytes: Uint8Array): Generator<Uint8Array<ArrayBuffer>, void, undefined> {
    this.#sizeBytes += bytes.length;
    yield* this.#chunks.put(bytes);
  }

  /** A packet of net_NOP: their bits are zero. */
  *#fillUp(): Generator<Uint8Array<ArrayBuffer>, void, undefined> {
    if ('ticks' in this.#length) return;
    const bytes = this.#length.sizeBytes - this.#sizeBytes - EMPTY_PACKET_BYTES - STOP_BYTES;
    this.#packetCount++;
    const filler = emptyPacket({ tick: this.#lastTick, sequence: this.#packetCount, bytes });
    yield* this.#put(encodeCommand(filler));
  }

  /** With a first packet of every entity: without one there is no match. */
  #smallestBytes(): number {
    const { signOn } = this.#recorder;
    const signOnBytes = signOn.beforeSyncTick.length + signOn.fromSyncTick.length;
    return DEMO_HEADER_BYTES + signOnBytes + EMPTY_PACKET_BYTES + STOP_BYTES + 16 * 1024;
  }

  #encodeHeader(): Uint8Array {
    const { kind, serverName, map, isRecording, recorder } = this.#options;
    const nickname = this.#match.state.players[recorder + 1]?.name ?? '';
    const isKnown = 'ticks' in this.#length && !isRecording;
    return encodeDemoHeader({
      demoProtocol: 3,
      networkProtocol: NETWORK_PROTOCOL,
      serverName,
      clientName: kind === 'stv' ? 'SourceTV Demo' : nickname,
      mapName: map,
      gameDirectory: 'tf',
      late: isKnown
        ? this.#lateBytes(this.#length.ticks, this.#countPackets(this.#length.ticks))
        : NOT_WRITTEN,
    });
  }

  /** How many packets there will be: cheats have some of their own, so a match with any is played twice. */
  #countPackets(ticks: number): number {
    const { ticksPerPacket, cheats } = this.#options;
    const regular = 1 + Math.ceil(ticks / ticksPerPacket);
    if (cheats.length === 0) return regular;
    const rehearsal = new Match(this.#options);
    let count = 1;
    while (rehearsal.state.tick < ticks) {
      rehearsal.advance();
      rehearsal.state.events.length = 0;
      const { tick } = rehearsal.state;
      if (tick % ticksPerPacket === 0 || tick === ticks || rehearsal.isWatched) count++;
    }
    return count;
  }

  #lateBytes(ticks: number, packetCount: number): LateBytes {
    return {
      playbackSeconds: Math.fround(ticks * TICK_INTERVAL_SECONDS),
      playbackTicks: ticks,
      playbackFrames: packetCount,
      signonBytes: this.#recorder.signOn.beforeSyncTick.length,
    };
  }

  #finish(): MatchFacts {
    const { kind, map, recorder } = this.#options;
    const { state } = this.#match;
    return this.#facts.finish({
      kind,
      map,
      sizeBytes: this.#sizeBytes,
      lastTick: this.#lastTick,
      packetCount: this.#packetCount,
      firstServerTick: this.#recorder.firstServerTick,
      maxClients: state.maxClients,
      lateBytes: this.#lateBytes(this.#lastTick, this.#packetCount),
      recorder: kind === 'pov' ? state.players[recorder + 1]?.userId : undefined,
    });
  }
}

function emptyPacket(facts: { readonly tick: number; readonly sequence: number; readonly bytes: number }) {
  const { tick, sequence, bytes } = facts;
  const payload = new Uint8Array(bytes);
  return { type: 'packet', tick, sequenceIn: sequence, sequenceOut: sequence, payload } as const;
}

function requireLength(what: string, value: number, least: number): void {
  if (Number.isInteger(value) && value >= least) return;
  throw new RangeError(`The ${what} of a match are a whole number of at least ${least}, not ${value}.`);
}
