import type { GameServerObservation } from '@demobase/steam';
import { expect, it } from 'vitest';
import { WatchLines } from './watch-lines.ts';

function look({
  names,
  map = 'cp_dustbowl',
  isCut = false,
}: {
  names?: readonly string[];
  map?: string;
  isCut?: boolean;
}): GameServerObservation {
  return {
    address: '192.0.2.10:27015',
    via: 'udp',
    observed_at: '2026-01-31T20:15:59.123Z',
    outcomes: {
      ping: { outcome: 'ok' },
      players: { outcome: names ? (isCut ? 'partial' : 'ok') : 'no-answer' },
      rules: { outcome: 'not-asked' },
    },
    player_counts: { reported: 12, ...(names && { counted: names.length }) },
    ping_data: { map, max_players: 24 },
    ...(names && { players_data: { players: names.map((name) => ({ name, score: 0, time_played: 0 })) } }),
  };
}

const silence: GameServerObservation = {
  address: '192.0.2.10:27015',
  via: 'udp',
  observed_at: '2026-01-31T20:16:29.123Z',
  outcomes: {
    ping: { outcome: 'no-answer', sends: 4 },
    players: { outcome: 'not-asked' },
    rules: { outcome: 'not-asked' },
  },
  player_counts: {},
};

it('tells time, players and map, and nothing of changes at the first look', () => {
  expect(new WatchLines().next(look({ names: ['Ada'] }))).toBe('2026-01-31 20:15:59    12/24  cp_dustbowl');
});

it('tells who came, who left, and which map it was, since the last look that could tell', () => {
  const lines = new WatchLines();
  lines.next(look({ names: ['Ada', 'Ben'] }));
  expect(lines.next(silence)).toBe('2026-01-31 20:16:29  no answer after 4 tries');
  lines.next(look({}));
  expect(lines.next(look({ names: ['Ada', 'Cleo'], map: 'pl_pier' }))).toBe(
    '2026-01-31 20:15:59    12/24  pl_pier  map was cp_dustbowl  +Cleo  -Ben',
  );
});

it('lets nobody leave because a list was cut short', () => {
  const lines = new WatchLines();
  lines.next(look({ names: ['Ada', 'Ben'] }));
  expect(lines.next(look({ names: ['Ada'], isCut: true }))).not.toContain('-Ben');
  expect(lines.next(look({ names: ['Ada'] }))).toContain('-Ben');
});

it('counts players of one name, and waits for the name of those who are still connecting', () => {
  const lines = new WatchLines();
  lines.next(look({ names: ['unnamed', 'unnamed', ''] }));
  expect(lines.next(look({ names: ['unnamed', '', ''] }))).toMatch(/ {2}cp_dustbowl {2}-unnamed$/);
  expect(lines.next(look({ names: ['unnamed', 'unnamed', 'unnamed'] }))).toMatch(
    / {2}\+unnamed {2}\+unnamed$/,
  );
});

it('lets no name steer the terminal', () => {
  const lines = new WatchLines();
  lines.next(look({ names: [] }));
  expect(lines.next(look({ names: ['\x1b[2J'], map: 'a\nb' }))).toMatch(
    /a␊b {2}map was cp_dustbowl {2}\+␛\[2J$/,
  );
});
