import { describe, expect, it } from 'vitest';
import { event, stageDemo, user, userMessage } from '../../test/staged-demo.ts';
import type { Message } from '../messages/message.ts';
import { summariseDemo } from './summarise-demo.ts';

const RED = 2;
const BLUE = 3;

async function summarise(scenes: Parameters<typeof stageDemo>[1]) {
  const users = [user(3, 'Gordon'), user(300, 'Barney'), user(301, 'Alyx')];
  const summary = await summariseDemo([stageDemo({ users }, scenes)]);
  expect(summary.problems).toEqual([]);
  return summary;
}

const win = (team: number, winreason: number, more = {}) =>
  event('teamplay_round_win', { team, winreason, full_round: 1, round_time: 30, ...more });

describe('the rounds', () => {
  it('begin, become active, and end with a winner, a reason and the scores', async () => {
    const { rounds, scores } = await summarise([
      [100, event('teamplay_round_start', { full_reset: true })],
      [200, event('teamplay_round_active')],
      [
        900,
        win(RED, 1),
        event('teamplay_win_panel', { winning_team: RED, winreason: 1, red_score: 3, blue_score: 1 }),
      ],
      [1000, event('teamplay_round_start')],
      [1100],
    ]);
    expect(rounds).toMatchObject([
      {
        startTick: 100,
        activeTick: 200,
        endTick: 900,
        outcome: 'won',
        winner: 'red',
        winReason: 'all-points-captured',
        isFullRound: true,
        roundSeconds: 30,
        scores: { red: 3, blue: 1 },
      },
      { startTick: 1000, activeTick: null, endTick: null, outcome: 'open', winner: null, scores: null },
    ]);
    expect(scores).toEqual({ red: 3, blue: 1 });
  });

  it('end once, although the game shows the panel with the scores before it tells who won', async () => {
    const panel = { winning_team: RED, winreason: 1, red_score: 3, blue_score: 1 };
    const { rounds, scores } = await summarise([
      [100, event('teamplay_round_start')],
      [900, event('teamplay_win_panel', panel), win(RED, 1, { was_sudden_death: 1 })],
      [1000, event('teamplay_round_start')],
      [1900, event('teamplay_win_panel', { ...panel, red_score: 4 }), win(RED, 1)],
    ]);
    expect(rounds).toMatchObject([
      { startTick: 100, endTick: 900, winner: 'red', isSuddenDeath: true, scores: { red: 3, blue: 1 } },
      { startTick: 1000, endTick: 1900, winner: 'red', roundSeconds: 30, scores: { red: 4, blue: 1 } },
    ]);
    expect(rounds).toHaveLength(2);
    expect(scores).toEqual({ red: 4, blue: 1 });
  });

  it('that began before the recording count for the score once, too', async () => {
    const panel = { winning_team: BLUE, winreason: 4, red_score: 2, blue_score: 2 };
    const { rounds, scores } = await summarise([
      [900, event('teamplay_win_panel', panel), win(BLUE, 4)],
      [1900, event('teamplay_win_panel', { ...panel, blue_score: 3 }), win(BLUE, 4)],
    ]);
    expect(rounds.map(({ startTick, endTick }) => [startTick, endTick])).toEqual([
      [null, 900],
      [null, 1900],
    ]);
    expect(scores).toEqual({ red: 2, blue: 3 });
  });

  it('that the time of the map ends are kept and flagged', async () => {
    const { rounds } = await summarise([
      [100, event('teamplay_round_start')],
      [900, win(0, 6)],
    ]);
    expect(rounds).toMatchObject([
      { outcome: 'time-limit', isTimeLimit: true, winner: null, winReason: 'time-limit', winReasonNumber: 6 },
    ]);
  });

  it('that began before the recording, were restarted, or ended in a stalemate say so', async () => {
    const { rounds } = await summarise([
      [50, win(BLUE, 4, { full_round: 0 })],
      [100, event('teamplay_round_start')],
      [300, event('teamplay_round_start')],
      [900, win(0, 5, { was_sudden_death: 1 })],
      [950, win(BLUE, 99)],
    ]);
    expect(rounds).toMatchObject([
      { startTick: null, endTick: 50, outcome: 'won', winner: 'blue', isFullRound: false, scores: null },
      { startTick: 100, endTick: 300, outcome: 'restarted', winner: null },
      { startTick: 300, endTick: 900, outcome: 'stalemate', winner: null, isSuddenDeath: true },
      { startTick: null, endTick: 950, outcome: 'won', winReason: null, winReasonNumber: 99 },
    ]);
  });

  it('are counted for the score where no panel tells it, stages of a map left out', async () => {
    const { scores } = await summarise([
      [10, win(RED, 1)],
      [20, win(RED, 1, { full_round: 0 })],
      [30, win(RED, 1)],
      [40, win(BLUE, 4)],
    ]);
    expect(scores).toEqual({ red: 2, blue: 1 });
  });
});

describe('captures', () => {
  it('name the point and those who stood on it, whose entities are letters of a text', async () => {
    const point = { cp: 2, cpname: '#Middle', team: RED, cappers: '\x03\x01\x63' };
    const { captures } = await summarise([[10, event('teamplay_point_captured', point)]]);
    expect(captures).toMatchObject([
      {
        tick: 10,
        kind: 'point',
        pointIndex: 2,
        pointName: '#Middle',
        team: 'red',
        players: [{ name: 'Alyx' }, { name: 'Gordon' }],
      },
    ]);
  });

  it('are of flags when they are brought home, not when they are picked up or dropped', async () => {
    const flag = (eventtype: number) => event('teamplay_flag_event', { player: 2, eventtype });
    const { captures } = await summarise([
      [5, event('player_team', { userid: 300, team: BLUE }), flag(1)],
      [10, flag(2)],
      [15, flag(4)],
    ]);
    expect(captures).toMatchObject([{ tick: 10, kind: 'flag', team: 'blue', players: [{ name: 'Barney' }] }]);
  });
});

describe('votes', () => {
  const start = userMessage({
    name: 'VoteStart',
    team: RED,
    voteIndex: 7,
    callerEntity: 1,
    targetEntity: 2,
    issue: '#TF_vote_kick_player_other',
    details: 'Barney',
    isYesOrNo: true,
  });
  const cast = (entityid: number, vote_option: number, voteidx = 7) =>
    event('vote_cast', { entityid, vote_option, team: RED, voteidx });

  it('tell who called them about whom, who voted what, and the outcome', async () => {
    const options = event('vote_options', { count: 2, option1: 'Ja', option2: 'Nein', voteidx: 7 });
    const end = { voteIndex: 7, team: RED } as const;
    const { votes } = await summarise([
      [10, options, start],
      [20, cast(1, 0), cast(3, 1)],
      [
        30,
        userMessage({ name: 'VotePass', ...end, result: '#TF_vote_passed_kick_player', details: 'Barney' }),
      ],
      [31, userMessage({ name: 'VoteFailed', ...end, reason: 3 })],
    ]);
    expect(votes).toMatchObject([
      {
        tick: 10,
        voteIndex: 7,
        team: 'red',
        caller: { name: 'Gordon' },
        target: { name: 'Barney' },
        issue: '#TF_vote_kick_player_other',
        options: ['Ja', 'Nein'],
        ballots: [
          { tick: 20, player: { name: 'Gordon' }, option: 0, optionText: 'Ja' },
          { player: { name: 'Alyx' }, option: 1, optionText: 'Nein' },
        ],
        outcome: 'passed',
        endTick: 30,
        failReasonNumber: null,
      },
    ]);
  });

  it('that fail say why, and two at once are kept apart', async () => {
    const { votes } = await summarise([
      [10, start, cast(1, 1), cast(2, 0, 8)],
      [20, userMessage({ name: 'VoteFailed', team: RED, voteIndex: 7, reason: 4 })],
    ]);
    expect(votes).toMatchObject([
      { voteIndex: 7, outcome: 'failed', failReasonNumber: 4, ballots: [{ optionText: 'No' }] },
      { voteIndex: 8, outcome: 'open', issue: null, ballots: [{ option: 0, optionText: null }] },
    ]);
  });
});

describe('pauses', () => {
  it('last from the tick the clock stopped to the tick it went on, told as often as may be', async () => {
    const pause = (isPaused: boolean): Message => ({ type: 'svc_SetPause', isPaused });
    const { pauses } = await summarise([
      [5, pause(false)],
      [10, pause(true)],
      [11, pause(true)],
      [50, pause(false)],
      [90, { type: 'svc_SetPauseTimed', isPaused: true, expireSeconds: -1 }],
    ]);
    expect(pauses).toEqual([
      { fromTick: 10, toTick: 50 },
      { fromTick: 90, toTick: null },
    ]);
  });
});
