import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { Random } from '../../demo-builder/random.ts';
import { compressBzip2 } from './compress-bzip2.ts';

const isBzip2Here = spawnSync('bzip2', ['--help']).error === undefined;

function decompressWithBzip2(compressed: Buffer): Buffer {
  const { status, stdout, stderr } = spawnSync('bzip2', ['-d', '-c'], { input: compressed });
  if (status !== 0) throw new Error(stderr.toString());
  return stdout;
}

const inputs = {
  nothing: Buffer.alloc(0),
  'one byte': Buffer.from('a'),
  'a banana': Buffer.from('bananabananabanana'),
  'runs of every length around four and 255': Buffer.concat(
    [1, 2, 3, 4, 5, 254, 255, 256, 259, 260, 511].map((length, i) => Buffer.alloc(length, i % 2)),
  ),
  'zeros for ever': Buffer.alloc(200_000),
  'the rules of a game': Buffer.from(
    Array.from({ length: 400 }, (_, i) => `sv_rule_${i}\0${i * 7}\0`).join(''),
  ),
  'every byte': Buffer.from(Array.from({ length: 256 }, (_, byte) => byte)),
  noise: Buffer.from(new Random(7).bytes(20_000)),
  'frequencies like those of Fibonacci, whose best codes would be too long': Buffer.concat(
    [1, 1, 2, 3, 5, 8, 13, 21, 34, 55, 89, 144, 233, 377, 610, 987, 1597, 2584, 4181, 6765, 10_946].map(
      (count, i) => Buffer.from(Array.from({ length: count }, (_, j) => (j % 2 ? i : 200))),
    ),
  ),
};

describe.skipIf(!isBzip2Here)(
  'the compressor, read by the bzip2 of this system (skipped where there is none)',
  () => {
    it.each(Object.entries(inputs))('gives back %s', (_, input) => {
      const compressed = compressBzip2(input);
      expect(decompressWithBzip2(compressed).equals(input)).toBe(true);
    });
  },
);

describe('the compressor', () => {
  it('makes repetitive input much smaller', () => {
    expect(compressBzip2(inputs['the rules of a game']).length).toBeLessThan(2500);
  });

  it('begins with the signature by which fragments of a compressed reply are told', () => {
    expect(compressBzip2(inputs['a banana']).subarray(0, 4).toString()).toBe('BZh9');
  });

  it('refuses what does not fit into one block', () => {
    const alternating = Buffer.alloc(900_001, 'ab');
    expect(() => compressBzip2(alternating)).toThrow(RangeError);
  });
});
