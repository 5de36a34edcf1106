import type { GameServerObservation } from '@demobase/steam';
import { expect, it } from 'vitest';
import { formatObservation } from './observation-text.ts';

const observation: GameServerObservation = {
  address: '192.0.2.10:27015',
  via: 'udp',
  observed_at: '2026-01-31T20:15:59.000Z',
  outcomes: {
    ping: { outcome: 'ok', rtt_ms: 23.1, sends: 2 },
    players: { outcome: 'ok', rtt_ms: 22.8, sends: 1 },
    rules: { outcome: 'no-answer', sends: 4 },
  },
  player_counts: { listed: 22, reported: 23, reported_bots: 1, counted: 2 },
  ping_data: {
    server_name: 'Dustbowl \x1b[31mall day',
    map: 'cp_dustbowl',
    game_description: 'Team Fortress',
    app_id: 440,
    gamedir: 'tf',
    version: '9433646',
    max_players: 32,
    dedicated: true,
    secure: true,
    password: false,
    gametype: 'alltalk,cp',
    game_port: 27015,
    steamid: '85568392920040050',
    spectator_port: 27020,
    spectator_server_name: 'TV',
  },
  players_data: {
    players: [
      { name: 'Rocket Ronda', score: 4, time_played: 3079 },
      { name: '日本\n', score: -1, time_played: -1 },
    ],
  },
};

it('shows facts, who says how many play, the players, and in words what is missing', () => {
  expect(formatObservation(observation, { parts: ['ping', 'players', 'rules'] })).toEqual([
    '  name       Dustbowl ␛[31mall day',
    '  map        cp_dustbowl',
    '  game       Team Fortress',
    '  app        440, tf, version 9433646',
    '  kind       dedicated, VAC, no password',
    '  tags       alltalk, cp',
    '  game port  27015',
    '  SourceTV   port 27020 TV',
    '  Steam ID   85568392920040050',
    '  players    23 of 32, 1 of them a bot, says the server',
    '             22, says Steam’s list',
    '             2 in the list of players',
    '  rules      no answer after 4 tries',
    '  asked      over UDP, 2026-01-31 20:15 UTC, answered in 23.1 ms',
    '',
    '  SCORE   TIME  PLAYER',
    '      4  51:19  Rocket Ronda',
    '     -1      -  日本␊',
  ]);
});

it('says nothing of parts that nobody asked for', () => {
  const lines = formatObservation(observation, { parts: ['ping', 'players'] });
  expect(lines.join('\n')).not.toContain('rules');
});

it('tells an empty server from one that did not say', () => {
  const empty: GameServerObservation = {
    ...observation,
    via: 'relay',
    outcomes: { ping: { outcome: 'not-asked' }, players: { outcome: 'ok' }, rules: { outcome: 'ok' } },
    player_counts: { counted: 0 },
    players_data: {},
    rules_data: {},
  };
  const { ping_data: _, ...withoutPing } = empty;
  expect(formatObservation(withoutPing, { parts: ['players', 'rules'] })).toEqual([
    '  players  0 in the list of players',
    '  asked    through Steam’s relay, 2026-01-31 20:15 UTC',
    '',
    '  Nobody is on.',
    '',
    '  It tells no rules.',
  ]);
});

it('reads where a relay stands', () => {
  const relayed = { ...observation, ping_data: { sdr_popid: 7_173_992 } };
  expect(formatObservation(relayed, { parts: [] })).toContain('  location  mwh');
});

it('shows rules in a table', () => {
  const rules = [
    { rule: 'mp_timelimit', value: '30' },
    { rule: 'sv_tags', value: 'alltalk,cp' },
  ];
  expect(
    formatObservation({ ...observation, rules_data: { rules } }, { parts: ['rules'] }).slice(-3),
  ).toEqual(['  RULE          VALUE', '  mp_timelimit  30', '  sv_tags       alltalk,cp']);
});
