import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { areRecordingsAbsent, readRecording, recordingsNote } from '../../test/recordings.ts';
import { event, say, setSlot, stageDemo, user, userMessage } from '../../test/staged-demo.ts';
import { summariseDemo } from './summarise-demo.ts';
import { DEMO_SUMMARY_SCHEMA } from './summary-schema.ts';

const validate = new Ajv2020({ allErrors: true, strict: true, allowUnionTypes: true }).compile(
  DEMO_SUMMARY_SCHEMA,
);

/** What a summary is once it was written and read again, and what the schema says against it. */
async function check(bytes: Uint8Array) {
  const summary = await summariseDemo([bytes]);
  const written = JSON.parse(JSON.stringify(summary));
  expect(written).toEqual(summary);
  validate(written);
  return { summary, faults: validate.errors ?? [] };
}

/** One of everything a summary has. */
function livelyDemo(): Uint8Array {
  const bot = user(9, 'Bot', { networkId: 'BOT', accountId: 0, isFakePlayer: true });
  const vote = { team: 255, voteIndex: 1 } as const;
  const started = {
    callerEntity: 1,
    targetEntity: 2,
    issue: '#TF_vote',
    details: '',
    isYesOrNo: true,
  } as const;
  return stageDemo({ users: [user(3, 'Gordon'), user(300, 'Barney'), bot] }, [
    [10, event('teamplay_round_start'), { type: 'svc_SetPause', isPaused: true }],
    [15, event('player_spawn', { userid: 3, team: 2, class: 3 }), { type: 'svc_SetPause', isPaused: false }],
    [20, event('player_death', { userid: 3, attacker: 300, assister: 9, crit_type: 2 })],
    [21, event('player_death', { userid: 3, attacker: 0, weapon: 'world' })],
    [25, event('player_hurt', { userid: 3, attacker: 300, damageamount: 7 })],
    [30, event('teamplay_point_captured', { cp: 1, cpname: 'middle', team: 2, cappers: '\x01' })],
    [31, event('teamplay_flag_event', { player: 2, eventtype: 2 })],
    [40, userMessage({ name: 'VoteStart', ...vote, ...started })],
    [41, event('vote_cast', { vote_option: 1, entityid: 2, voteidx: 1 })],
    [42, userMessage({ name: 'VoteFailed', ...vote, reason: 3 })],
    [50, say(1, 'TF_Chat_Team', 'Gordon', 'hello'), setSlot(7, user(301, 'Alyx'))],
    [55, setSlot(7, user(301, 'Vance'))],
    [60, setSlot(7, undefined), event('player_disconnect', { userid: 301, reason: 'bye' })],
    [70, event('teamplay_round_win', { team: 2, winreason: 1, full_round: 1, round_time: 29.5 })],
    [80, event('teamplay_round_start')],
  ]);
}

describe('DEMO_SUMMARY_SCHEMA', () => {
  it('describes the summary of a demo in which everything happens', async () => {
    const { summary, faults } = await check(livelyDemo());
    expect(faults).toEqual([]);
    for (const part of ['players', 'chat', 'kills', 'rounds', 'captures', 'votes', 'pauses'] as const) {
      expect(summary[part], part).not.toEqual([]);
    }
    expect(summary.scores).toEqual({ red: 1 });
  });

  it('describes the summary of a damaged demo, wherever it was cut and whatever byte was hit', async () => {
    const bytes = livelyDemo();
    for (let at = 1072; at < bytes.length; at += 41) {
      const damaged = bytes.slice();
      damaged[at] = (damaged[at] ?? 0) ^ 0xa5;
      expect((await check(damaged)).faults, `byte ${at}`).toEqual([]);
      expect((await check(bytes.subarray(0, at))).faults, `cut at ${at}`).toEqual([]);
    }
  });

  it.skipIf(areRecordingsAbsent)(`describes the summaries of real recordings${recordingsNote}`, async () => {
    for (const name of [
      'hl2dm-stv-airfusion',
      'portal-pov',
      'portal-pov-protocol15',
      'tf2-pov-gullywash',
      'tf2-stv-gullywash-cut-256k',
    ]) {
      expect((await check(readRecording(`${name}.dem`))).faults, name).toEqual([]);
    }
  });

  it('refuses a summary with a property more, less, or of another kind', async () => {
    const { summary } = await check(livelyDemo());
    const [player] = summary.players;
    const { map: _, ...withoutMap } = summary;
    expect(validate(summary)).toBe(true);
    for (const other of [
      withoutMap,
      { ...summary, mapName: 'cp_process_final' },
      { ...summary, kind: 'replay' },
      { ...summary, players: [{ ...player, steamId64: Number(player?.steamId64) }] },
      { ...summary, players: [{ ...player, timeByTeam: { green: { ticks: 1, seconds: 1 } } }] },
    ]) {
      expect(validate(other)).toBe(false);
    }
  });

  it('explains every property there is', () => {
    const { properties, $defs = {} } = DEMO_SUMMARY_SCHEMA;
    for (const [name, part] of Object.entries({ summary: { properties }, ...$defs })) {
      for (const [key, { description, $ref }] of Object.entries(part.properties ?? {})) {
        expect(description ?? $ref, `${name}.${key}`).toBeTruthy();
      }
    }
  });
});
