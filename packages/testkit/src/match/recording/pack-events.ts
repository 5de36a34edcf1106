import type {
  ChatEvent,
  DeathEvent,
  HurtEvent,
  MatchEvent,
  RoundWinEvent,
} from '../simulation/match-event.ts';
import { OBJECT_TYPES } from '../simulation/match-event.ts';
import type { MatchPlayer } from '../simulation/match-player.ts';
import type { BitPacker } from './bit-packer.ts';
import { packGameEvent, packMessage, packUserMessage } from './message-packer.ts';
import { packVote } from './pack-vote.ts';

const NOBODY = 0;
const NO_ASSISTER = -1;
const CRIT_TYPES = { none: 0, mini: 1, full: 2 } as const;
const CRITICAL_DAMAGE = 1 << 20;
const FEIGN = 1 << 5;

/** What an account is called on the wire. */
export function networkIdOf({ identity }: MatchPlayer): string {
  return identity.kind === 'human' ? `[U:1:${identity.accountId}]` : 'BOT';
}

/** Writes what a recording tells of an event, effects and changes of who is there excepted. */
export function packEvent(packer: BitPacker, event: MatchEvent): void {
  switch (event.type) {
    case 'connect': {
      const { player } = event;
      packGameEvent(packer, 'player_connect_client', {
        name: player.name,
        index: player.slot,
        userid: player.userId,
        networkid: networkIdOf(player),
      });
      break;
    }
    case 'disconnect': {
      const { player, reason } = event;
      const bot = player.identity.kind === 'human' ? 0 : 1;
      const who = { userid: player.userId, name: player.name, networkid: networkIdOf(player) };
      packGameEvent(packer, 'player_disconnect', { ...who, reason, bot });
      break;
    }
    case 'rename':
      packRename(packer, event);
      break;
    case 'team': {
      const { player, team, oldTeam } = event;
      const who = { userid: player.userId, name: player.name };
      packGameEvent(packer, 'player_team', { ...who, team, oldteam: oldTeam });
      break;
    }
    case 'class':
      packGameEvent(packer, 'player_changeclass', { userid: event.player.userId, class: event.classNumber });
      break;
    case 'spawn': {
      const { player, team, classNumber } = event;
      packGameEvent(packer, 'player_spawn', { userid: player.userId, team, class: classNumber });
      break;
    }
    case 'hurt':
      packHurt(packer, event);
      break;
    case 'death':
      packDeath(packer, event);
      break;
    case 'healed': {
      const { patient, healer, amount } = event;
      packGameEvent(packer, 'player_healed', { patient: patient.userId, healer: healer.userId, amount });
      break;
    }
    case 'charge': {
      const { healer, patient } = event;
      packGameEvent(packer, 'player_chargedeployed', { userid: healer.userId, targetid: patient.userId });
      break;
    }
    case 'chat':
      packChat(packer, event);
      break;
    case 'built': {
      const { owner, kind, entityIndex } = event.building;
      const object = OBJECT_TYPES[kind];
      packGameEvent(packer, 'player_builtobject', { userid: owner.userId, object, index: entityIndex });
      break;
    }
    case 'destroyed': {
      const { building, attacker, weapon } = event;
      packGameEvent(packer, 'object_destroyed', {
        userid: building.owner.userId,
        attacker: attacker.userId,
        assister: NO_ASSISTER,
        weapon: weapon.killName,
        weaponid: weapon.weaponId,
        objecttype: OBJECT_TYPES[building.kind],
        index: building.entityIndex,
      });
      break;
    }
    case 'round-start':
      packGameEvent(packer, 'teamplay_round_start', { full_reset: true });
      break;
    case 'round-active':
      packGameEvent(packer, 'teamplay_setup_finished');
      packGameEvent(packer, 'teamplay_round_active');
      break;
    case 'point-captured': {
      const { point, pointName, team, cappers } = event;
      const indices = String.fromCharCode(...cappers.map(({ entityIndex }) => entityIndex));
      const what = { cp: point, cpname: pointName, team, cappers: indices };
      packGameEvent(packer, 'teamplay_point_captured', what);
      break;
    }
    case 'round-win':
      packRoundWin(packer, event);
      break;
    case 'game-over':
      packGameEvent(packer, 'teamplay_game_over', { reason: event.reason });
      packGameEvent(packer, 'tf_game_over', { reason: event.reason });
      break;
    case 'vote-start':
    case 'vote-cast':
    case 'vote-end':
      packVote(packer, event);
      break;
    case 'pause':
      packMessage(packer, { type: 'svc_SetPause', isPaused: event.isPaused });
      break;
    case 'shot':
    case 'explosion':
    case 'voice':
    case 'cheat':
      break;
  }
}

function packHurt(packer: BitPacker, event: HurtEvent): void {
  packGameEvent(packer, 'player_hurt', {
    userid: event.victim.userId,
    health: event.health,
    attacker: event.attacker?.userId ?? NOBODY,
    damageamount: event.damage,
    crit: event.crit === 'full',
    minicrit: event.crit === 'mini',
    weaponid: event.weaponId,
  });
}

function packDeath(packer: BitPacker, event: DeathEvent): void {
  const { victim, attacker, assister, cause, crit, isFeign } = event;
  packGameEvent(packer, 'player_death', {
    userid: victim.userId,
    victim_entindex: victim.entityIndex,
    inflictor_entindex: cause.inflictorEntity,
    attacker: attacker?.userId ?? NOBODY,
    weapon: cause.killName,
    weaponid: cause.weaponId,
    damagebits: cause.damageBits | (crit === 'full' ? CRITICAL_DAMAGE : 0),
    customkill: cause.customKill,
    assister: assister?.userId ?? NO_ASSISTER,
    weapon_logclassname: cause.killName,
    death_flags: isFeign ? FEIGN : 0,
    kill_streak_total: attacker?.streak ?? 0,
    crit_type: CRIT_TYPES[crit],
  });
}

function packRename(
  packer: BitPacker,
  { player, oldName, newName }: Extract<MatchEvent, { type: 'rename' }>,
): void {
  packGameEvent(packer, 'player_changename', { userid: player.userId, oldname: oldName, newname: newName });
  packUserMessage(packer, {
    name: 'SayText2',
    form: 'formatted',
    clientEntity: player.entityIndex,
    isChat: true,
    format: '#TF_Name_Change',
    sender: oldName,
    text: newName,
    parameters: ['', ''],
  });
}

function packChat(packer: BitPacker, { player, text, isTeamOnly, isDead }: ChatEvent): void {
  const toAll = isDead ? 'TF_Chat_AllDead' : 'TF_Chat_All';
  const toTeam = isDead ? 'TF_Chat_Team_Dead' : 'TF_Chat_Team';
  packUserMessage(packer, {
    name: 'SayText2',
    form: 'formatted',
    clientEntity: player.entityIndex,
    isChat: true,
    format: isTeamOnly ? toTeam : toAll,
    sender: player.name,
    text,
    parameters: ['', ''],
  });
}

function packRoundWin(packer: BitPacker, { team, reason, seconds, scores }: RoundWinEvent): void {
  // The panel comes first, as in the game.
  packGameEvent(packer, 'teamplay_win_panel', {
    panel_style: 1,
    winning_team: team,
    winreason: reason,
    blue_score: scores.blue,
    red_score: scores.red,
    blue_score_prev: scores.blue - (team === 3 ? 1 : 0),
    red_score_prev: scores.red - (team === 2 ? 1 : 0),
    round_complete: 1,
  });
  packGameEvent(packer, 'teamplay_round_win', {
    team,
    winreason: reason,
    full_round: 1,
    round_time: Math.fround(seconds),
  });
}
