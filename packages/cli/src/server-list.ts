import type { GameServer, GameServerObservation } from '@demobase/steam';

type Table = [
  heading: readonly string[],
  rows: readonly (readonly string[])[],
  options: { alignRight: readonly string[] },
];

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
  /** By address. */
  observations: ReadonlyMap<string, GameServerObservation>,
): Table {
  const rows = servers.map((server) => {
    const { listing } = server;
    const { player_counts: counts, ping_data: ping } = observations.get(server.address) ?? {};
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
