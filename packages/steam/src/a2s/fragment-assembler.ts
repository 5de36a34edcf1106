import {
  type FragmentHint,
  type FragmentLayout,
  fragmentId,
  fragmentPayload,
  fragmentPlace,
  isMarkedCompressed,
  layoutFromInfo,
  MIN_FRAGMENT_BYTES,
  recogniseBareFirstFragment,
  recogniseFirstFragment,
} from './fragment-layout.ts';
import { dropped, hasHeader, type JoinedReply, openCompressedReply, openReply } from './join-fragments.ts';

/**
 * `complete`: `payload` is the whole reply, from its type byte on. `incomplete`: more has to come. `dropped`:
 * the datagram made no sense, or the reply it is of was given up; `reason` quotes nothing of it.
 */
export type FragmentOutcome = JoinedReply | { readonly outcome: 'incomplete' };

const MAX_FRAGMENTS = 64;
/** Of one reply, headers included. */
const MAX_REPLY_BYTES = 1024 * 1024;
const MAX_OPEN_REPLIES = 64;
/** Work on compressed data, for the life of an assembler: fifty bytes can ask for a megabyte of it. */
const MAX_DECOMPRESSION_BYTES = 4 * 1024 * 1024;

/** The fragments so far of one reply. Those that came before the layout was known may contradict each other. */
interface OpenReply {
  layout: FragmentLayout | undefined;
  fragments: Buffer[];
  heldBytes: number;
}

const INCOMPLETE: FragmentOutcome = { outcome: 'incomplete' };

/**
 * Puts the replies of one game server together that come as fragments: datagrams that begin with
 * `FE FF FF FF`, in any order, repeated, of several replies at once.
 *
 * Fragments that are not of one reply, though they have its id, make it give up the older ones: game servers
 * use an id again, and of a repeated answer the newer one has the better chance to become whole.
 *
 * It knows no time. Whoever waits for the reply drops the assembler when the wait is over.
 */
export class FragmentAssembler {
  readonly #open = new Map<number, OpenReply>();
  #heldBytes = 0;
  #decompressionBytesLeft = MAX_DECOMPRESSION_BYTES;

  /** What it has kept of datagrams, in bytes. */
  get heldBytes(): number {
    return this.#heldBytes;
  }

  /** Takes in one datagram, and keeps a copy if it has to. It never throws. */
  accept(datagram: Uint8Array, hint?: FragmentHint): FragmentOutcome {
    if (datagram.length < MIN_FRAGMENT_BYTES) return dropped('a fragment ends inside its header');
    const fragment = Buffer.from(datagram);
    const id = fragmentId(fragment);
    let reply = this.#open.get(id);
    if (reply?.fragments.some((held) => held.equals(fragment))) return INCOMPLETE;

    const layout = reply?.layout ?? layoutFromInfo(hint) ?? recogniseFirstFragment(fragment);
    const place = layout && fragmentPlace(fragment, layout);
    if (place && (place.number >= place.total || place.total > MAX_FRAGMENTS)) {
      return dropped('a fragment has a number it cannot have');
    }
    let lost: FragmentOutcome | undefined;
    if (reply && place && reply.fragments.some((held) => isAtOdds(fragmentPlace(held, layout), place))) {
      this.#forget(id);
      reply = undefined;
      lost = dropped('fragments with one id are not of one reply');
    }
    if (!reply) {
      if (this.#open.size >= MAX_OPEN_REPLIES) return dropped('too many replies are incomplete');
      reply = { layout, fragments: [], heldBytes: 0 };
      this.#open.set(id, reply);
    }
    reply.layout = layout;
    reply.fragments.push(fragment);
    reply.heldBytes += fragment.length;
    this.#heldBytes += fragment.length;
    if (reply.heldBytes > MAX_REPLY_BYTES || reply.fragments.length > MAX_FRAGMENTS) {
      this.#forget(id);
      return dropped('a reply in fragments is too large');
    }
    const isAllThere = place ? reply.fragments.length >= place.total : isBareReply(reply.fragments);
    if (!isAllThere) return lost ?? INCOMPLETE;
    this.#forget(id);
    return this.#join(reply.fragments, layout ?? 'source');
  }

  #forget(id: number): void {
    this.#heldBytes -= this.#open.get(id)?.heldBytes ?? 0;
    this.#open.delete(id);
  }

  #join(fragments: readonly Buffer[], layoutSoFar: FragmentLayout): JoinedReply {
    const ordered = inOrder(fragments, layoutSoFar);
    const first = ordered?.[0];
    if (!ordered || !first) return dropped('fragments with one id are not of one reply');
    // The two of Source differ in where the payload begins. How it begins tells them apart; INFO only suggests.
    const layout =
      layoutSoFar === 'goldsrc'
        ? layoutSoFar
        : (recogniseFirstFragment(first) ?? recogniseBareFirstFragment(first) ?? layoutSoFar);
    const payloads: Buffer[] = [];
    for (const fragment of ordered) {
      const payload = fragmentPayload(fragment, layout);
      if (!payload) return dropped('a fragment ends inside its header');
      payloads.push(payload);
    }
    const joined = Buffer.concat(payloads);
    // The ids of GoldSrc use all their bits, and compress nothing.
    if (layout === 'goldsrc' || !isMarkedCompressed(first) || hasHeader(joined)) return openReply(joined);
    return openCompressedReply(joined, (sizeBytes) => this.#mayDecompress(sizeBytes));
  }

  #mayDecompress(sizeBytes: number): boolean {
    if (sizeBytes > this.#decompressionBytesLeft) return false;
    this.#decompressionBytesLeft -= sizeBytes;
    return true;
  }
}

interface Place {
  readonly number: number;
  readonly total: number;
}

/** The fragments by number, if they are exactly those of one reply. */
function inOrder(fragments: readonly Buffer[], layout: FragmentLayout): readonly Buffer[] | undefined {
  const ordered: Buffer[] = [];
  for (const fragment of fragments) {
    const { number, total } = fragmentPlace(fragment, layout);
    if (total !== fragments.length || number >= total || ordered[number]) return undefined;
    ordered[number] = fragment;
  }
  return ordered;
}

/** Whether fragments that show no layout make up a reply of Source all the same: one without `FF FF FF FF`. */
function isBareReply(fragments: readonly Buffer[]): boolean {
  const first = inOrder(fragments, 'source')?.[0];
  return first !== undefined && recogniseBareFirstFragment(first) !== undefined;
}

function isAtOdds(one: Place, other: Place): boolean {
  return one.total !== other.total || one.number === other.number;
}
