import {
  formatServerAddress,
  type GameServerObservation,
  type GameServers,
  parseServerAddress,
  type ServerFilter,
} from '@demobase/steam';
import type { GameServerVerdict } from '../database/schema.ts';
import { storableText } from './storable-text.ts';

/** A verdict, and why, in sentences for people. */
interface Judgement {
  readonly verdict: GameServerVerdict;
  readonly reason: string;
}

/** What was found out about the address of a game server. */
export interface GameServerFinding extends Judgement {
  /** In its canonical form; the text itself where that is no address. */
  readonly address: string;
  /** Absent when there was nothing to ask. */
  readonly observation?: GameServerObservation;
}

interface CheckOptions {
  /** Steam's number for the game; its relay answers for one game at a time. */
  readonly appId: number;
  readonly signal: AbortSignal;
  /** Somebody waits for it: it may use what Steam's daily allowance keeps in reserve. */
  readonly isUrgent: boolean;
}

const MAX_SHOWN_CHARACTERS = 200;

/**
 * Finds out whether there is a game server at an address, as a client names it: asks the game server itself, or
 * Steam's relay where only that reaches it, and then looks into Steam's list. Only existence counts, so nothing but
 * a ping is asked for. Rejects with the reason of `signal` when that aborts.
 */
export async function checkGameServer(
  gameServers: GameServers,
  text: string,
  options: CheckOptions,
): Promise<GameServerFinding> {
  const parsed = parseServerAddress(text);
  const address = shownAddress(text);
  if (!parsed) {
    const reason = 'It is not an address, such as 192.0.2.10:27015 or tf2.example.org.';
    return { address, verdict: 'unknown', reason };
  }
  const { appId, signal, isUrgent } = options;
  const observation = await gameServers.query(address, { parts: ['ping'], appId, signal, isUrgent });
  const judgement = judgeObservation(observation);
  if (judgement) return { address, observation, ...judgement };
  const listed = listedAddress(observation.remote_address ?? address);
  return { address, observation, ...(await judgeByList(gameServers, listed, options)) };
}

/** An address in its canonical form; the text itself, as far as it can be kept, where it is none. */
export function shownAddress(text: string): string {
  const parsed = parseServerAddress(text);
  return parsed ? formatServerAddress(parsed) : storableText(text, MAX_SHOWN_CHARACTERS);
}

/** Undefined when nobody answered, which Steam's list may know better. */
function judgeObservation({ failure, outcomes, via }: GameServerObservation): Judgement | undefined {
  if (failure) return judgeFailure(failure);
  const { ping } = outcomes;
  switch (ping.outcome) {
    case 'ok':
    case 'partial':
      return verified(via === 'relay' ? 'Steam’s relay reaches it.' : 'It answers.');
    // These are said in the language of game servers, too.
    case 'refused':
    case 'challenge-loop':
      return verified('It answers, though it tells us nothing.');
    case 'no-answer':
    case 'malformed':
      return undefined;
    default:
      if (via === 'udp') return unchecked('We cannot send anything there.');
      return unchecked(whySteamCannotTell(ping.outcome));
  }
}

function judgeFailure({ outcome }: NonNullable<GameServerObservation['failure']>): Judgement {
  switch (outcome) {
    case 'address-invalid':
      return unknown('It is not an address.');
    case 'name-unresolved':
      return unknown('This host name does not exist, or has no address.');
    case 'address-forbidden':
      return unknown('Game servers on private addresses are not asked by this service.');
    case 'dns-unavailable':
      return unchecked('Host names cannot be looked up right now.');
    case 'no-key':
      return unchecked('Only Steam’s relay reaches it, and this service has no key to ask Steam with.');
  }
}

async function judgeByList(
  gameServers: GameServers,
  address: string | undefined,
  { signal, isUrgent }: CheckOptions,
): Promise<Judgement> {
  if (address === undefined) return unknown('Nobody answers there.');
  const list = (filter: ServerFilter) => gameServers.list({ filter, limit: 1 }, { signal, isUrgent });
  // Where games connect to is mostly where queries go to, and that first.
  for (const filter of [{ gameAddress: address }, { queryAddress: address }]) {
    const { outcome } = await list(filter);
    if (outcome === 'ok') return verified('It does not answer us, but Steam lists it.');
    if (outcome === 'no-key') return unknown('Nobody answers there.');
    if (outcome !== 'empty') return unlisted(whySteamCannotTell(outcome));
  }
  // Steam throttles silently, too: by answering with nothing. Of all game servers it always knows one.
  const { outcome } = await list({});
  if (outcome === 'empty') return unlisted('Steam’s list is empty right now.');
  if (outcome !== 'ok') return unlisted(whySteamCannotTell(outcome));
  return unknown('Nobody answers there, and Steam lists no game server at this address.');
}

function unlisted(why: string): Judgement {
  return unchecked(`Nobody answers there, and whether Steam lists it cannot be told: ${why}`);
}

/** What Steam's list can be asked about: IPv4 only, and no names. */
function listedAddress(address: string): string | undefined {
  const { kind } = parseServerAddress(address) ?? {};
  return kind === 'sdr' || kind === 'ipv4' ? address : undefined;
}

function whySteamCannotTell(outcome: string): string {
  switch (outcome) {
    case 'key-rejected':
      return 'Steam does not take the key of this service.';
    case 'throttled':
      return 'Steam takes no more questions from this service for now.';
    case 'budget-exhausted':
      return 'This service has asked Steam all that it may today.';
    case 'timeout':
      return 'Steam did not answer in time.';
    default:
      return 'Steam cannot be asked right now.';
  }
}

function verified(reason: string): Judgement {
  return { verdict: 'verified', reason };
}

function unknown(reason: string): Judgement {
  return { verdict: 'unknown', reason };
}

function unchecked(reason: string): Judgement {
  return { verdict: 'unchecked', reason };
}
