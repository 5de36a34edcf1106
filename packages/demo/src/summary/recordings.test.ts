import { describe, expect, it } from 'vitest';
import { areRecordingsAbsent, readRecording, recordingsNote } from '../../test/recordings.ts';
import type { DemoSummary } from './demo-summary.ts';
import { summariseDemo } from './summarise-demo.ts';

/** What the two published readers write. */
interface PeerSummary {
  readonly header?: {
    readonly server: string;
    readonly nick: string;
    readonly map: string;
    readonly game: string;
    readonly duration: number;
    readonly ticks: number;
    readonly frames: number;
    readonly signon: number;
  };
  readonly chat: readonly { readonly text: string; readonly tick: number }[];
  readonly users: Readonly<
    Record<string, { readonly name: string; readonly userId: number; readonly steamId: string }>
  >;
  readonly deaths: readonly {
    readonly weapon: string;
    readonly victim: number;
    readonly assister: number | null;
    readonly killer: number;
    readonly tick: number;
  }[];
  readonly rounds: readonly unknown[];
  readonly startTick: number;
  readonly intervalPerTick: number;
  readonly pauses?: readonly unknown[];
}

const names = [
  'tf2-pov-gullywash',
  'tf2-pov-itemtest',
  'tf2-pov-steel-2024',
  'tf2-stv-gullywash-cut-256k',
  'hl2dm-stv-airfusion',
  'portal-pov',
];

const summarise = (name: string) => summariseDemo([readRecording(`${name}.dem`)]);
const readExpected = (name: string) =>
  JSON.parse(new TextDecoder().decode(readRecording(`expected/${name}`)));
const byRust = (name: string): PeerSummary => readExpected(`${name}.rust.json`).data;
const byJavaScript = (name: string): PeerSummary => readExpected(`${name}.summary.json`);

/** The Rust reader keeps what the game left behind the NUL of a network id. */
const untilNul = (text: string) => text.split('\0')[0];

function usersOf({ players }: DemoSummary) {
  return players.map(({ userIds, name, networkId }) => ({ userId: userIds[0], name, networkId }));
}

describe.skipIf(areRecordingsAbsent)(`summaries of real recordings${recordingsNote}`, () => {
  it.each(names)('agree with the reader in Rust about %s', async (name) => {
    const summary = await summarise(name);
    const rust = byRust(name);
    expect(rust.header).toMatchObject({
      map: summary.map,
      game: summary.game,
      nick: summary.recorder.nick,
      server: summary.kind === 'stv' ? summary.gameServer.name : summary.gameServer.address,
      ticks: summary.header.ticks,
      frames: summary.header.frames,
      signon: summary.header.signonBytes,
      duration: summary.header.durationSeconds,
    });
    expect(summary).toMatchObject({
      startServerTick: rust.startTick,
      tickIntervalSeconds: rust.intervalPerTick,
      problems: [],
      error: null,
    });
    const users = Object.values(rust.users);
    expect(usersOf(summary)).toHaveLength(users.length);
    expect(usersOf(summary)).toEqual(
      expect.arrayContaining(
        users.map(({ userId, name, steamId }) => ({ userId, name, networkId: untilNul(steamId) })),
      ),
    );
    expect(summary.chat.map(({ text, tick }) => ({ text, tick }))).toEqual(
      rust.chat.map(({ text, tick }) => ({ text, tick })),
    );
    expect(
      summary.kills.map(({ attacker, assister, victim, weapon, tick }) => ({
        killer: attacker?.userId ?? 0,
        assister: assister?.userId ?? 0,
        victim: victim.userId,
        weapon,
        tick,
      })),
    ).toEqual(rust.deaths);
    // It leaves out rounds that have not ended.
    expect(summary.rounds.filter(({ outcome }) => outcome !== 'open')).toEqual(rust.rounds);
    // In the demo of Portal it takes the word, at the beginning, that the game is not paused for the end of a
    // pause from its tick 0 on; and its 390 is on the other clock.
    expect(summary.pauses).toEqual([]);
    expect(rust.pauses).toEqual(name === 'portal-pov' ? [{ from: 0, to: 390 }] : []);
  });

  it('agree with the reader in JavaScript about fifteen minutes of Half-Life 2: Deathmatch', async () => {
    const summary = await summarise('hl2dm-stv-airfusion');
    const javaScript = byJavaScript('hl2dm-stv-airfusion');
    // Its ticks are the game server's. It keeps the low 8 bits of user ids only.
    expect(summary.startServerTick).toBe(javaScript.startTick);
    expect(usersOf(summary).map((user) => ({ ...user, userId: (user.userId ?? 0) % 256 }))).toEqual(
      Object.values(javaScript.users).map(({ userId, name, steamId }) => ({
        userId,
        name,
        networkId: steamId,
      })),
    );
    expect(summary.chat.map(({ text }) => text)).toEqual(javaScript.chat.map(({ text }) => text));
    expect(
      summary.kills.map(({ attacker, victim, weapon }) => ({
        killer: (attacker?.userId ?? 0) % 256,
        assister: null,
        victim: victim.userId % 256,
        weapon,
      })),
    ).toEqual(javaScript.deaths.map(({ tick: _tick, ...death }) => death));
    // What stands before the net_Tick of its packet has the tick of the packet before there, 4 earlier.
    const told = [...summary.chat, ...summary.kills];
    const ticks = [...javaScript.chat, ...javaScript.deaths].map(({ tick }) => tick);
    expect(new Set(told.map(({ serverTick }, i) => serverTick - (ticks[i] ?? 0)))).toEqual(new Set([4]));
    expect(summary.players).toMatchObject([
      { isSourceTv: true, team: 'spectator', kills: 0, deaths: 0 },
      { userIds: [371], kills: 8, deaths: 23, assists: null, damage: null },
      { userIds: [372], kills: 23, deaths: 8, assists: null, damage: null },
    ]);
    // A plugin puts these lines together: neither peer tells who speaks.
    expect(summary.chat[0]).toMatchObject({ kind: 'plugin', player: { userId: 371 } });
  });

  it('agree with what the game wrote into the header when it ended recording', async () => {
    for (const name of names.filter((each) => !each.includes('cut'))) {
      const { header, ticks, frames, durationSeconds, isComplete, ending } = await summarise(name);
      expect({ ticks, frames, isComplete, ending }).toEqual({
        ticks: header.ticks,
        frames: header.frames,
        isComplete: true,
        ending: 'stop',
      });
      expect(durationSeconds).toBeCloseTo(header.durationSeconds ?? 0, 5);
    }
  });

  it('tell the team and the class of the recorder without following their entity', async () => {
    const playing = async (name: string) => {
      const { players, recorder } = await summarise(name);
      const player = players.find(({ userIds }) => userIds.includes(recorder.player?.userId ?? 0));
      return { team: player?.team, class: player?.class };
    };
    // As the reader in Rust tells it of the last tick of the first.
    expect(await playing('tf2-pov-gullywash')).toEqual({ team: 'red', class: 'scout' });
    expect(await playing('tf2-pov-itemtest')).toEqual({ team: 'blue', class: 'soldier' });
    expect(await playing('tf2-pov-steel-2024')).toEqual({ team: 'red', class: 'soldier' });
  });

  it('tell what a recording that was cut off in sign-on holds, and that it was', async () => {
    expect(await summarise('tf2-stv-gullywash-cut-256k')).toMatchObject({
      ending: 'cut-inside-command',
      isComplete: false,
      isCutInsideCommand: true,
      durationSeconds: 0,
      header: { ticks: 129514, durationSeconds: 1942.71 },
    });
  });

  it('take an older network protocol as well', async () => {
    expect(await summarise('portal-pov-protocol15')).toMatchObject({
      networkProtocol: 15,
      map: 'testchmb_a_00',
      ticks: 263,
      recorder: { player: { userId: 2848, steamId64: null } },
      problems: [],
    });
  });

  it('are the same however the bytes are cut', async () => {
    const bytes = readRecording('tf2-pov-gullywash.dem');
    const whole = await summariseDemo([bytes]);
    function* pieces(length: number) {
      for (let at = 0; at < bytes.length; at += length) yield bytes.slice(at, at + length);
    }
    for (const length of [7, 1400]) expect(await summariseDemo(pieces(length))).toEqual(whole);
  });

  it('refuse what has no whole header, or another demo protocol', async () => {
    await expect(summarise('cut-header-512')).rejects.toMatchObject({ code: 'incomplete-header' });
    await expect(summarise('protocol4-not-supported')).rejects.toMatchObject({
      code: 'unsupported-protocol',
    });
  });
});
