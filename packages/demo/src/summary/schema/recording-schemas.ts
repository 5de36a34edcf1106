import { count, definedAs, integer, number, objectOf, oneOf, orNull, text, yesOrNo } from './schema-words.ts';

export const gameServer = objectOf(
  {
    name: orNull(text('What the game server calls itself.')),
    address: orNull(
      text('How the recorder reached it: an address with its port. SourceTV recordings do not tell.'),
    ),
    maxPlayers: orNull(count('How many clients it has room for.')),
  },
  'The game server the demo was recorded on.',
);

export const recorder = objectOf(
  {
    nick: text('The name in the header; "SourceTV Demo" in recordings of SourceTV.'),
    player: orNull(definedAs('playerReference', 'The player who recorded; null in recordings of SourceTV.')),
  },
  'Who recorded.',
);

export const headerClaims = objectOf(
  {
    durationSeconds: orNull(number('Playback time; null where the header holds no number there.')),
    ticks: integer('Playback ticks.'),
    frames: integer('Playback frames.'),
    signonBytes: integer('Length of sign-on.'),
    tickRate: orNull(number('Ticks divided by time; null where one of them is not above 0.')),
  },
  'What the last 16 bytes of the header say. They are written when recording ends: all are 0 while it lasts and after a crash, and some recorders write negative ones.',
);

export const problem = objectOf(
  {
    code: text('What kind of problem, for programs.'),
    offset: count('Where, in bytes from the start of the demo.'),
    tick: integer('When, on the clock of the demo.'),
    reason: text('What is wrong, for people.'),
    affectsState: yesOrNo('Whether what is told of later ticks may be wrong because of it.'),
  },
  'A part that could not be read, and was passed over.',
);

export const readingError = objectOf(
  {
    code: oneOf(
      ['not-a-demo', 'unsupported-protocol', 'incomplete-header', 'broken-framing', 'broken-message'],
      'What is wrong, for programs.',
    ),
    offset: count('Where, in bytes from the start of the demo.'),
    reason: text('What is wrong, for people.'),
  },
  'Why reading stopped before the end.',
);
