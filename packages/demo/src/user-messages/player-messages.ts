import type { Vector } from '../bits/vector.ts';
import { bodyOf, type UserMessageBodies } from './user-message-body.ts';

/** The recorder was hurt. */
export interface Damage {
  readonly name: 'Damage';
  readonly amount: number;
  /** The kinds of damage, as bits. */
  readonly damageBits: number;
  /** Where it came from, where that is known. */
  readonly origin: Vector | undefined;
}

/** A player was set on fire. */
export interface PlayerIgnited<N extends 'PlayerIgnited' | 'PlayerIgnitedInv'> {
  readonly name: N;
  /** Entity index. */
  readonly igniterEntity: number;
  /** Entity index. */
  readonly victimEntity: number;
  readonly weapon: number;
}

/** One player did something to another. */
export interface PlayerAffected<
  N extends 'PlayerJarated' | 'PlayerJaratedFade' | 'PlayerExtinguished' | 'PlayerShieldBlocked',
> {
  readonly name: N;
  /** Entity index. */
  readonly actorEntity: number;
  /** Entity index. */
  readonly victimEntity: number;
}

export interface AchievementEvent {
  readonly name: 'AchievementEvent';
  readonly achievementId: number;
  readonly count: number;
}

/** Music to a taunt begins. */
export interface PlayerTauntSoundLoopStart {
  readonly name: 'PlayerTauntSoundLoopStart';
  /** Entity index. */
  readonly playerEntity: number;
  readonly soundName: string;
}

/** Something about a player changed. */
export interface PlayerChanged<
  N extends 'PlayerLoadoutUpdated' | 'PlayerTauntSoundLoopEnd' | 'MVMResetPlayerStats',
> {
  readonly name: N;
  /** Entity index. */
  readonly playerEntity: number;
}

export type PlayerMessage =
  | Damage
  | PlayerIgnited<'PlayerIgnited'>
  | PlayerIgnited<'PlayerIgnitedInv'>
  | PlayerAffected<'PlayerJarated'>
  | PlayerAffected<'PlayerJaratedFade'>
  | PlayerAffected<'PlayerExtinguished'>
  | PlayerAffected<'PlayerShieldBlocked'>
  | AchievementEvent
  | PlayerTauntSoundLoopStart
  | PlayerChanged<'PlayerLoadoutUpdated'>
  | PlayerChanged<'PlayerTauntSoundLoopEnd'>
  | PlayerChanged<'MVMResetPlayerStats'>;

const ignitedFields = [
  ['igniterEntity', 'byte'],
  ['victimEntity', 'byte'],
  ['weapon', 'byte'],
] as const;

const affectedFields = [
  ['actorEntity', 'byte'],
  ['victimEntity', 'byte'],
] as const;

const changedFields = [['playerEntity', 'byte']] as const;

export const playerBodies: UserMessageBodies<PlayerMessage> = {
  Damage: bodyOf<Damage>('Damage', [
    ['amount', 'short'],
    ['damageBits', 'long'],
    ['origin', 'optional-vector'],
  ]),
  PlayerIgnited: bodyOf('PlayerIgnited', ignitedFields),
  PlayerIgnitedInv: bodyOf('PlayerIgnitedInv', ignitedFields),
  PlayerJarated: bodyOf('PlayerJarated', affectedFields),
  PlayerJaratedFade: bodyOf('PlayerJaratedFade', affectedFields),
  PlayerExtinguished: bodyOf('PlayerExtinguished', affectedFields),
  PlayerShieldBlocked: bodyOf('PlayerShieldBlocked', affectedFields),
  AchievementEvent: bodyOf<AchievementEvent>('AchievementEvent', [
    ['achievementId', 'short'],
    ['count', 'short'],
  ]),
  PlayerTauntSoundLoopStart: bodyOf<PlayerTauntSoundLoopStart>('PlayerTauntSoundLoopStart', [
    ['playerEntity', 'byte'],
    ['soundName', 'string'],
  ]),
  PlayerLoadoutUpdated: bodyOf('PlayerLoadoutUpdated', changedFields),
  PlayerTauntSoundLoopEnd: bodyOf('PlayerTauntSoundLoopEnd', changedFields),
  MVMResetPlayerStats: bodyOf('MVMResetPlayerStats', changedFields),
};
