import { describe, expect, it } from 'vitest';
import { heldBytes } from './held-bytes.ts';
import * as hostile from './hostile-demos.ts';
import { ReaderOfEverything } from './read-everything.ts';

const MEBIBYTE = 1024 * 1024;
/** What a reader may hold however small the demo: the values of entities, 64 MiB, and classes. */
const MOST_HELD_BYTES = 160 * MEBIBYTE;
/** Not a measure of speed: a demo of a megabyte that takes longer is one that keeps a reader busy. */
const GIVE_UP_MS = 30_000;

function read(demo: Uint8Array): ReaderOfEverything {
  const everything = new ReaderOfEverything();
  everything.read([demo]);
  return everything;
}

describe('a demo made to keep a reader busy or to fill its memory', () => {
  it.each(Object.entries(hostile))(
    '%s is read to its end, in bounded memory',
    (_name, makeDemo) => {
      const demo = makeDemo();
      const held = heldBytes(() => read(demo));
      expect(held).toBeLessThan(MOST_HELD_BYTES);
    },
    GIVE_UP_MS,
  );

  it('says once that a baseline cannot be read, and goes on without it', () => {
    const { reader } = read(hostile.brokenBaseline());
    expect(reader.problemCount).toBe(1);
    expect(reader.problems[0]).toMatchObject({ code: 'broken-message', affectsState: true });
  });

  it('refuses entities beyond what a game can hold', () => {
    const { reader } = read(hostile.wideEntities());
    expect(reader.problemCount).toBeGreaterThan(0);
    expect(reader.problems[0]?.reason).toContain('the entities of the demo hold more than');
  });

  it('refuses classes beyond what a game can have', () => {
    const { reader } = read(hostile.manyWideClasses());
    expect(reader.problemCount).toBeGreaterThan(9000);
    expect(reader.problems).toHaveLength(100);
    expect(reader.problems[0]?.reason).toContain('the classes of the demo have more than');
  });
});
