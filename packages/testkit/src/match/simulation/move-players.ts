import { TICKS_PER_SECOND } from '../match-options.ts';
import { groundHeight, MAP_REACH, pointX } from './map.ts';
import { EYE_HEIGHT, type MatchPlayer, TEAMS } from './match-player.ts';
import type { MatchState } from './match-state.ts';

const GRAVITY = 800 / TICKS_PER_SECOND;
const JUMP_SPEED = 289;
/** How much of the way to the speed they want players get in a tick. */
const GRIP = 0.12;
/** Degrees a tick: honest hands turn no faster, and gather speed over several ticks. */
const FASTEST_TURN = 4;
const TURN_GRIP = 0.25;
const HIGHEST_PITCH = 88;
const TICKS_PER_DECISION = 3;
/** How unsteady hands are: degrees a tick, for a number of 16 bits around 0. */
const YAW_NOISE = 0.2 / 0x10000;
const PITCH_NOISE = 0.1 / 0x10000;

/** Puts somebody where their team comes to life, looking to the middle. */
export function placeAtSpawn(state: MatchState, player: MatchPlayer): void {
  const { random } = state;
  const side = player.team === TEAMS.red ? -1 : 1;
  player.x = side * (MAP_REACH - 200) + random.spread(100);
  player.y = random.spread(400);
  player.z = groundHeight(player.x, player.y);
  player.speedX = 0;
  player.speedY = 0;
  player.speedZ = 0;
  player.isOnGround = true;
  player.pitch = 0;
  player.yaw = side < 0 ? random.fraction() * 40 + 1 : 160 + random.fraction() * 40;
  player.pitchSpeed = 0;
  player.yawSpeed = 0;
  player.goalUntil = 0;
  player.target = undefined;
}

/** Moves somebody alive by one tick, toward where they want to be. */
export function movePlayer(state: MatchState, player: MatchPlayer): void {
  if (state.tick >= player.goalUntil) chooseGoal(state, player);
  const towardX = player.goalX - player.x;
  const towardY = player.goalY - player.y;
  const distance = Math.sqrt(towardX * towardX + towardY * towardY);
  const speed = player.playerClass.speed * (player.isDucking ? 0.33 : 1);
  const share = distance < 40 ? 0 : speed / distance;
  player.speedX += (towardX * share - player.speedX) * GRIP;
  player.speedY += (towardY * share - player.speedY) * GRIP;
  player.x = clampToMap(player.x + player.speedX / TICKS_PER_SECOND);
  player.y = clampToMap(player.y + player.speedY / TICKS_PER_SECOND);

  const ground = groundHeight(player.x, player.y);
  if (player.isOnGround) {
    player.z = ground;
    if (state.tick >= player.jumpsAt) {
      player.jumpsAt = state.about(3);
      player.isOnGround = false;
      player.speedZ = JUMP_SPEED;
    }
  } else {
    player.speedZ -= GRAVITY;
    player.z += player.speedZ / TICKS_PER_SECOND;
    if (player.z <= ground) {
      player.z = ground;
      player.speedZ = 0;
      player.isOnGround = true;
    }
  }
}

/** Turns somebody's view by one tick: toward their target, or where they walk, as a hand would. */
export function turnView(state: MatchState, player: MatchPlayer): void {
  if ((state.tick + player.slot) % TICKS_PER_DECISION === 0) decideView(state, player);
  const yawTurn = clampTurn(angleBetween(player.yaw, player.wantedYaw) * 0.15);
  const pitchTurn = clampTurn((player.wantedPitch - player.pitch) * 0.15);
  const noise = state.random.uint32();
  player.yawSpeed += (yawTurn - player.yawSpeed) * TURN_GRIP + ((noise & 0xffff) - 0x8000) * YAW_NOISE;
  player.pitchSpeed += (pitchTurn - player.pitchSpeed) * TURN_GRIP + ((noise >>> 16) - 0x8000) * PITCH_NOISE;
  player.yaw = wrapYaw(player.yaw + player.yawSpeed);
  player.pitch = Math.max(-HIGHEST_PITCH, Math.min(HIGHEST_PITCH, player.pitch + player.pitchSpeed));
}

function decideView(state: MatchState, player: MatchPlayer): void {
  const { target } = player;
  if (target === undefined) {
    player.wantedYaw = Math.atan2(player.goalY - player.y, player.goalX - player.x) * (180 / Math.PI);
    player.wantedPitch = 0;
  } else if (state.tick < player.reactsAt) {
    player.wantedYaw = player.yaw;
    player.wantedPitch = player.pitch;
  } else {
    const dx = target.x - player.x;
    const dy = target.y - player.y;
    const distance = Math.sqrt(dx * dx + dy * dy) + EYE_HEIGHT;
    player.wantedYaw = Math.atan2(dy, dx) * (180 / Math.PI);
    player.wantedPitch = -Math.atan2(target.z - player.z, distance) * (180 / Math.PI);
  }
}

/** The turn from one yaw to another, −180 to 180. */
export function angleBetween(from: number, to: number): number {
  return ((((to - from + 180) % 360) + 360) % 360) - 180;
}

/** A yaw from 0 up to, not including, 360. */
export function wrapYaw(yaw: number): number {
  return ((yaw % 360) + 360) % 360;
}

/** Somewhere to be: near the point that is fought for, or anywhere. */
function chooseGoal(state: MatchState, player: MatchPlayer): void {
  const { random, round } = state;
  const front = pointX(Math.min(4, round.redPoints));
  player.goalX = clampToMap(random.onceIn(4) ? random.spread(MAP_REACH) : front + random.spread(500));
  player.goalY = clampToMap(random.spread(700));
  player.goalUntil = state.about(2.5);
  player.isDucking = player.target !== undefined && random.onceIn(6);
}

function clampToMap(coordinate: number): number {
  return coordinate < -MAP_REACH ? -MAP_REACH : coordinate > MAP_REACH ? MAP_REACH : coordinate;
}

function clampTurn(degrees: number): number {
  return degrees < -FASTEST_TURN ? -FASTEST_TURN : degrees > FASTEST_TURN ? FASTEST_TURN : degrees;
}
