import { crc32 } from 'node:zlib';
import type { Random } from '../demo-builder/random.ts';
import type { SplitBehaviour } from './behaviour.ts';
import { compressBzip2 } from './bzip2/compress-bzip2.ts';
import {
  encodeGoldSrcFragment,
  encodeSource2006Fragment,
  encodeSourceFragment,
  type Fragment,
  MAX_GOLDSRC_FRAGMENTS,
  MAX_SOURCE_FRAGMENTS,
} from './fragments.ts';

const SIMPLE_HEADER = Buffer.from([0xff, 0xff, 0xff, 0xff]);
const DEFAULT_FRAGMENT_BYTES = 1248;

/** The reply as one datagram. */
export function encodeWhole(reply: Uint8Array): Buffer {
  return Buffer.concat([SIMPLE_HEADER, reply]);
}

/**
 * The datagrams in which a reply travels, in the order in which they are to be sent.
 *
 * @param reply from its type byte on.
 * @param options.id of the reply, should it be split.
 * @throws {RangeError} when the layout has no room for so many fragments.
 */
export function splitReply(
  reply: Uint8Array,
  options: { readonly split: SplitBehaviour; readonly id: number; readonly random: Random },
): Buffer[] {
  const { split, id, random } = options;
  const whole = encodeWhole(reply);
  if (split.format === 'none') return [whole];
  const { format, fragmentBytes = DEFAULT_FRAGMENT_BYTES } = split;
  if (whole.length <= fragmentBytes) return [whole];
  const content = split.omitsInnerHeader ? reply : whole;
  const fragments = cutIntoFragments(content, {
    id,
    fragmentBytes,
    isCompressed: split.isCompressed ?? false,
  });
  const limit = format === 'goldsrc' ? MAX_GOLDSRC_FRAGMENTS : MAX_SOURCE_FRAGMENTS;
  if (fragments.length > limit)
    throw new RangeError(`${fragments.length} fragments are too many for ${format}.`);
  const datagrams = fragments.map((fragment) => {
    if (format === 'goldsrc') return encodeGoldSrcFragment(fragment);
    return format === 'source'
      ? encodeSourceFragment(fragment, fragmentBytes)
      : encodeSource2006Fragment(fragment);
  });
  return inOrder(datagrams, { split, random });
}

function cutIntoFragments(
  content: Uint8Array,
  options: { readonly id: number; readonly fragmentBytes: number; readonly isCompressed: boolean },
): Fragment[] {
  const { id, fragmentBytes, isCompressed } = options;
  const travelling = isCompressed ? compressBzip2(content) : content;
  const total = Math.ceil(travelling.length / fragmentBytes);
  return Array.from({ length: total }, (_, number) => ({
    id,
    number,
    total,
    isCompressed,
    payload: travelling.subarray(number * fragmentBytes, (number + 1) * fragmentBytes),
    ...(isCompressed && number === 0
      ? { compression: { sizeBytes: content.length, crc32: crc32(content) } }
      : {}),
  }));
}

function inOrder(
  datagrams: readonly Buffer[],
  options: { readonly split: Exclude<SplitBehaviour, { format: 'none' }>; readonly random: Random },
): Buffer[] {
  const { order = 'in-order', hasDuplicates = false } = options.split;
  const sent = hasDuplicates ? [...datagrams, ...datagrams] : [...datagrams];
  if (order === 'in-order') return sent;
  if (order === 'reversed') return sent.reverse();
  if (order === 'shuffled') return shuffle(sent, options.random);
  return order.flatMap((number) => datagrams[number] ?? []);
}

/** Fisher and Yates. */
function shuffle<T>(items: readonly T[], random: Random): T[] {
  const rest = [...items];
  const shuffled: T[] = [];
  while (rest.length > 0) shuffled.push(...rest.splice(random.below(rest.length), 1));
  return shuffled;
}
