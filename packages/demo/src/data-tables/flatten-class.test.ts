import { describe, expect, it } from 'vitest';
import type { DemoFormatError } from '../demo-format-error.ts';
import { flattenClass, tablesByName } from './flatten-class.ts';
import { SEND_FLAGS } from './send-flags.ts';
import type { SendProperty, SendTable } from './send-table.ts';

const { changesOften, collapsible, exclude, insideArray } = SEND_FLAGS;

function int(name: string, flags = 0): SendProperty {
  return { type: 'int', name, flags, lowValue: 0, highValue: 0, bits: 8 };
}

function below(name: string, tableName: string, flags = 0): SendProperty {
  return { type: 'data-table', name, flags, tableName };
}

function drop(tableName: string, name: string): SendProperty {
  return { type: 'int', name, flags: exclude, tableName };
}

function table(name: string, ...properties: SendProperty[]): SendTable {
  return { name, needsDecoder: false, properties };
}

/** Flattens the class of the first table. */
function flatten(...tables: SendTable[]) {
  return flattenClass(tablesByName(tables), { id: 0, name: 'CThing', tableName: tables[0]?.name ?? '' });
}

const pathsOf = (...tables: SendTable[]) => flatten(...tables).map(({ path }) => path);

describe('flattenClass', () => {
  it('puts the properties of a table below before those of the table it stands in', () => {
    const flat = flatten(table('A', int('a'), below('base', 'B'), int('z')), table('B', int('b')));
    expect(flat.map(({ index, tableName, path }) => [index, tableName, path])).toEqual([
      [0, 'B', 'base.b'],
      [1, 'A', 'a'],
      [2, 'A', 'z'],
    ]);
  });

  it('leaves the properties of a collapsible table where it stands', () => {
    const b = table('B', int('b'), below('c', 'C'));
    expect(
      pathsOf(table('A', int('a'), below('base', 'B', collapsible), int('z')), b, table('C', int('c'))),
    ).toEqual(
      // C is not collapsible: it comes before all of this.
      ['base.c.c', 'a', 'base.b', 'z'],
    );
  });

  it('brings what changes often to the front by swapping, which mixes up the others', () => {
    const often = (name: string) => int(name, changesOften);
    expect(pathsOf(table('A', int('a'), int('b'), often('c'), int('d'), often('e')))).toEqual(
      // A stable order would be c e a b d.
      ['c', 'e', 'a', 'd', 'b'],
    );
    expect(pathsOf(table('A', often('a'), int('b'), often('c')))).toEqual(['a', 'c', 'b']);
  });

  it('drops what is excluded anywhere in the class, whole tables too', () => {
    const a = table('A', below('base', 'B'), below('gone', 'C'), int('a'), drop('B', 'b'));
    const b = table('B', int('b'), int('kept'), drop('A', 'gone'));
    expect(pathsOf(a, b, table('C', int('c')))).toEqual(['base.kept', 'a']);
  });

  it('drops no property of the same name in another table', () => {
    expect(pathsOf(table('A', int('x'), drop('B', 'x'), below('b', 'B')), table('B', int('x')))).toEqual([
      'x',
    ]);
  });

  it('gives an array the element that stands before it, which is no property itself', () => {
    const array: SendProperty = { type: 'array', name: 'list', flags: 0, elementCount: 4 };
    const element = int('list[0]', insideArray);
    const [only, ...others] = flatten(table('A', element, array));
    expect(only).toEqual({ index: 0, tableName: 'A', path: 'list', property: array, element });
    expect(others).toEqual([]);
  });

  it('tells apart a table that stands in a class many times by path and index', () => {
    const flat = flatten(
      table('A', ...['0', '1', '2'].map((name) => below(name, 'Item'))),
      table('Item', int('v')),
    );
    expect(flat.map(({ tableName, property }) => `${tableName}.${property.name}`)).toEqual(
      Array.from({ length: 3 }, () => 'Item.v'),
    );
    expect(flat.map(({ path }) => path)).toEqual(['0.v', '1.v', '2.v']);
  });

  it('takes the first of several tables that share a name', () => {
    expect(pathsOf(table('A', int('first')), table('A', int('second')))).toEqual(['first']);
  });

  it('flattens a class of as many properties as the engine allows, and refuses one more', () => {
    const thousand = table('K', ...Array.from({ length: 1000 }, (_, i) => int(`${i}`)));
    const rest = (count: number) => table('R', ...Array.from({ length: count }, (_, i) => int(`${i}`)));
    const a = table('A', ...['w', 'x', 'y', 'z'].map((name) => below(name, 'K')), below('rest', 'R'));
    expect(flatten(a, thousand, rest(96))).toHaveLength(4096);
    expect(() => flatten(a, thousand, rest(97))).toThrow('more than 4096 properties');
  });

  it.each<[string, SendTable[]]>([
    ['a table that contains itself', [table('A', below('a', 'A'))]],
    [
      'a table that contains itself many times',
      [table('A', ...Array.from({ length: 1023 }, () => below('a', 'A')))],
    ],
    [
      'tables that contain each other',
      [table('A', below('b', 'B', collapsible)), table('B', below('a', 'A'))],
    ],
    ['a table that is not there', [table('A', below('b', 'B'))]],
    ['an array without an element', [table('A', { type: 'array', name: 'x', flags: 0, elementCount: 2 })]],
    [
      'an array of arrays',
      [
        table(
          'A',
          { type: 'array', name: 'x', flags: insideArray, elementCount: 2 },
          { type: 'array', name: 'y', flags: 0, elementCount: 2 },
        ),
      ],
    ],
    ['a value of 33 bits', [table('A', { ...int('x'), bits: 33 })]],
    ['a value of no bits', [table('A', { ...int('x'), bits: 0 })]],
    ['paths without end', chain(32, 'x'.repeat(255))],
    ['tables too deep in one another', chain(34, 't')],
    // Each of 12 tables names the next 20 times and none has a property: 20^11 walks.
    ['empty tables that multiply', bomb(12, 20)],
  ])('refuses %s as a broken message', (_, tables) => {
    expect(() => flatten(...tables)).toThrow(
      expect.objectContaining({ name: 'DemoFormatError', code: 'broken-message' }) as DemoFormatError,
    );
  });

  it('walks past what is excluded, so that an excluded loop is none', () => {
    expect(pathsOf(table('A', below('a', 'A'), int('x'), drop('A', 'a')))).toEqual(['x']);
  });

  it('says which class has no table', () => {
    expect(() => flattenClass(new Map(), { id: 3, name: 'CLost', tableName: 'DT_Lost' })).toThrow(
      'class "CLost" cannot be put together from the data tables: there is no table "DT_Lost"',
    );
  });
});

/** Tables each standing in the one before; the last has a property. */
function chain(length: number, name: string): SendTable[] {
  return Array.from({ length }, (_, i) =>
    table(`${i}`, i === length - 1 ? int(name) : below(name, `${i + 1}`)),
  );
}

function bomb(depth: number, width: number): SendTable[] {
  return Array.from({ length: depth }, (_, i) =>
    table(`${i}`, ...Array.from({ length: i === depth - 1 ? 0 : width }, () => below('t', `${i + 1}`))),
  );
}
