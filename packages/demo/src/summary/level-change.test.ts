import { describe, expect, it } from 'vitest';
import { event, stageDemo, user } from '../../test/staged-demo.ts';
import { DEMO_HEADER_BYTES } from '../header/demo-header.ts';
import type { Message } from '../messages/message.ts';
import { summariseDemo } from './summarise-demo.ts';

type Scenes = Parameters<typeof stageDemo>[1];

const STOP_BYTES = 4;
const RED = 2;
const BLUE = 3;
const SOLDIER = 3;
const users = [user(3, 'Gordon')];

/** A recording that goes on through a change of level; the clock of the demo begins again with the second. */
async function summarise(first: Scenes, second: Scenes) {
  const level = stageDemo({ users }, first).subarray(0, -STOP_BYTES);
  const next = stageDemo({ users }, second).subarray(DEMO_HEADER_BYTES);
  const summary = await summariseDemo([level, next]);
  expect(summary.problems).toEqual([]);
  return summary;
}

const spawn = (team: number) => event('player_spawn', { userid: 3, team, class: SOLDIER });
const win = (team: number) => event('teamplay_round_win', { team, winreason: 1, full_round: 1 });
const pause: Message = { type: 'svc_SetPause', isPaused: true };

describe('a change of level', () => {
  it('ends what players were, and their time until then stays', async () => {
    const { players } = await summarise([[100, spawn(RED)], [500]], [[50], [100, spawn(BLUE)], [300]]);
    expect(players).toMatchObject([
      { name: 'Gordon', team: 'blue', timeByTeam: { red: { ticks: 400 }, blue: { ticks: 200 } } },
    ]);
    expect(players[0]?.timeByClass).toEqual({ soldier: { ticks: 600, seconds: 9 } });
    expect(players[0]?.connections).toHaveLength(1);
  });

  it('lets who left just before it, and is told of anew, be there again', async () => {
    const left = event('player_disconnect', { userid: 3, reason: 'Disconnect by user.' });
    const { players } = await summarise([[100, spawn(RED)], [400, left], [500]], [[100, spawn(BLUE)], [300]]);
    expect(players[0]).toMatchObject({
      connections: [{ disconnectTick: 400 }, { disconnectTick: null }],
      timeByTeam: { red: { ticks: 300 }, blue: { ticks: 200 } },
    });
  });

  it('ends a pause and a round, which nobody won, and the scores begin anew', async () => {
    const { pauses, rounds, scores } = await summarise(
      [[10, win(RED)], [100, event('teamplay_round_start')], [400, pause], [500]],
      [[200, event('teamplay_round_start')], [250, win(BLUE)], [300]],
    );
    expect(pauses).toEqual([{ fromTick: 400, toTick: 500 }]);
    expect(rounds).toMatchObject([
      { endTick: 10, winner: 'red' },
      { startTick: 100, endTick: 500, outcome: 'no-winner', winner: null },
      { startTick: 200, endTick: 250, outcome: 'won', winner: 'blue' },
    ]);
    expect(scores).toEqual({ blue: 1 });
  });

  it('parts a vote from a later one of the same number', async () => {
    const cast = event('vote_cast', { entityid: 1, vote_option: 0, team: RED, voteidx: 1 });
    const { votes } = await summarise([[10, cast]], [[20, cast]]);
    expect(votes).toMatchObject([
      { tick: 10, outcome: 'open', ballots: [{ tick: 10 }] },
      { tick: 20, outcome: 'open', ballots: [{ tick: 20 }] },
    ]);
  });
});
