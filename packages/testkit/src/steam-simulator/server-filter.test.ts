import { encodeServerFilter, type ServerFilter } from '@demobase/steam';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseServerFilter } from './server-filter.ts';
import { defaultGameServers, type SimulatedGameServer } from './simulated-game-server.ts';

const tag = fc.constantFrom('a', 'b', 'c');
const tags = fc.uniqueArray(tag, { minLength: 1 });
const addresses = ['192.0.2.10:27015', '192.0.2.10:27016', '192.0.2.11:27015'];
const name = fc.stringMatching(/^[ab .]{1,5}$/);

const gameServers: fc.Arbitrary<SimulatedGameServer> = fc
  .record({
    addr: fc.constantFrom(...addresses),
    gameport: fc.constantFrom(27015, 27016),
    name,
    appid: fc.constantFrom(240, 440),
    gamedir: fc.constantFrom('tf', 'cstrike'),
    version: fc.constantFrom('1', '12'),
    product: fc.constant('x'),
    region: fc.constant(255),
    players: fc.integer({ min: 0, max: 2 }),
    max_players: fc.integer({ min: 1, max: 2 }),
    bots: fc.constant(0),
    map: fc.constantFrom('m', 'n'),
    secure: fc.boolean(),
    dedicated: fc.boolean(),
    os: fc.constantFrom('l', 'w'),
    gametype: tags.map((list) => list.join(',')),
  })
  .chain(({ gametype, ...listing }) =>
    fc.record(
      {
        listing: fc.constantFrom(listing, { ...listing, gametype }),
        isPasswordProtected: fc.boolean(),
        isSpectatorProxy: fc.boolean(),
        isWhitelisted: fc.boolean(),
        hiddenTags: tags,
      },
      { requiredKeys: ['listing'] },
    ),
  );

const conditions = {
  appId: fc.constantFrom(240, 440),
  notAppId: fc.constantFrom(240, 440),
  gameDir: fc.constantFrom('tf', 'cstrike'),
  map: fc.constantFrom('m', 'n'),
  tags,
  hiddenTagsAll: tags,
  hiddenTagsAny: tags,
  nameMatch: fc.stringMatching(/^[abAB* .]{1,4}$/),
  versionMatch: fc.constantFrom('1', '1*', '*2'),
  dedicated: fc.boolean(),
  secure: fc.boolean(),
  linux: fc.boolean(),
  passwordProtected: fc.boolean(),
  hasPlayers: fc.boolean(),
  notFull: fc.boolean(),
  spectatorProxy: fc.boolean(),
  whitelisted: fc.boolean(),
  gameAddress: fc.constantFrom('192.0.2.10', ...addresses),
  queryAddress: fc.constantFrom('192.0.2.10', ...addresses),
} satisfies { [Name in keyof ServerFilter]: fc.Arbitrary<ServerFilter[Name]> };

const names = Object.keys(conditions) as (keyof typeof conditions)[];
const condition = fc.constantFrom(...names).chain((name) => {
  const values: fc.Arbitrary<unknown> = conditions[name];
  return values.map((value): ServerFilter => ({ [name]: value }));
});

/** Few conditions a filter, or none would ever let a game server through. */
const { filter } = fc.letrec<{ filter: ServerFilter; operands: ServerFilter[]; operation: ServerFilter }>(
  (tie) => ({
    operands: fc.array(tie('filter'), { minLength: 1, maxLength: 3 }),
    operation: fc
      .tuple(fc.constantFrom('or', 'and', 'nor', 'nand'), tie('operands'))
      .map(([operator, operands]) => ({ [operator]: operands })),
    filter: fc
      .array(fc.oneof({ maxDepth: 3, withCrossShrink: true }, condition, tie('operation')), {
        minLength: 1,
        maxLength: 2,
      })
      .map((parts) => Object.assign({}, ...parts)),
  }),
);

/** What a filter says, straight from its options; knows nothing of the wire. */
function passes(filter: ServerFilter, gameServer: SimulatedGameServer): boolean {
  const { listing, hiddenTags = [] } = gameServer;
  const gameServerTags = listing.gametype === undefined ? [] : listing.gametype.split(',');
  const [host, port] = listing.addr.split(':');
  const holds = <T>(wanted: T | undefined, test: (wanted: T) => boolean) =>
    wanted === undefined || test(wanted);
  const is = <T>(wanted: T | undefined, actual: T) => holds(wanted, (value) => value === actual);
  const all = (wanted: readonly string[] | undefined, actual: readonly string[]) =>
    holds(wanted, (list) => list.every((item) => actual.includes(item)));
  const isAt = (wanted: string | undefined, gamePort: number | string | undefined) =>
    holds(wanted, (address) => address === host || address === `${host}:${gamePort}`);
  return (
    is(filter.appId, listing.appid) &&
    holds(filter.notAppId, (value) => value !== listing.appid) &&
    is(filter.gameDir, listing.gamedir) &&
    is(filter.map, listing.map) &&
    all(filter.tags, gameServerTags) &&
    all(filter.hiddenTagsAll, hiddenTags) &&
    holds(filter.hiddenTagsAny, (list) => list.some((item) => hiddenTags.includes(item))) &&
    holds(filter.nameMatch, (pattern) => fits(listing.name, pattern)) &&
    holds(filter.versionMatch, (pattern) => fits(listing.version, pattern)) &&
    is(filter.dedicated, listing.dedicated) &&
    is(filter.secure, listing.secure) &&
    is(filter.linux, listing.os === 'l') &&
    is(filter.passwordProtected, gameServer.isPasswordProtected ?? false) &&
    is(filter.hasPlayers, listing.players > 0) &&
    is(filter.notFull, listing.players < listing.max_players) &&
    is(filter.spectatorProxy, gameServer.isSpectatorProxy ?? false) &&
    is(filter.whitelisted, gameServer.isWhitelisted ?? false) &&
    isAt(filter.gameAddress, listing.gameport) &&
    isAt(filter.queryAddress, port) &&
    holds(filter.or, (filters) => filters.some((operand) => passes(operand, gameServer))) &&
    holds(filter.and, (filters) => filters.every((operand) => passes(operand, gameServer))) &&
    holds(filter.nor, (filters) => !filters.some((operand) => passes(operand, gameServer))) &&
    holds(filter.nand, (filters) => !filters.every((operand) => passes(operand, gameServer)))
  );
}

/** `*` stands for any text, and letters have no case. */
function fits(text: string, pattern: string): boolean {
  if (pattern === '') return text === '';
  const [first, rest] = [pattern.slice(0, 1), pattern.slice(1)];
  if (first === '*') return fits(text, rest) || (text !== '' && fits(text.slice(1), pattern));
  return text.slice(0, 1).toLowerCase() === first.toLowerCase() && fits(text.slice(1), rest);
}

describe('a server filter', () => {
  it('selects on the wire the game servers of which it is true', () => {
    const seen = { passing: 0, failing: 0 };
    fc.assert(
      fc.property(filter, fc.array(gameServers, { minLength: 1, maxLength: 6 }), (typed, listed) => {
        const select = parseServerFilter(encodeServerFilter(typed));
        const expected = listed.filter((gameServer) => passes(typed, gameServer));
        expect(select?.(listed)).toEqual(expected);
        seen.passing += expected.length;
        seen.failing += listed.length - expected.length;
      }),
      { numRuns: 300 },
    );
    // Otherwise the agreement above proves nothing.
    expect(seen.passing).toBeGreaterThan(100);
    expect(seen.failing).toBeGreaterThan(100);
  });

  it.each(names)('is understood in its option %s, on both sides', (option) => {
    const seen = new Set<boolean>();
    const values: fc.Arbitrary<unknown> = conditions[option];
    fc.assert(
      fc.property(values, gameServers, (value, gameServer) => {
        const typed: ServerFilter = { [option]: value };
        const select = parseServerFilter(encodeServerFilter(typed));
        const isSelected = select?.([gameServer]).length === 1;
        expect(isSelected).toBe(passes(typed, gameServer));
        seen.add(isSelected);
      }),
    );
    expect(seen).toEqual(new Set([true, false]));
  });

  it('selects one game server an address when told to, of those that pass', () => {
    const [first] = defaultGameServers;
    if (!first) return expect.fail('there are default game servers');
    const at = (addr: string, players: number) => ({ listing: { ...first.listing, addr, players } });
    const listed = [
      at('192.0.2.10:27015', 0),
      at('192.0.2.10:27016', 1),
      at('192.0.2.11:27015', 1),
      at('192.0.2.11:1', 1),
    ];
    const select = parseServerFilter(encodeServerFilter({ hasPlayers: true, uniqueAddress: true }));
    expect(select?.(listed).map((gameServer) => gameServer.listing.addr)).toEqual([
      '192.0.2.10:27016',
      '192.0.2.11:27015',
    ]);
  });
});
