import { type A2sParse, malformed, replyTypes } from './a2s-parse.ts';
import { ByteReader } from './byte-reader.ts';

export interface A2sRules {
  /** How many the reply says follow. */
  readonly claimedCount: number;
  /** In the order of the reply, doubled names included. */
  readonly rules: readonly A2sRule[];
}

export interface A2sRule {
  readonly name: string;
  readonly value: string;
  /**
   * The bytes behind the text, as a view of the payload: present only where the text holds U+FFFD, which stands
   * for bytes that are no UTF-8. Arma 3 and DayZ send a binary document in the names and values of their rules.
   */
  readonly nameBytes?: Uint8Array;
  readonly valueBytes?: Uint8Array;
}

const REPLACEMENT = '\ufffd';

/**
 * Reads the reply to a RULES request; `payload` begins with the type byte, `45`. Pairs are read for as long as
 * there are bytes. It is partial when fewer came than the reply says, or when it ends inside one: a value cut
 * short is kept, a name without a value is not.
 */
export function readRules(payload: Uint8Array): A2sParse<A2sRules> {
  if (payload[0] !== replyTypes.rules) return malformed('not a reply to RULES');
  const reader = new ByteReader(payload, 1);
  const claimedCount = reader.uint16();
  if (reader.isCut) return malformed('the reply to RULES ends before its count');
  const rules: A2sRule[] = [];
  // Some engines write one byte too many at the end, which begins no pair once all are there.
  while (reader.remaining > (rules.length < claimedCount ? 0 : 1)) {
    const nameOffset = reader.offset;
    const name = reader.text();
    if (reader.isCut) break;
    const valueOffset = reader.offset;
    const value = reader.text();
    const rule: { -readonly [Field in keyof A2sRule]: A2sRule[Field] } = { name, value };
    if (name.includes(REPLACEMENT)) rule.nameBytes = new ByteReader(payload, nameOffset).textBytes();
    if (value.includes(REPLACEMENT)) rule.valueBytes = new ByteReader(payload, valueOffset).textBytes();
    rules.push(rule);
  }
  const isWhole = !reader.isCut && rules.length >= claimedCount;
  return { outcome: isWhole ? 'ok' : 'partial', value: { claimedCount, rules } };
}
