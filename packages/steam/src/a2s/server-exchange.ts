import { type A2sFailure, type A2sPartName, type A2sParts, type A2sReply, replyOf } from './a2s-answer.ts';
import { type A2sParse, replyTypes } from './a2s-parse.ts';
import { FragmentAssembler } from './fragment-assembler.ts';
import { readInfo } from './info.ts';
import { readPlayers } from './players.ts';
import { encodeInfoRequest, encodePlayersRequest, encodeRulesRequest } from './requests.ts';
import { readRules } from './rules.ts';

/** A reply may be answered with another challenge this often; then it is a loop. */
const MAX_CHALLENGES = 3;
const MAX_NOTICE_BYTES = 512;

/** One part being asked for. The transport keeps up to date what is about sending. */
export interface Leg {
  readonly exchange: ServerExchange;
  readonly part: A2sPartName;
  state: 'waiting' | 'asked' | 'done';
  /** Datagrams sent in all. */
  sends: number;
  /** Repetitions since the last thing the server said. */
  tries: number;
  /** When it was sent last, in milliseconds of `performance.now()`, and when for the first of these tries. */
  sentAt: number;
  firstSentAt: number;
  /** Tells the last sending from earlier ones that are still watched. */
  ticket: number;
  /** Whether pacing holds its next datagram back. */
  isHeldBack: boolean;
  /** Datagrams that could not leave this machine, and why the last of them could not. */
  unsent: { readonly datagrams: number; readonly reason: string } | undefined;
  challenges: number;
}

/** How an exchange reaches its server. */
export interface ExchangeTransport {
  /** Sends `leg.exchange.encode(leg)` as soon as pacing allows. */
  send(leg: Leg): void;
  /** Takes in that a leg has been answered. */
  answered(leg: Leg, now: number): void;
  finished(exchange: ServerExchange): void;
  /** Takes in how much more an exchange holds of unfinished replies. It may be told to let go of it at once. */
  holdFragments(exchange: ServerExchange, deltaBytes: number): void;
}

/**
 * Asks one game server for its parts (https://developer.valvesoftware.com/wiki/Server_queries): INFO first, and as soon
 * as that brings a challenge or an answer, PLAYER and RULES beside it. It keeps no time and no socket: datagrams and
 * the passing of time are handed in.
 */
export class ServerExchange {
  readonly host: string;
  readonly port: number;
  readonly #transport: ExchangeTransport;
  readonly #legs: readonly Leg[];
  readonly #parts: { -readonly [Name in keyof A2sParts]: A2sParts[Name] } = {};
  #challenge: Uint8Array | undefined;
  #fragments: FragmentAssembler | undefined;
  #heldBytes = 0;
  #takesFragments = true;
  #isFinished = false;
  /** When the first datagram left; milliseconds of `performance.now()`. */
  startedAt: number | undefined;

  constructor(
    remote: { readonly host: string; readonly port: number },
    parts: readonly A2sPartName[],
    transport: ExchangeTransport,
  ) {
    this.host = remote.host;
    this.port = remote.port;
    this.#transport = transport;
    this.#legs = [...new Set(parts)].map((part) => ({
      exchange: this,
      part,
      state: 'waiting',
      sends: 0,
      tries: 0,
      sentAt: 0,
      firstSentAt: 0,
      ticket: 0,
      isHeldBack: false,
      unsent: undefined,
      challenges: 0,
    }));
  }

  get parts(): A2sParts {
    return this.#parts;
  }

  get isFinished(): boolean {
    return this.#isFinished;
  }

  /** Whether any part was answered. */
  get hasAnswered(): boolean {
    const { info, players, rules } = this.#parts;
    return [info, players, rules].some((part) => replyOf<unknown>(part) !== undefined);
  }

  /** The last challenge the server gave out, or that it was asked with. */
  get challenge(): Uint8Array | undefined {
    return this.#challenge;
  }

  /** With a challenge the server gave out before, everything is asked for at once; if it has run out, a new one comes. */
  begin(knownChallenge?: Uint8Array): void {
    this.#finishIfDone(); // it may have failed already, or be asked for nothing
    if (this.#isFinished) return;
    this.#challenge = knownChallenge;
    const info = knownChallenge ? undefined : this.#leg('info');
    for (const leg of info ? [info] : this.#legs) this.#ask(leg);
  }

  encode({ part }: Leg): Uint8Array {
    if (part === 'info') return encodeInfoRequest(this.#challenge);
    return part === 'players' ? encodePlayersRequest(this.#challenge) : encodeRulesRequest(this.#challenge);
  }

  /** Asks again. */
  repeat(leg: Leg): void {
    leg.tries += 1;
    this.#transport.send(leg);
  }

  /** Ends a leg that nothing came for. */
  giveUp(leg: Leg): void {
    const { sends, unsent } = leg;
    if (unsent?.datagrams === sends) this.#finish(leg, { outcome: 'unreachable', reason: unsent.reason });
    else this.#finish(leg, { outcome: 'no-answer', sends });
  }

  /** Ends everything, for a reason on our side. */
  fail(reason: string): void {
    for (const leg of this.#legs) this.#finish(leg, { outcome: 'unreachable', reason });
  }

  /** Drops what is held of unfinished replies, and takes in nothing more. */
  cancel(): void {
    this.#isFinished = true;
    for (const leg of this.#legs) leg.state = 'done';
    this.#dropFragments();
  }

  /** Takes in a datagram of this server. Whatever it holds, nothing is thrown. */
  receive(datagram: Uint8Array, now: number): void {
    if (this.#isFinished || datagram.length < 5) return;
    if (datagram[1] !== 0xff || datagram[2] !== 0xff || datagram[3] !== 0xff) return;
    if (datagram[0] === 0xff) this.#read(datagram.subarray(4), now);
    else if (datagram[0] === 0xfe) this.#assemble(datagram, now);
  }

  #assemble(datagram: Uint8Array, now: number): void {
    if (!this.#takesFragments) return;
    const known = replyOf(this.#parts.info)?.value;
    this.#fragments ??= new FragmentAssembler();
    const result = this.#fragments.accept(
      datagram,
      known && { protocol: known.protocol, appId: known.appId },
    );
    const growth = this.#fragments.heldBytes - this.#heldBytes;
    this.#heldBytes += growth;
    this.#transport.holdFragments(this, growth);
    if (result.outcome === 'complete') this.#read(result.payload, now);
  }

  /** Drops what is held of unfinished replies; replies in one datagram are still taken. */
  refuseFragments(): void {
    // A fresh assembler would begin with fresh limits: what floods us gets no second one.
    this.#takesFragments = false;
    this.#dropFragments();
  }

  #dropFragments(): void {
    const heldBytes = this.#heldBytes;
    this.#fragments = undefined;
    this.#heldBytes = 0;
    this.#transport.holdFragments(this, -heldBytes);
  }

  #read(payload: Uint8Array, now: number): void {
    switch (payload[0]) {
      case replyTypes.challenge:
        this.#takeChallenge(payload);
        break;
      case replyTypes.info:
      case replyTypes.goldSrcInfo:
        this.#answer('info', payload, now, readInfo);
        break;
      case replyTypes.players:
        this.#answer('players', payload, now, (bytes) => readPlayers(bytes, this.#appId()));
        break;
      case replyTypes.rules:
        this.#answer('rules', payload, now, readRules);
        break;
      case replyTypes.notice:
        this.#takeNotice(payload);
        break;
      default: // a reply nobody asked for
    }
  }

  /**
   * The bytes are the server's to choose, 0 and -1 included, and do not say which request they answer. The same ones
   * again are the echo of a repetition: the requests that carry them are on their way.
   */
  #takeChallenge(payload: Uint8Array): void {
    const challenge = payload.subarray(1, 5);
    if (challenge.length < 4) return;
    if (this.#challenge && Buffer.compare(this.#challenge, challenge) === 0) return;
    this.#challenge = Uint8Array.from(challenge);
    for (const leg of this.#legs) {
      if (leg.state === 'asked') this.#askWithNewChallenge(leg);
      // Somebody is there, and the challenge is good for every part: that saves a round trip.
      else if (leg.state === 'waiting') this.#ask(leg);
    }
  }

  #askWithNewChallenge(leg: Leg): void {
    leg.challenges += 1;
    if (leg.challenges > MAX_CHALLENGES) {
      this.#finish(leg, { outcome: 'challenge-loop', sends: leg.sends });
      return;
    }
    leg.tries = 0;
    this.#transport.send(leg);
  }

  #takeNotice(payload: Uint8Array): void {
    const text = Buffer.from(payload.subarray(1, 1 + MAX_NOTICE_BYTES)).toString('utf8');
    const reason = text.replace(/\0.*$/s, '').trim();
    for (const leg of this.#legs) {
      if (leg.state === 'asked') this.#finish(leg, { outcome: 'refused', reason, sends: leg.sends });
    }
  }

  #answer<T>(
    part: A2sPartName,
    payload: Uint8Array,
    now: number,
    read: (payload: Uint8Array) => A2sParse<T>,
  ): void {
    const leg = this.#leg(part);
    if (leg?.state !== 'asked' || leg.sends === 0) return;
    const result = read(payload);
    const { sends } = leg;
    if (result.outcome === 'malformed') {
      this.#finish(leg, { outcome: 'malformed', reason: result.reason, sends, raw: payload });
      return;
    }
    const rttMs = now - leg.sentAt;
    this.#transport.answered(leg, now);
    this.#finish(leg, { outcome: result.outcome, value: result.value, rttMs, sends, raw: payload });
  }

  #finish(leg: Leg, part: A2sReply<unknown> | A2sFailure): void {
    if (leg.state === 'done') return;
    leg.state = 'done';
    Object.assign(this.#parts, { [leg.part]: part });
    if (leg.part === 'info') this.#goOn();
    this.#finishIfDone();
  }

  #finishIfDone(): void {
    if (this.#isFinished || this.#legs.some(({ state }) => state !== 'done')) return;
    this.#isFinished = true;
    this.#dropFragments();
    this.#transport.finished(this);
  }

  /** After INFO: a server that answered is asked for the rest, and nobody else. */
  #goOn(): void {
    const { info } = this.#parts;
    const isThere = replyOf(info) !== undefined || info?.outcome === 'malformed';
    for (const leg of this.#legs) {
      if (leg.state !== 'waiting') continue;
      if (isThere) this.#ask(leg);
      else this.#finish(leg, { outcome: 'not-asked' });
    }
    // Players that came before INFO were read without knowing the game.
    const players = replyOf(this.#parts.players);
    if (!players) return;
    const again = readPlayers(players.raw, this.#appId());
    if (again.outcome !== 'malformed') this.#parts.players = { ...players, ...again };
  }

  #ask(leg: Leg): void {
    leg.state = 'asked';
    this.#transport.send(leg);
  }

  #leg(part: A2sPartName): Leg | undefined {
    return this.#legs.find((leg) => leg.part === part);
  }

  #appId(): { appId?: number } {
    const info = replyOf(this.#parts.info);
    return info ? { appId: info.value.appId } : {};
  }
}
