import type { Random } from '../demo-builder/random.ts';
import type { FakeAnswer, SplitBehaviour } from './behaviour.ts';
import { encodeGoldSrcInfo, encodeInfo } from './encode-info.ts';
import { encodePlayers } from './encode-players.ts';
import { encodeRules } from './encode-rules.ts';
import type { FakeGame } from './fake-game.ts';
import { encodeSourceFragment } from './fragments.ts';
import { padReply } from './pad-reply.ts';
import type { QueryPart } from './read-query.ts';
import { encodeWhole, splitReply } from './split-reply.ts';

const BANNED = 0x6c;
const FORGED_FRAGMENTS = 3;
const FORGED_FRAGMENT_BYTES = 16;
const typeBytes = { info: 0x49, players: 0x44, rules: 0x45 } as const;

/** What an answer is made from. */
export interface AnswerParts {
  readonly game: FakeGame;
  /** Of the server, as `127.0.0.1:27015`. */
  readonly address: string;
  readonly split: SplitBehaviour;
  readonly random: Random;
  /** The id of the next reply that is split, and then the one after it. */
  readonly nextId: () => number;
}

/** The datagrams that answer a query, in the order of sending. */
export function composeAnswer(part: QueryPart, answer: FakeAnswer, parts: AnswerParts): Buffer[] {
  const { game, random, nextId } = parts;
  const split = (reply: Uint8Array) => splitReply(reply, { split: parts.split, id: nextId(), random });
  switch (answer.kind) {
    case 'normal':
    case 'from-other-port':
      return split(encodeReply(part, game));
    case 'silent':
      return [];
    case 'banned':
      return [encodeWhole(Buffer.concat([Buffer.of(BANNED), Buffer.from(`${answer.message}\0`)]))];
    case 'cut':
      return split(encodeReply(part, game).subarray(0, answer.bytes));
    case 'wrong-count':
      return split(encodeReply(part, game, answer.count));
    case 'other-part-first':
      return [...split(encodeReply(answer.part, game)), ...split(encodeReply(part, game))];
    case 'garbage':
      return split(Buffer.concat([Buffer.of(answer.type ?? typeBytes[part]), random.bytes(answer.bytes)]));
    case 'raw':
      return answer.datagrams.map((datagram) => Buffer.from(datagram));
    case 'forged-fragments':
      return forgeFragments(answer.forgery, parts);
    case 'endless-fragments':
      return Array.from({ length: answer.count }, () => encodeFirstFragment(nextId(), random));
    case 'oversized':
      return split(encodeReply(part, padReply(part, game, answer.bytes)));
    case 'goldsrc-triple':
      return [encodeGoldSrcInfo(game, parts.address), encodePlayers(game), encodeInfo(game)].flatMap(split);
  }
}

function encodeReply(part: QueryPart, game: FakeGame, count?: number): Buffer {
  switch (part) {
    case 'info':
      return encodeInfo(count === undefined ? game : { ...game, playerCount: count });
    case 'players':
      return encodePlayers(game, count);
    case 'rules':
      return encodeRules(game, count);
  }
}

function forgeFragments(forgery: 'ids' | 'totals' | 'numbers', { random, nextId }: AnswerParts): Buffer[] {
  const sharedId = nextId();
  return Array.from({ length: FORGED_FRAGMENTS }, (_, number) =>
    encodeSourceFragment(
      {
        id: forgery === 'ids' ? nextId() : sharedId,
        number: forgery === 'numbers' ? FORGED_FRAGMENTS + number : number,
        total: forgery === 'totals' ? FORGED_FRAGMENTS + number : FORGED_FRAGMENTS,
        payload: random.bytes(FORGED_FRAGMENT_BYTES),
      },
      FORGED_FRAGMENT_BYTES,
    ),
  );
}

function encodeFirstFragment(id: number, random: Random): Buffer {
  const payload = random.bytes(FORGED_FRAGMENT_BYTES);
  return encodeSourceFragment({ id, number: 0, total: 2, payload }, FORGED_FRAGMENT_BYTES);
}
