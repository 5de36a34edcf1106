import { readFileSync } from 'node:fs';
import { crc32 } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { encodeInfo, encodePlayers, encodeRules } from '../../test/support/a2s/encode-replies.ts';
import { SeededRandom } from '../../test/support/a2s/seeded-random.ts';
import { type Layout, splitReply, whole } from '../../test/support/a2s/split-reply.ts';
import { join, u32 } from '../../test/support/a2s/wire.ts';
import { FragmentAssembler } from './fragment-assembler.ts';
import { readInfo } from './info.ts';
import { readPlayers } from './players.ts';
import { readRules } from './rules.ts';

const INPUTS = 20_000;

const info = encodeInfo({
  format: 'source',
  protocol: 17,
  name: 'Valve Matchmaking Server',
  map: 'cp_badlands',
  folder: 'tf',
  game: 'Team Fortress',
  appId: 440,
  players: 18,
  maxPlayers: 24,
  bots: 2,
  serverType: 'dedicated',
  environment: 'linux',
  isPasswordProtected: false,
  isSecure: true,
  version: '9234567',
  gamePort: 27015,
  steamId: 90178913460028417n,
  spectator: { port: 27020, name: 'SourceTV' },
  keywords: 'payload,valve',
  gameId: 440n,
});
const goldSrcInfo = Buffer.from(
  'm203.0.113.7:27015\0Half-Life\0crossfire\0valve\0HL\0\x03\x10\x2fdl\0\0\0\0',
  'latin1',
);
const players = encodePlayers([
  { index: 0, name: 'Alyx', score: 12, durationSeconds: 1200.5 },
  { index: 0, name: '(1)Alyx', score: -3, durationSeconds: -1 },
]);
const rules = encodeRules(Array.from({ length: 12 }, (_, n) => ({ name: `sv_rule_${n}`, value: `${n}` })));
const sentence = Buffer.from('the quick brown fox jumps over the lazy dog\n');
const compressed = join(
  u32(sentence.length),
  u32(crc32(sentence)),
  readFileSync(new URL('../../test/fixtures/bzip2/sentence.bz2', import.meta.url)),
);

describe('reading whatever comes', () => {
  it('throws for no reply, broken or made up, and finds no more in it than it has bytes for', () => {
    const random = new SeededRandom(7);
    const replies = [info, goldSrcInfo, players, rules];
    const outcomes = { ok: 0, partial: 0, malformed: 0 };
    for (let input = 0; input < INPUTS; input += 1) {
      const valid = replies[random.below(replies.length)] ?? info;
      const payload = random.below(8) === 0 ? random.bytes(random.below(80)) : random.mutate(valid);
      const appId = random.below(4) === 0 ? 2400 : 440;
      const asInfo = readInfo(payload);
      const asPlayers = readPlayers(payload, { appId });
      const asRules = readRules(payload);
      for (const { outcome } of [asInfo, asPlayers, asRules]) outcomes[outcome] += 1;
      // The least an entry and a pair take.
      if (asPlayers.outcome !== 'malformed') {
        expect(asPlayers.value.players.length * 10).toBeLessThanOrEqual(payload.length);
      }
      if (asRules.outcome !== 'malformed') {
        expect(asRules.value.rules.length).toBeLessThanOrEqual(payload.length / 2);
      }
    }
    // The inputs are neither all fine nor all rubbish.
    expect(Math.min(outcomes.ok, outcomes.partial)).toBeGreaterThan(INPUTS / 20);
  });

  it('throws for no fragment, and knows how much it holds', () => {
    const random = new SeededRandom(8);
    const layouts: readonly Layout[] = ['goldsrc', 'source', 'source-2006'];
    const hints = [undefined, { protocol: 48 }, { protocol: 17, appId: 440 }, { protocol: 7, appId: 240 }];
    const outcomes = { complete: 0, incomplete: 0, dropped: 0 };
    let assembler = new FragmentAssembler();
    let fedBytes = 0;
    for (let input = 0; input < INPUTS; ) {
      if (random.below(20) === 0) {
        assembler = new FragmentAssembler();
        fedBytes = 0;
      }
      const layout = layouts[random.below(layouts.length)] ?? 'source';
      const isCompressed = random.below(3) === 0;
      const id = random.below(3) + (isCompressed ? 0x8000_0000 : 0);
      const total = 1 + random.below(4);
      const datagrams = splitReply(isCompressed ? compressed : whole(rules), { layout, id, total });
      const hint = hints[random.below(hints.length)];
      for (const datagram of datagrams) {
        const fed = random.below(3) === 0 ? random.mutate(datagram) : datagram;
        const { outcome } = assembler.accept(fed, hint);
        fedBytes += fed.length;
        outcomes[outcome] += 1;
        input += 1;
        if (assembler.heldBytes > fedBytes || assembler.heldBytes < 0) throw new Error('it miscounts');
      }
    }
    expect(Math.min(outcomes.complete, outcomes.incomplete, outcomes.dropped)).toBeGreaterThan(INPUTS / 50);
  });
});
