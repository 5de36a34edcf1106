import type { GameServerListing } from './simulated-game-server.ts';

type Test = (listing: GameServerListing) => boolean;
type Operator = (operands: readonly Test[]) => Test;
type PairTest = (value: string) => Test;

/**
 * Reads a filter of GetServerList (`\name\value\name\value…`) into a test of one listing. The operators
 * `nor`, `nand`, `or` and `and` take the number of pairs after them that are theirs, nested ones included.
 * `undefined` for a name or an arrangement that Steam would not match anything by.
 */
export function parseServerFilter(filter: string): Test | undefined {
  if (filter === '') return () => true;
  const [, ...tokens] = filter.startsWith('\\') ? filter.split('\\') : ['', ...filter.split('\\')];
  if (tokens.length % 2 === 1) return undefined;
  const pairs: [string, string][] = [];
  for (let index = 0; index < tokens.length; index += 2) {
    pairs.push([tokens[index] ?? '', tokens[index + 1] ?? '']);
  }
  const tests = readPairs(pairs);
  return tests && ((listing) => tests.every((test) => test(listing)));
}

function readPairs(pairs: readonly [string, string][]): Test[] | undefined {
  const tests: Test[] = [];
  for (let index = 0; index < pairs.length; index += 1) {
    const [name, value] = pairs[index] ?? ['', ''];
    const operator = operators.get(name);
    if (operator) {
      const size = Number(value);
      if (!Number.isInteger(size) || size < 1 || index + size >= pairs.length) return undefined;
      const operands = readPairs(pairs.slice(index + 1, index + 1 + size));
      if (!operands) return undefined;
      tests.push(operator(operands));
      index += size;
      continue;
    }
    const test = pairTests.get(name)?.(value);
    if (!test) return undefined;
    tests.push(test);
  }
  return tests;
}

const operators = new Map(
  Object.entries<Operator>({
    and: (operands) => (listing) => operands.every((test) => test(listing)),
    or: (operands) => (listing) => operands.some((test) => test(listing)),
    nor: (operands) => (listing) => !operands.some((test) => test(listing)),
    nand: (operands) => (listing) => !operands.every((test) => test(listing)),
  }),
);

/** Tokens with one documented value match nothing with another. */
const fixed = (expected: string, test: Test) => (value: string) => (value === expected ? test : () => false);

const pairTests = new Map(
  Object.entries<PairTest>({
    appid: (value) => (listing) => String(listing.appid) === value,
    napp: (value) => (listing) => String(listing.appid) !== value,
    map: (value) => (listing) => listing.map === value,
    gamedir: (value) => (listing) => listing.gamedir === value,
    addr: (value) => (listing) => isAddress(listing.addr, value),
    gameaddr: (value) => (listing) => isAddress(`${hostOf(listing.addr)}:${listing.gameport}`, value),
    gametype: (value) => (listing) => {
      const tags = new Set(listing.gametype?.split(','));
      return value.split(',').every((tag) => tags.has(tag));
    },
    name_match: (value) => (listing) => matchesWildcard(listing.name, value),
    version_match: (value) => (listing) => matchesWildcard(listing.version, value),
    empty: fixed('1', (listing) => listing.players > 0),
    noplayers: fixed('1', (listing) => listing.players === 0),
    full: fixed('1', (listing) => listing.players < listing.max_players),
    dedicated: fixed('1', (listing) => listing.dedicated),
    secure: fixed('1', (listing) => listing.secure),
    linux: fixed('1', (listing) => listing.os === 'l'),
  }),
);

function hostOf(address: string): string {
  return address.slice(0, address.indexOf(':'));
}

function isAddress(address: string, wanted: string): boolean {
  return wanted.includes(':') ? address === wanted : hostOf(address) === wanted;
}

function matchesWildcard(text: string, pattern: string): boolean {
  const literals = pattern.split('*').map((literal) => literal.replaceAll(/[^\w\s]/g, '\\$&'));
  return new RegExp(`^${literals.join('.*')}$`, 'is').test(text);
}
