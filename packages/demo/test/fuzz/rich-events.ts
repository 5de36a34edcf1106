import { BitWriter } from '../../src/bits/bit-writer.ts';
import { encodeGameEvent, type GameEventValue } from '../../src/game-events/game-event.ts';
import {
  encodeGameEventList,
  type GameEventDefinition,
  type GameEventFieldType,
} from '../../src/game-events/game-event-list.ts';
import type { Message } from '../../src/messages/message.ts';

// Every field a summary asks for, and every type there is.
const FIELDS = {
  every_type: { text: 'string', x: 'float', n: 'long', s: 'short', b: 'byte', is: 'bool', here: 'local' },
  player_team: { userid: 'short', team: 'byte', disconnect: 'bool' },
  player_spawn: { userid: 'short', team: 'short', class: 'short' },
  player_death: {
    userid: 'short',
    attacker: 'short',
    weapon: 'string',
    assister: 'short',
    crit_type: 'short',
  },
  player_hurt: { userid: 'short', attacker: 'short', damageamount: 'short' },
  player_healed: { patient: 'short', healer: 'short', amount: 'short' },
  player_changename: { userid: 'short', oldname: 'string', newname: 'string' },
  player_disconnect: { userid: 'short', reason: 'string', name: 'string', networkid: 'string' },
  teamplay_round_start: { full_reset: 'bool' },
  teamplay_round_active: {},
  teamplay_round_win: { team: 'byte', winreason: 'byte', full_round: 'short', round_time: 'float' },
  teamplay_win_panel: { winning_team: 'byte', winreason: 'byte', blue_score: 'short', red_score: 'short' },
  teamplay_point_captured: { cp: 'byte', cpname: 'string', team: 'byte', cappers: 'string' },
  teamplay_flag_event: { player: 'short', carrier: 'short', eventtype: 'short' },
  vote_options: { count: 'byte', option1: 'string', option2: 'string', voteidx: 'long' },
  vote_cast: { vote_option: 'byte', team: 'short', entityid: 'long', voteidx: 'long' },
  hltv_chat: { text: 'string' },
  rd_team_points_changed: { points: 'short' },
} as const satisfies Record<string, Record<string, GameEventFieldType>>;

const VALUES = { string: '\u0001\u0002', float: 0.5, long: 1, short: 2, byte: 2, bool: true } as const;

const DEFINITIONS: readonly GameEventDefinition[] = Object.entries(FIELDS).map(([name, fields], i) => ({
  id: 3 + 5 * i,
  name,
  fields: Object.entries(fields).map(([field, type]) => ({ name: field, type })),
}));

export function gameEventList(definitions = DEFINITIONS): Message {
  const writer = new BitWriter();
  encodeGameEventList(writer, definitions);
  return { type: 'svc_GameEventList', eventCount: definitions.length, data: writer.toBitString() };
}

/** One of each. */
export function gameEvents(): Message[] {
  return DEFINITIONS.map((definition) => {
    const values: Record<string, GameEventValue> = {};
    for (const { name, type } of definition.fields) if (type !== 'local') values[name] = VALUES[type];
    const writer = new BitWriter();
    encodeGameEvent(writer, definition, { name: definition.name, values });
    return { type: 'svc_GameEvent', data: writer.toBitString() };
  });
}
