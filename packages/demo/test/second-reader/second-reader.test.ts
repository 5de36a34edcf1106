import { beforeAll, describe, expect, it } from 'vitest';
import { areRecordingsAbsent, readRecording, recordingsNote } from '../recordings.ts';
import { readWithOurs } from './read-with-ours.ts';
import { readWithPeer } from './read-with-peer.ts';
import { emptyReading, type Value } from './reading.ts';

const CUT = 'tf2-stv-gullywash-cut-256k';
/** Those the peer reads; it knows no network protocol before 24. */
const READ_BY_BOTH = [
  'tf2-pov-gullywash',
  'tf2-pov-itemtest',
  'tf2-pov-steel-2024',
  CUT,
  'hl2dm-stv-airfusion',
  'portal-pov',
];

// What the peer does otherwise than the game, and where that is evened out before the two are compared:
// - it keeps what was there before an update that tells everything, and entities that were deleted: its updates
//   are put together anew in read-with-peer.ts;
// - it keeps the string tables of sign-on when the snapshot comes, whose spare bits it does not mask, and forgets
//   the text of entries that an update added: there too;
// - it reads the shorts and longs of game events without their sign, and strips three colour codes of eight:
//   ours are spelled so in read-with-ours.ts;
// - it keeps one value for a table and a property, which in a class can be several: those are left out;
// - it computes with floats of 64 bits: values may differ by what 32 bits round;
// - it cannot read the effects of some games: effects are not compared.

describe.skipIf(areRecordingsAbsent)(`beside a second reader, @demostf/demo.js${recordingsNote}`, () => {
  describe.each(READ_BY_BOTH)('%s', (name) => {
    let ours = emptyReading();
    let theirs = emptyReading();

    beforeAll(() => {
      const demo = readRecording(`${name}.dem`);
      ours = readWithOurs(demo);
      theirs = readWithPeer(demo, { isCut: name === CUT });
    });

    it('holds the same messages in the same order', () => {
      expect(ours.messages.length).toBeGreaterThan(20);
      expect(ours.messages).toEqual(theirs.messages);
    });

    it('holds the same game events', () => {
      expect(ours.events).toEqual(theirs.events);
    });

    it('holds the same chat', () => {
      expect(ours.lines).toEqual(theirs.lines);
    });

    it('holds the same classes, with the same properties in the same order', () => {
      expect(ours.classes.length).toBeGreaterThan(100);
      expect(ours.classes).toEqual(theirs.classes);
    });

    it('leaves the same string tables', () => {
      expect([...ours.tables.keys()].sort()).toEqual([...theirs.tables.keys()].sort());
      for (const [table, entries] of ours.tables) {
        expect(entries, table).toEqual(theirs.tables.get(table));
      }
    });

    it('leaves the same entities, with the same values', () => {
      expect([...ours.things.keys()].sort()).toEqual([...theirs.things.keys()].sort());
      const differences: unknown[] = [];
      let compared = 0;
      for (const [index, { className, values, roundings }] of ours.things) {
        const thing = theirs.things.get(index);
        expect(thing?.className).toBe(className);
        for (const [key, value] of values) {
          compared++;
          const theirValue = thing?.values.get(key);
          const rounding = roundings?.get(key) ?? 0;
          if (!isClose(value, theirValue, rounding))
            differences.push([index, className, key, value, theirValue]);
        }
      }
      expect(differences.slice(0, 20)).toEqual([]);
      // The one that is cut ends before its first entity.
      expect(compared > 500).toBe(name !== CUT);
    });
  });
});

/** The peer computes with floats of 64 bits where the engine does with those of 32. */
function isClose(a: Value, b: Value | undefined, rounding: number): boolean {
  if (typeof a === 'number' && typeof b === 'number') return Math.abs(a - b) <= rounding;
  if (typeof a === 'object' && typeof b === 'object') {
    return a.length === b.length && a.every((each, i) => isClose(each, b[i], rounding));
  }
  return a === b;
}
