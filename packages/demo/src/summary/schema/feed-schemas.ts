import {
  definedAs,
  integer,
  type JsonSchema,
  listOf,
  objectOf,
  oneOf,
  orNull,
  text,
  yesOrNo,
} from './schema-words.ts';

/** When something happened. */
export const moment: Readonly<Record<string, JsonSchema>> = {
  tick: integer('On the clock of the demo, which begins at 0.'),
  serverTick: integer('On the clock of the game server, as its packet tells it.'),
};

export const chatEntry = objectOf(
  {
    ...moment,
    kind: oneOf(
      ['say', 'say-team', 'plugin', 'message', 'source-tv', 'name-change', 'connect', 'disconnect'],
      '`say`: to everybody; `say-team`: to their team; `plugin`: a ready-made line by a plugin of the game server or its console, which may rewrite what a player says; `message`: a line of the game; `source-tv`: chat of SourceTV; `name-change`, `connect`, `disconnect`.',
    ),
    player: orNull(definedAs('playerReference', 'Who speaks, or whom it is about.')),
    from: orNull(text('The name that stands before the line; before a name change, the name until then.')),
    text: text(
      'What was said, without colour codes; of `name-change` the new name, of `disconnect` the reason.',
    ),
    rawText: text('The same with its colour codes, the characters 1 to 8.'),
    format: orNull(text('How the game puts the line together, such as `TF_Chat_AllDead`.')),
    parameters: listOf({ type: 'string' }, 'What the translation of a text such as `#TF_timeleft` puts in.'),
  },
  'A line of the chat.',
);

export const kill = objectOf(
  {
    ...moment,
    cause: oneOf(
      ['player', 'suicide', 'world'],
      '`player`: another player; `suicide`: the victim; `world`: nobody, such as a fall.',
    ),
    victim: definedAs('playerReference', 'Who died.'),
    attacker: orNull(definedAs('playerReference', 'Who killed; null for the world.')),
    assister: orNull(definedAs('playerReference', 'Who assisted.')),
    weapon: orNull(text('What the kill feed shows, such as `tf_projectile_rocket`.')),
    weaponLogName: orNull(text('What logs call the weapon; null where the build does not tell.')),
    crit: orNull(
      oneOf(['none', 'mini', 'full'], 'Whether it was a critical hit; null where the build does not tell.'),
    ),
    isFeigned: yesOrNo('Whether a spy only seemed to die. Such deaths count for nobody.'),
    customKill: orNull(integer('`customkill` of the event: 1 headshot, 2 backstab, and more.')),
    deathFlags: orNull(
      integer(
        '`death_flags` of the event, a bit set: 1 domination, 4 revenge, 16 first blood, 32 feigned, and more.',
      ),
    ),
  },
  'A death, as the kill feed shows it.',
);
