/**
 * Which names the numbers of user messages stand for. A number is a place in the list a build of the game
 * registers, so two builds of one game may disagree, and no demo says outright which list it was.
 * Source: docs/demo-format.md, "User messages".
 *
 * - `tf-2014`: Team Fortress 2 since Robot Destruction (8 July 2014)
 * - `tf-2013`: Team Fortress 2 before it, at network protocol 24: from 51 on every number is one lower
 * - `hl2`: Half-Life 2, its episodes and Half-Life 2: Deathmatch
 * - `portal`: Portal
 * - `shared`: any other game; only the first six, which all have in common
 */
export interface UserMessageRegistry {
  readonly key: 'tf-2014' | 'tf-2013' | 'hl2' | 'portal' | 'shared';
  /** By number. */
  readonly names: readonly string[];
}

const sharedNames = ['Geiger', 'Train', 'HudText', 'SayText', 'SayText2', 'TextMsg'];

// biome-ignore format: a list to be counted through
const hapticNames = ['SPHapWeapEvent', 'HapDmg', 'HapPunch', 'HapSetDrag', 'HapSetConst', 'HapMeleeContact'];

// biome-ignore format: a list to be counted through
const tfNamesTo50 = [
  ...sharedNames,
  'ResetHUD', 'GameTitle', 'ItemPickup', 'ShowMenu', 'Shake', 'Fade', 'VGUIMenu', 'Rumble', 'CloseCaption',
  'SendAudio', 'VoiceMask', 'RequestState', 'Damage', 'HintText', 'KeyHintText', 'HudMsg', 'AmmoDenied',
  'AchievementEvent', 'UpdateRadar', 'VoiceSubtitle', 'HudNotify', 'HudNotifyCustom', 'PlayerStatsUpdate',
  'MapStatsUpdate', 'PlayerIgnited', 'PlayerIgnitedInv', 'HudArenaNotify', 'UpdateAchievement', 'TrainingMsg',
  'TrainingObjective', 'DamageDodged', 'PlayerJarated', 'PlayerExtinguished', 'PlayerJaratedFade',
  'PlayerShieldBlocked', 'BreakModel', 'CheapBreakModel', 'BreakModel_Pumpkin', 'BreakModelRocketDud',
  'CallVoteFailed', 'VoteStart', 'VotePass', 'VoteFailed', 'VoteSetup', 'PlayerBonusPoints',
];

/** What stands right behind 50 in 2013, and behind `RDTeamPointsChanged` since. */
// biome-ignore format: a list to be counted through
const tfNamesOf2013 = [
  'SpawnFlyingBird', 'PlayerGodRayEffect', 'PlayerTeleportHomeEffect', 'MVMStatsReset', 'MVMPlayerEvent',
  'MVMResetPlayerStats', 'MVMWaveFailed', 'MVMAnnouncement', 'MVMPlayerUpgradedEvent', 'MVMVictory',
  'MVMWaveChange', 'MVMLocalPlayerUpgradesClear', 'MVMLocalPlayerUpgradesValue',
  'MVMResetPlayerWaveSpendingStats', 'MVMLocalPlayerWaveSpendingValue',
];

// biome-ignore format: a list to be counted through
const tfNamesSince2014 = [
  'MVMResetPlayerUpgradeSpending', 'MVMServerKickTimeUpdate', 'PlayerLoadoutUpdated',
  'PlayerTauntSoundLoopStart', 'PlayerTauntSoundLoopEnd', 'ForcePlayerViewAngles', 'BonusDucks',
  'EOTLDuckEvent', 'PlayerPickupWeapon', 'QuestObjectiveCompleted', 'SdkRequestEquipment', 'BuiltObject',
  ...hapticNames,
];

// biome-ignore format: a list to be counted through
const hl2NamesTo24 = [
  ...sharedNames,
  'HudMsg', 'ResetHUD', 'GameTitle', 'ItemPickup', 'ShowMenu', 'Shake', 'Fade', 'VGUIMenu', 'Rumble',
  'Battery', 'Damage', 'VoiceMask', 'RequestState', 'CloseCaption', 'HintText', 'KeyHintText',
  'SquadMemberDied', 'AmmoDenied', 'CreditsMsg',
];

// biome-ignore format: a list to be counted through
const portalNamesFrom25 = [
  'CreditsPortalMsg', 'LogoTimeMsg', 'AchievementEvent', 'EntityPortalled', 'KillCam', ...hapticNames,
];

export const TF_2014: UserMessageRegistry = {
  key: 'tf-2014',
  names: [...tfNamesTo50, 'RDTeamPointsChanged', ...tfNamesOf2013, ...tfNamesSince2014],
};
export const TF_2013: UserMessageRegistry = { key: 'tf-2013', names: [...tfNamesTo50, ...tfNamesOf2013] };
export const HL2: UserMessageRegistry = {
  key: 'hl2',
  names: [...hl2NamesTo24, 'LogoTimeMsg', 'AchievementEvent', 'UpdateJalopyRadar', ...hapticNames],
};
export const PORTAL: UserMessageRegistry = { key: 'portal', names: [...hl2NamesTo24, ...portalNamesFrom25] };
export const SHARED: UserMessageRegistry = { key: 'shared', names: sharedNames };

/** What is known of a demo by which its registry can be told. */
export interface RegistryEvidence {
  /** From the header or svc_ServerInfo, such as `tf`. */
  readonly gameDirectory: string;
  readonly networkProtocol: number;
  /** The demo's own event list, once it came. Without it Team Fortress 2 is taken for that of today. */
  readonly gameEvents?: readonly { readonly name: string }[] | undefined;
}

/**
 * Chooses the registry of a demo. SourceTV recordings hold no build number, but every recording holds its
 * event list: clients of Team Fortress 2 answer the message `RDTeamPointsChanged` with the event
 * `rd_team_points_changed`, so a list that lacks the event is of a build that lacks the message.
 */
export function userMessageRegistryOf(demo: RegistryEvidence): UserMessageRegistry {
  switch (demo.gameDirectory) {
    case 'tf':
      // The lists of older protocols are not known.
      if (demo.networkProtocol < 24) return SHARED;
      return isBeforeRobotDestruction(demo) ? TF_2013 : TF_2014;
    case 'hl2':
    case 'hl2mp':
    case 'episodic':
    case 'ep2':
      return HL2;
    case 'portal':
      return PORTAL;
    default:
      return SHARED;
  }
}

function isBeforeRobotDestruction({ gameEvents }: RegistryEvidence): boolean {
  return gameEvents !== undefined && !gameEvents.some(({ name }) => name === 'rd_team_points_changed');
}

/** The name a number likely stands for; only a body that fits proves it. */
export function userMessageName(typeNumber: number, registry: UserMessageRegistry): string | undefined {
  return registry.names[typeNumber];
}
