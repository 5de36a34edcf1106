import { describe, expect, it } from 'vitest';
import { event, SERVER_TICK_OFFSET, say, setSlot, stageDemo, user } from '../../test/staged-demo.ts';
import { stagedDataTables, tellEverything } from '../../test/staged-entities.ts';
import { DemoReader } from '../reader/demo-reader.ts';
import type { UserInfo } from '../string-tables/user-info.ts';
import { summariseDemo } from './summarise-demo.ts';
import { SummaryBuilder } from './summary-builder.ts';

type Scenes = Parameters<typeof stageDemo>[1];

const gordon = user(3, 'Gordon');
const barney = user(300, 'Barney');
const alyx = user(301, 'Alyx');
const MEDIC = 5;
const SOLDIER = 3;
const RED = 2;
const BLUE = 3;

async function summarise(users: readonly (UserInfo | undefined)[], scenes: Scenes) {
  const summary = await summariseDemo([stageDemo({ users }, scenes)]);
  expect(summary.problems).toEqual([]);
  return summary;
}

const spawn = (userId: number, team: number, playerClass: number) =>
  event('player_spawn', { userid: userId, team, class: playerClass });

describe('the recording', () => {
  it('of a player tells the address of the game server, and who recorded', async () => {
    expect(await summarise([gordon], [[4], [100]])).toMatchObject({
      map: 'cp_process_final',
      game: 'tf',
      kind: 'pov',
      gameServer: { name: 'a game server', address: '169.254.71.12:27015', maxPlayers: 24 },
      recorder: { nick: 'Gordon', player: { userId: 3, name: 'Gordon', team: null } },
      durationSeconds: 1.5,
      ticks: 100,
      frames: 2,
      tickIntervalSeconds: 0.015,
      tickRate: 1 / 0.015,
      startServerTick: SERVER_TICK_OFFSET,
      header: { durationSeconds: 0, ticks: 0, frames: 0, tickRate: null },
      isComplete: true,
      ending: 'stop',
      error: null,
    });
  });

  it('of SourceTV tells the name of the game server only', async () => {
    const options = { users: [gordon], clientName: 'SourceTV Demo', isSourceTv: true };
    expect(await summariseDemo([stageDemo(options, [])])).toMatchObject({
      kind: 'stv',
      gameServer: { name: 'A Match', address: null },
      recorder: { nick: 'SourceTV Demo', player: null },
    });
  });

  it('of a player who calls themselves what SourceTV does is still theirs', async () => {
    const options = { users: [gordon], clientName: 'SourceTV Demo' };
    expect(await summariseDemo([stageDemo(options, [])])).toMatchObject({ kind: 'pov' });
  });

  it('can be asked about at any time, as if it ended there', () => {
    const bytes = stageDemo({ users: [gordon] }, [[4, spawn(3, RED, SOLDIER)], [104], [204]]);
    const reader = new DemoReader();
    const builder = new SummaryBuilder(reader);
    expect(() => builder.summary()).toThrow(expect.objectContaining({ code: 'incomplete-header' }));
    const ticksPlayed = new Set<number | undefined>();
    for (let at = 0; at < bytes.length; at++) {
      reader.push(bytes.subarray(at, at + 1));
      if (reader.header === undefined) continue;
      const { players, ending, isComplete } = builder.summary();
      ticksPlayed.add(players[0]?.timeByClass.soldier?.ticks);
      if (at < bytes.length - 1 && !isComplete) expect(ending).toMatch(/^cut-/);
    }
    expect([...ticksPlayed]).toEqual([undefined, 100, 200]);
    expect(builder.summary().ending).toBe('stop');
  });

  it('that is damaged tells what came before the damage, and where it is', async () => {
    const bytes = stageDemo({ users: [gordon] }, [[4], [100]]);
    const stopAt = bytes.length - 4;
    bytes[stopAt] = 99;
    expect(await summariseDemo([bytes])).toMatchObject({
      ending: 'damaged',
      isComplete: false,
      isCutInsideCommand: false,
      ticks: 100,
      players: [{ name: 'Gordon' }],
      error: { code: 'broken-framing', offset: stopAt },
    });
    await expect(summariseDemo([bytes.subarray(0, 900)])).rejects.toMatchObject({
      code: 'incomplete-header',
    });
  });
});

describe('the players', () => {
  it('have their time on each team and as each class, also while it lasts', async () => {
    const { players } = await summarise(
      [gordon],
      [
        [100, spawn(3, RED, SOLDIER)],
        [300, spawn(3, RED, MEDIC)],
        [400, event('player_team', { userid: 3, team: BLUE })],
        [500, spawn(3, BLUE, MEDIC)],
        [700, event('player_team', { userid: 3, team: 1 })],
        [1000],
      ],
    );
    expect(players[0]).toMatchObject({ team: 'spectator', class: null });
    expect(players[0]?.timeByTeam).toEqual({
      red: { ticks: 300, seconds: 4.5 },
      blue: { ticks: 300, seconds: 4.5 },
      spectator: { ticks: 300, seconds: 4.5 },
    });
    expect(players[0]?.timeByClass).toEqual({
      soldier: { ticks: 200, seconds: 3 },
      medic: { ticks: 400, seconds: 6 },
    });
  });

  it('are on no team whose number the engine cannot have', async () => {
    const { players } = await summarise([gordon], [[100, spawn(3, 31, 0)], [200, spawn(3, 32, 0)], [300]]);
    expect(players[0]?.timeByTeam).toEqual({ 'team-31': { ticks: 200, seconds: 3 } });
  });

  it('have the team and class they had already when the recording began', async () => {
    const everything = tellEverything(
      [
        [RED, SOLDIER],
        [1, 0],
      ],
      [
        [RED, 2],
        [BLUE, 5],
      ],
    );
    const bytes = stageDemo({ users: [gordon, barney], dataTables: stagedDataTables() }, [
      [4, everything],
      [204, spawn(3, RED, MEDIC)],
      [304, event('teamplay_round_win', { team: RED, winreason: 1, full_round: 1 })],
    ]);
    const { players, scores, problems } = await summariseDemo([bytes]);
    expect(problems).toEqual([]);
    expect(players).toMatchObject([
      { team: 'red', class: 'medic', timeByClass: { soldier: { ticks: 200 }, medic: { ticks: 100 } } },
      { team: 'spectator', class: null, timeByTeam: { spectator: { ticks: 300 } }, timeByClass: {} },
    ]);
    expect(scores).toEqual({ red: 3, blue: 5 });
  });

  it('are one when they reconnect, whatever they call themselves', async () => {
    const back = user(512, 'Bernie', { networkId: barney.networkId });
    const { players } = await summarise(
      [gordon, barney],
      [
        [100, spawn(300, RED, SOLDIER), event('player_death', { userid: 3, attacker: 300 })],
        [
          200,
          event('player_disconnect', { userid: 300, reason: 'Disconnect by user.' }),
          setSlot(1, undefined),
        ],
        [300, setSlot(4, back)],
        [400, spawn(512, BLUE, MEDIC), event('player_death', { userid: 3, attacker: 512 })],
        [500],
      ],
    );
    expect(players).toHaveLength(2);
    expect(players[1]).toMatchObject({
      steamId64: '76561197960267028',
      name: 'Bernie',
      names: ['Barney', 'Bernie'],
      userIds: [300, 512],
      kills: 2,
      team: 'blue',
      connections: [
        { userId: 300, connectTick: null, disconnectTick: 200, disconnectReason: 'Disconnect by user.' },
        { userId: 512, connectTick: 300, disconnectTick: null, disconnectReason: null },
      ],
      timeByTeam: { red: { ticks: 100 }, blue: { ticks: 100 } },
    });
  });

  it('are there again when their slot names them after they left, also where it was never emptied', async () => {
    const left = event('player_disconnect', { userid: 300, reason: 'Disconnect by user.' });
    const { players, chat } = await summarise(
      [gordon, barney],
      [
        [100, spawn(300, RED, SOLDIER)],
        [200, left],
        [300, setSlot(1, barney)],
        [400, spawn(300, BLUE, MEDIC)],
        [600],
      ],
    );
    expect(players[1]).toMatchObject({
      team: 'blue',
      connections: [
        { connectTick: null, disconnectTick: 200, disconnectReason: 'Disconnect by user.' },
        { connectTick: 300, disconnectTick: null, disconnectReason: null },
      ],
      timeByTeam: { red: { ticks: 100 }, blue: { ticks: 200 } },
    });
    expect(chat.map(({ tick, kind }) => [tick, kind])).toEqual([
      [200, 'disconnect'],
      [300, 'connect'],
    ]);
  });

  it('of the same name without accounts stay apart, and bots and SourceTV are told apart', async () => {
    const nobody = { networkId: 'BOT', accountId: 0, isFakePlayer: true };
    const { players } = await summarise(
      [user(5, 'Bot', nobody), user(6, 'Bot', nobody), user(7, 'TV', { ...nobody, isSourceTv: true })],
      [[10, event('player_death', { userid: 5, attacker: 6 })]],
    );
    expect(
      players.map(({ isBot, isSourceTv, steamId64, kills }) => [isBot, isSourceTv, steamId64, kills]),
    ).toEqual([
      [true, false, null, 0],
      [true, false, null, 1],
      [false, true, null, 0],
    ]);
  });

  it('have damage and healing only where the demo tells of any', async () => {
    const quiet = await summarise([gordon, barney], [[10]]);
    expect(quiet.players[0]).toMatchObject({ kills: 0, damage: null, damageTaken: null, healing: null });
    const loud = await summarise(
      [gordon, barney],
      [
        [10, event('player_hurt', { userid: 300, attacker: 3, damageamount: 90 })],
        [20, event('player_hurt', { userid: 3, attacker: 3, damageamount: 40 })],
        [30, event('player_hurt', { userid: 3, attacker: 0, damageamount: 10 })],
        [40, event('player_healed', { patient: 3, healer: 300, amount: 25 })],
        [50, event('player_healed', { patient: 300, healer: 300, amount: 99 })],
      ],
    );
    expect(loud.players).toMatchObject([
      { name: 'Gordon', damage: 90, damageTaken: 10, healing: 0 },
      { name: 'Barney', damage: 0, damageTaken: 90, healing: 25 },
    ]);
  });

  it('have no kills to tell of in a demo that ends before its events are listed', async () => {
    const bytes = stageDemo({ users: [gordon], isWithoutEventList: true }, []);
    const { players } = await summariseDemo([bytes]);
    expect(players[0]).toMatchObject({ kills: null, assists: null, deaths: null, suicides: null });
  });
});

describe('the kill feed', () => {
  it('binds a kill to who had the slot and the name at that tick', async () => {
    const { kills } = await summarise(
      [gordon, barney],
      [
        [
          100,
          spawn(300, RED, SOLDIER),
          event('player_death', { userid: 3, attacker: 300, weapon: 'shotgun' }),
        ],
        [200, setSlot(1, undefined), setSlot(1, alyx)],
        [300, event('player_death', { userid: 3, attacker: 301, assister: 300 })],
      ],
    );
    expect(kills).toMatchObject([
      {
        tick: 100,
        serverTick: SERVER_TICK_OFFSET + 100,
        cause: 'player',
        weapon: 'shotgun',
        attacker: { userId: 300, name: 'Barney', team: 'red' },
        victim: { userId: 3, name: 'Gordon', team: null },
      },
      { attacker: { userId: 301, name: 'Alyx' }, assister: { userId: 300, name: 'Barney', team: null } },
    ]);
  });

  it('has the name of who is renamed at once, whether or not the slot ever tells it', async () => {
    const death = event('player_death', { userid: 3, attacker: 300 });
    const { kills, players, chat } = await summarise(
      [gordon, barney],
      [
        [10, event('player_changename', { userid: 300, oldname: 'Barney', newname: 'Bernie' }), death],
        [20, say(2, '#TF_Name_Change', 'Bernie', 'Calhoun'), death],
      ],
    );
    expect(kills.map(({ attacker }) => attacker?.name)).toEqual(['Bernie', 'Calhoun']);
    expect(players[1]).toMatchObject({ name: 'Calhoun', names: ['Barney', 'Bernie', 'Calhoun'] });
    expect(chat.map(({ kind }) => kind)).toEqual(['name-change', 'name-change']);
  });

  it('tells suicides and the world from kills, counts no feigned death, and knows an assister of −1 for none', async () => {
    const { kills, players } = await summarise(
      [gordon, barney, alyx],
      [
        [10, event('player_death', { userid: 3, attacker: 300, assister: 301, crit_type: 1 })],
        [20, event('player_death', { userid: 3, attacker: 300, assister: 301, death_flags: 32 })],
        [30, event('player_death', { userid: 3, attacker: 3, assister: -1, weapon: 'world' })],
        [40, event('player_death', { userid: 3, attacker: 0, assister: -1, weapon: 'world' })],
        [50, event('player_death', { userid: 3, attacker: 999, assister: -1, crit_type: 2 })],
      ],
    );
    expect(kills.map(({ cause, isFeigned, crit }) => [cause, isFeigned, crit])).toEqual([
      ['player', false, 'mini'],
      ['player', true, 'none'],
      ['suicide', false, 'none'],
      ['world', false, 'none'],
      ['player', false, 'full'],
    ]);
    expect(kills[2]?.assister).toBeNull();
    expect(kills[4]?.attacker).toEqual({ userId: 999, steamId64: null, name: null, team: null });
    expect(players).toMatchObject([
      { name: 'Gordon', kills: 0, deaths: 4, suicides: 1 },
      { name: 'Barney', kills: 1, assists: 0 },
      { name: 'Alyx', kills: 0, assists: 1 },
    ]);
  });
});
