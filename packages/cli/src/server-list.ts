import type { GameServer, GameServerObservation, GameServerPart } from '@demobase/steam';

/** Servers asked at a time. */
const QUERIES_UNDER_WAY = 500;

type Table = [
  heading: readonly string[],
  rows: readonly (readonly string[])[],
  options: { alignRight: readonly string[] },
];

/** Asks every server of a list, many at a time, each as the app that the list says it runs. */
export async function queryEach(
  servers: readonly GameServer[],
  options: { readonly parts: readonly GameServerPart[]; readonly signal: AbortSignal },
  onObservation: (server: GameServer, observation: GameServerObservation) => void,
): Promise<void> {
  const waiting = servers.values();
  const queryNext = async () => {
    for (const server of waiting) onObservation(server, await server.query(options));
  };
  await Promise.all(Array.from({ length: Math.min(QUERIES_UNDER_WAY, servers.length) }, queryNext));
}

/** Servers as Steam lists them. */
export function listTable(servers: readonly GameServer[]): Table {
  const rows = servers.map(({ address, listing }) => [
    address,
    `${listing.players ?? '-'}/${listing.max_players ?? '-'}`,
    String(listing.bots ?? '-'),
    listing.map ?? '-',
    listing.name ?? '-',
  ]);
  return [['ADDRESS', 'PLAYERS', 'BOTS', 'MAP', 'NAME'], rows, { alignRight: ['PLAYERS', 'BOTS'] }];
}

/** Who says how many play on each: Steam's list, the server, and the list of players it gives. */
export function queriedTable(
  servers: readonly GameServer[],
  observations: ReadonlyMap<GameServer, GameServerObservation>,
): Table {
  const rows = servers.map((server) => {
    const { listing } = server;
    const { player_counts: counts, ping_data: ping } = observations.get(server) ?? {};
    const max = ping?.max_players ?? listing.max_players ?? '-';
    return [
      server.address,
      String(listing.players ?? '-'),
      counts?.reported === undefined ? '-' : `${counts.reported}/${max}`,
      String(counts?.reported_bots ?? '-'),
      String(counts?.counted ?? '-'),
      ping?.map ?? listing.map ?? '-',
      ping?.server_name ?? listing.name ?? '-',
    ];
  });
  const numbers = ['LISTED', 'REPORTED', 'BOTS', 'COUNTED'];
  return [['ADDRESS', ...numbers, 'MAP', 'NAME'], rows, { alignRight: numbers }];
}
