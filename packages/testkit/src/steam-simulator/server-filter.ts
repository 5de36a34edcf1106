import type { SimulatedGameServer } from './simulated-game-server.ts';

type Test = (gameServer: SimulatedGameServer) => boolean;
type Operator = (operands: readonly Test[]) => Test;
type PairTest = (gameServer: SimulatedGameServer, value: string) => boolean;

/** Those of the game servers that pass, in their order. */
type Select = (gameServers: readonly SimulatedGameServer[]) => readonly SimulatedGameServer[];

/**
 * Reads a filter of GetServerList (`\name\value\name\value…`). The operators `nor`, `nand`, `or` and `and` take the
 * number of pairs after them that are theirs, nested ones included. `undefined` for a name or an arrangement that
 * Steam would not match anything by.
 */
export function parseServerFilter(filter: string): Select | undefined {
  const pairs = readPairs(filter);
  const tests = pairs && readTests(pairs);
  if (!tests) return undefined;
  const isCollapsed = pairs.some(([name, value]) => name === 'collapse_addr_hash' && value === '1');
  return (gameServers) => {
    const passing = gameServers.filter((gameServer) => tests.every((test) => test(gameServer)));
    return isCollapsed ? firstOfEachHost(passing) : passing;
  };
}

function readPairs(filter: string): [string, string][] | undefined {
  if (filter === '') return [];
  const [, ...tokens] = filter.startsWith('\\') ? filter.split('\\') : ['', ...filter.split('\\')];
  if (tokens.length % 2 === 1) return undefined;
  const pairs: [string, string][] = [];
  for (let index = 0; index < tokens.length; index += 2) {
    pairs.push([tokens[index] ?? '', tokens[index + 1] ?? '']);
  }
  return pairs;
}

function readTests(pairs: readonly [string, string][]): Test[] | undefined {
  const tests: Test[] = [];
  for (let index = 0; index < pairs.length; index += 1) {
    const [name, value] = pairs[index] ?? ['', ''];
    const operator = operators.get(name);
    if (operator) {
      const size = Number(value);
      if (!Number.isInteger(size) || size < 1 || index + size >= pairs.length) return undefined;
      const operands = readTests(pairs.slice(index + 1, index + 1 + size));
      if (!operands) return undefined;
      tests.push(operator(operands));
      index += size;
      continue;
    }
    const test = pairTests.get(name);
    if (!test) return undefined;
    tests.push((gameServer) => test(gameServer, value));
  }
  return tests;
}

const operators = new Map(
  Object.entries<Operator>({
    and: (operands) => (gameServer) => operands.every((test) => test(gameServer)),
    or: (operands) => (gameServer) => operands.some((test) => test(gameServer)),
    nor: (operands) => (gameServer) => !operands.some((test) => test(gameServer)),
    nand: (operands) => (gameServer) => !operands.every((test) => test(gameServer)),
  }),
);

/** Tokens with one documented value match nothing with another. */
const fixed = (expected: string, test: Test) => (gameServer: SimulatedGameServer, value: string) =>
  value === expected && test(gameServer);

const pairTests = new Map(
  Object.entries<PairTest>({
    appid: ({ listing }, value) => String(listing.appid) === value,
    napp: ({ listing }, value) => String(listing.appid) !== value,
    map: ({ listing }, value) => listing.map === value,
    gamedir: ({ listing }, value) => listing.gamedir === value,
    addr: ({ listing }, value) => isAddress(listing.addr, value),
    gameaddr: ({ listing }, value) => isAddress(`${hostOf(listing.addr)}:${listing.gameport}`, value),
    gametype: ({ listing }, value) => hasAll(listing.gametype?.split(','), value),
    gamedata: ({ hiddenTags }, value) => hasAll(hiddenTags, value),
    gamedataor: ({ hiddenTags = [] }, value) => value.split(',').some((tag) => hiddenTags.includes(tag)),
    name_match: ({ listing }, value) => matchesWildcard(listing.name, value),
    version_match: ({ listing }, value) => matchesWildcard(listing.version, value),
    empty: fixed('1', ({ listing }) => listing.players > 0),
    noplayers: fixed('1', ({ listing }) => listing.players === 0),
    full: fixed('1', ({ listing }) => listing.players < listing.max_players),
    dedicated: fixed('1', ({ listing }) => listing.dedicated),
    secure: fixed('1', ({ listing }) => listing.secure),
    linux: fixed('1', ({ listing }) => listing.os === 'l'),
    password: fixed('0', ({ isPasswordProtected = false }) => !isPasswordProtected),
    proxy: fixed('1', ({ isSpectatorProxy = false }) => isSpectatorProxy),
    white: fixed('1', ({ isWhitelisted = false }) => isWhitelisted),
    // What it does to the list as a whole is done after all the tests.
    collapse_addr_hash: fixed('1', () => true),
  }),
);

function hasAll(tags: readonly string[] = [], wanted: string): boolean {
  return wanted.split(',').every((tag) => tags.includes(tag));
}

function hostOf(address: string): string {
  return address.slice(0, address.indexOf(':'));
}

function isAddress(address: string, wanted: string): boolean {
  return wanted.includes(':') ? address === wanted : hostOf(address) === wanted;
}

function firstOfEachHost(gameServers: readonly SimulatedGameServer[]): readonly SimulatedGameServer[] {
  const hosts = new Set<string>();
  return gameServers.filter(({ listing }) => {
    const host = hostOf(listing.addr);
    return !hosts.has(host) && hosts.add(host);
  });
}

function matchesWildcard(text: string, pattern: string): boolean {
  const literals = pattern.split('*').map((literal) => literal.replaceAll(/[^\w\s]/g, '\\$&'));
  return new RegExp(`^${literals.join('.*')}$`, 'is').test(text);
}
