import { PLAYER_CLASSES } from '../../users/player-class.ts';
import {
  byName,
  count,
  definedAs,
  integer,
  type JsonSchema,
  listOf,
  number,
  objectOf,
  orNull,
  text,
  yesOrNo,
} from './schema-words.ts';

const STEAM_ID_64: JsonSchema = {
  type: 'string',
  pattern: '^76561(19|20)\\d{10}$',
  description:
    'SteamID64, as text because it exceeds what numbers hold exactly. Null for bots, and for games without Steam.',
};

export const team: JsonSchema = {
  type: 'string',
  pattern: '^(unassigned|spectator|red|blue|team-\\d+)$',
  description: 'A team. Those of games other than Team Fortress 2 have numbers.',
};

export const playerClass: JsonSchema = {
  enum: PLAYER_CLASSES,
  description: 'A class of Team Fortress 2.',
};

export const timeSpent = objectOf(
  { ticks: count('In ticks of the demo.'), seconds: number('In seconds.') },
  'How long something lasted.',
);

export const scores = byName(definedAs('team'), { type: 'integer' }, 'Scores by team.');

export const playerReference = objectOf(
  {
    userId: {
      type: 'integer',
      description: 'The number of the connection; `players` tells which player had it.',
    },
    steamId64: orNull(STEAM_ID_64),
    name: orNull(text('The name they had at that tick.')),
    team: orNull(definedAs('team', 'The team they were on at that tick.')),
  },
  'A player in an event, as they were at that tick. Only the user id is known of somebody the demo does not introduce.',
);

const connection = objectOf(
  {
    userId: { type: 'integer', description: 'The number the game server gave this connection.' },
    connectTick: orNull(integer('Null when they were there before the recording began.')),
    disconnectTick: orNull(integer('Null when they were still there at the end.')),
    disconnectReason: orNull(text('Why they left, as the game server put it.')),
  },
  'One stay on the game server.',
);

const MISSING = 'Null where the demo does not tell';

export const player = objectOf(
  {
    steamId64: orNull(STEAM_ID_64),
    networkId: text('The id as the game server writes it: `[U:1:46143802]`, `STEAM_0:0:23071901`, `BOT`.'),
    name: text('The last name they had.'),
    names: listOf({ type: 'string' }, 'All names they had, the first one first; at most 100 a connection.'),
    userIds: listOf({ type: 'integer' }, 'The numbers of their connections.'),
    isBot: yesOrNo('Whether the game plays.'),
    isSourceTv: yesOrNo('Whether it is SourceTV, which is a client of the game server, too.'),
    connections: listOf(connection, 'Each of their stays on the game server.'),
    team: orNull(definedAs('team', 'Their team at the end; null where unknown, and after they left.')),
    class: orNull(definedAs('playerClass', 'Their class at the end; null where unknown or none.')),
    timeByTeam: byName(definedAs('team'), definedAs('timeSpent'), 'How long they were on each team.'),
    timeByClass: byName(
      definedAs('playerClass'),
      definedAs('timeSpent'),
      'How long they played each class, the time they waited to respawn included.',
    ),
    kills: orNull(count(`Others they killed, feigned deaths left out. ${MISSING} of deaths.`)),
    assists: orNull(count(`Kills they assisted. ${MISSING} of assists.`)),
    deaths: orNull(count(`How often they died, suicides included. ${MISSING} of deaths.`)),
    suicides: orNull(count(`How often they killed themselves. ${MISSING} of deaths.`)),
    damage: orNull(
      count(
        `Damage they did to other players. ${MISSING} of damage: a recording holds such events only when its recorder listened to them.`,
      ),
    ),
    damageTaken: orNull(
      count(`Damage others and the world did to them, their own left out. ${MISSING} of damage.`),
    ),
    healing: orNull(count(`Health they gave to other players. ${MISSING} of healing.`)),
  },
  'A person, who may have come and gone several times, or a bot.',
);
