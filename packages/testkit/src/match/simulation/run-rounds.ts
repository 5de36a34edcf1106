import { POINTS } from './map.ts';
import { TEAMS } from './match-player.ts';
import type { MatchState } from './match-state.ts';
import { placeAtSpawn } from './move-players.ts';
import { removeBuildingsOf } from './run-buildings.ts';
import { spawn } from './run-lives.ts';

const SETUP_SECONDS = 5;
const HUMILIATION_SECONDS = 8;
const WINS_IN_A_GAME = 5;
const ALL_CAPTURED = 1;
const TIME_LIMIT = 6;
const CAPTURES_IN_A_ROUND = 6;

/** Moves the round on: setup, fight with captures, win, humiliation, and again. */
export function runRounds(state: MatchState): void {
  const { round, tick } = state;
  if (round.phase === 'fight' && tick >= round.nextCaptureAt) capture(state);
  if (tick < round.phaseEndsAt) return;
  switch (round.phase) {
    case 'before':
    case 'humiliation':
      startRound(state);
      break;
    case 'setup':
      beginFight(state);
      break;
    case 'fight':
      endRound(state, round.redPoints > 2 ? TEAMS.red : TEAMS.blue, TIME_LIMIT);
  }
}

function startRound(state: MatchState): void {
  const { round } = state;
  if (Math.max(round.redScore, round.blueScore) >= WINS_IN_A_GAME) {
    state.events.push({ type: 'game-over', reason: 'Reached Win Limit' });
    round.redScore = 0;
    round.blueScore = 0;
  }
  round.phase = 'setup';
  round.phaseEndsAt = state.after(SETUP_SECONDS);
  round.redPoints = 2;
  round.winner = 0;
  state.events.push({ type: 'round-start' });
  for (const player of state.players) {
    if (player === undefined || !player.isPlaying) continue;
    removeBuildingsOf(state, player);
    if (player.isAlive && state.tick <= player.safeUntil) continue;
    if (player.isAlive) placeAtSpawn(state, player);
    spawn(state, player);
  }
}

function beginFight(state: MatchState): void {
  const { round, options } = state;
  round.phase = 'fight';
  round.activeSince = state.tick;
  round.phaseEndsAt = state.after(options.roundSeconds);
  round.nextCaptureAt = state.about(options.roundSeconds / CAPTURES_IN_A_ROUND);
  state.events.push({ type: 'round-active' });
}

function capture(state: MatchState): void {
  const { round, random, options } = state;
  const team = random.onceIn(2) ? TEAMS.red : TEAMS.blue;
  const point = team === TEAMS.red ? round.redPoints : round.redPoints - 1;
  round.nextCaptureAt = state.about(options.roundSeconds / CAPTURES_IN_A_ROUND);
  const cappers = state.players
    .filter((player) => player !== undefined)
    .filter((player) => player.isAlive && player.team === team)
    .slice(0, 1 + random.below(3));
  const pointName = POINTS[point];
  if (pointName === undefined || cappers.length === 0) return;
  round.redPoints += team === TEAMS.red ? 1 : -1;
  state.events.push({ type: 'point-captured', point, pointName, team, cappers });
  if (round.redPoints === 0 || round.redPoints === POINTS.length) endRound(state, team, ALL_CAPTURED);
}

function endRound(state: MatchState, team: number, reason: number): void {
  const { round } = state;
  round.phase = 'humiliation';
  round.phaseEndsAt = state.after(HUMILIATION_SECONDS);
  round.nextCaptureAt = Number.POSITIVE_INFINITY;
  round.winner = team;
  if (team === TEAMS.red) round.redScore++;
  else round.blueScore++;
  const seconds = (state.tick - round.activeSince) * 0.015;
  const scores = { red: round.redScore, blue: round.blueScore };
  state.events.push({ type: 'round-win', team, reason, seconds, scores });
}
