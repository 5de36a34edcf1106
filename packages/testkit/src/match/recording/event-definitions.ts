import type { GameEventDefinition, GameEventFieldType } from '@demobase/demo';

/**
 * Events of Team Fortress 2 as a build of 2024 defines them: all that a match sends, and some that it never
 * does, since lists are longer than what is sent. Their ids are their places, as in the game's own lists.
 */
const LIST = `
server_spawn hostname:string address:string ip:long port:short game:string mapname:string maxplayers:long os:string dedicated:bool password:bool
server_cvar cvarname:string cvarvalue:string
player_connect name:string index:byte userid:short networkid:string address:string bot:short
player_connect_client name:string index:byte userid:short networkid:string bot:short
player_info name:string index:byte userid:short networkid:string bot:bool
player_disconnect userid:short reason:string name:string networkid:string bot:short
player_activate userid:short
player_say userid:short text:string
team_info teamid:byte teamname:string
team_score teamid:byte score:short
teamplay_broadcast_audio team:byte sound:string additional_flags:short player:short
player_team userid:short team:byte oldteam:byte disconnect:bool autoteam:bool silent:bool name:string
player_death userid:short victim_entindex:long inflictor_entindex:long attacker:short weapon:string weaponid:short damagebits:long customkill:short assister:short weapon_logclassname:string stun_flags:short death_flags:short silent_kill:bool playerpenetratecount:short assister_fallback:string kill_streak_total:short kill_streak_wep:short kill_streak_assist:short kill_streak_victim:short ducks_streaked:short duck_streak_total:short duck_streak_assist:short duck_streak_victim:short rocket_jump:bool weapon_def_index:long crit_type:short
player_hurt userid:short health:short attacker:short damageamount:short custom:short showdisguisedcrit:bool crit:bool minicrit:bool allseecrit:bool weaponid:short bonuseffect:byte
player_spawn userid:short team:short class:short
player_changename userid:short oldname:string newname:string
game_init
vote_ended
vote_started issue:string param1:string team:byte initiator:long voteidx:long
vote_cast vote_option:byte team:short entityid:long voteidx:long
vote_options count:byte option1:string option2:string option3:string option4:string option5:string voteidx:long
player_changeclass userid:short class:short
tf_game_over reason:string
teamplay_round_start full_reset:bool
teamplay_round_active
teamplay_restart_round
teamplay_round_win team:byte winreason:byte flagcaplimit:short full_round:short round_time:float losing_team_num_caps:short was_sudden_death:byte
teamplay_round_stalemate reason:byte
teamplay_game_over reason:string
teamplay_point_captured cp:byte cpname:string team:byte cappers:string
teamplay_win_panel panel_style:byte winning_team:byte winreason:byte cappers:string flagcaplimit:short blue_score:short red_score:short blue_score_prev:short red_score_prev:short round_complete:short rounds_remaining:short player_1:short player_1_points:short player_2:short player_2_points:short player_3:short player_3_points:short killstreak_player_1:short killstreak_player_1_count:short game_over:byte
teamplay_setup_finished
localplayer_changeteam
player_chargedeployed userid:short targetid:short
player_builtobject userid:short object:short index:short
object_destroyed userid:short attacker:short assister:short weapon:string weaponid:short objecttype:short index:short was_building:bool
player_teleported userid:short builderid:short dist:float
post_inventory_application userid:short
medic_death userid:short attacker:short healing:short charged:bool
rocket_jump userid:short playsound:bool
player_healed patient:short healer:short amount:short
building_healed building:short healer:short amount:short
item_pickup userid:short item:string
crossbow_heal healer:byte target:byte amount:short
rd_team_points_changed points:short team:byte method:byte
hltv_status clients:long slots:long proxies:short master:string
hltv_cameraman index:short
hltv_message text:string
hltv_chat text:string
`;

const TYPES: Readonly<Record<string, GameEventFieldType>> = {
  string: 'string',
  float: 'float',
  long: 'long',
  short: 'short',
  byte: 'byte',
  bool: 'bool',
};

/** The event list of a match. */
export const EVENT_DEFINITIONS: readonly GameEventDefinition[] = LIST.trim().split('\n').map(parseLine);

function parseLine(line: string, id: number): GameEventDefinition {
  const [name, ...fields] = line.split(' ');
  if (name === undefined) throw new RangeError(`No event is defined by: ${line}`);
  return { id, name, fields: fields.map(parseField) };
}

function parseField(field: string): GameEventDefinition['fields'][number] {
  const [name, typeName] = field.split(':');
  const type = TYPES[typeName ?? ''];
  if (name === undefined || type === undefined) throw new RangeError(`No field is defined by: ${field}`);
  return { name, type };
}
