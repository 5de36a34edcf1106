import { CUTTABLE_LISTS } from './demo-summary.ts';
import { chatEntry, kill } from './schema/feed-schemas.ts';
import { capture, pause, round, vote } from './schema/match-schemas.ts';
import { player, playerClass, playerReference, scores, team, timeSpent } from './schema/player-schemas.ts';
import { gameServer, headerClaims, problem, readingError, recorder } from './schema/recording-schemas.ts';
import {
  count,
  definedAs,
  integer,
  type JsonSchema,
  listOf,
  number,
  objectOf,
  oneOf,
  orNull,
  text,
  yesOrNo,
} from './schema/schema-words.ts';

const summary = objectOf({
  map: text('The map, as the header has it.'),
  game: text('The directory of the game: `tf` for Team Fortress 2.'),
  networkProtocol: integer('24 for Team Fortress 2 since 2013.'),
  kind: oneOf(['pov', 'stv'], '`pov`: recorded by a player; `stv`: by SourceTV.'),
  gameServer: definedAs('gameServer'),
  recorder: definedAs('recorder'),
  durationSeconds: number('How long it lasts, computed from what was read.'),
  ticks: integer('The tick of the last packet, or of the stop command.'),
  frames: count('How many packets there are.'),
  tickIntervalSeconds: number('The tick interval of the game server.'),
  tickRate: number('Ticks a second.'),
  startServerTick: orNull(integer('The first tick the game server told.')),
  header: definedAs('headerClaims'),
  isComplete: yesOrNo('Whether the recording was ended as it should be: the stop command is there.'),
  isCutInsideCommand: yesOrNo('Whether the bytes end inside a command, as live and crashed recordings do.'),
  ending: oneOf(
    ['stop', 'cut-between-commands', 'cut-inside-command', 'damaged'],
    'How the demo ends, or would end now while it is still arriving. `damaged`: see `error`.',
  ),
  players: listOf(
    definedAs('player'),
    'Everybody who was there, in the order they came; bots and SourceTV, too.',
  ),
  chat: listOf(definedAs('chatEntry'), 'What was said, and who came, left and took another name.'),
  kills: listOf(definedAs('kill'), 'Every death.'),
  rounds: listOf(definedAs('round'), 'The rounds, also one that began before the recording or outlasted it.'),
  scores: orNull(definedAs('scores', 'The scores at the end, of the last level.')),
  captures: listOf(definedAs('capture'), 'Captured control points and flags.'),
  votes: listOf(definedAs('vote'), 'The votes the recorder could see.'),
  pauses: listOf(definedAs('pause'), 'When the game stood still.'),
  cutLists: listOf(
    { enum: CUTTABLE_LISTS },
    'Which of the lists above are longer in the demo: each keeps its first 65,536 entries, and of all of them together as many stays of `players`, players of `captures` and ballots of `votes`. No match has so many.',
  ),
  problems: listOf(definedAs('problem'), 'The first hundred parts that could not be read.'),
  problemCount: count('How many parts could not be read.'),
  error: orNull(
    definedAs('readingError', 'Why reading stopped before the end of the bytes; null when it did not.'),
  ),
});

/**
 * The JSON Schema of a {@link DemoSummary}. Every property is always there: null says that the demo does not
 * tell. Later versions may add properties; none is renamed or given another meaning.
 */
export const DEMO_SUMMARY_SCHEMA: JsonSchema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  $id: 'urn:demobase:demo-summary',
  title: 'Demo summary',
  description: 'What is known of a demo without playing it. Null says that the demo does not tell.',
  ...summary,
  $defs: {
    gameServer,
    recorder,
    headerClaims,
    player,
    playerReference,
    team,
    playerClass,
    timeSpent,
    chatEntry,
    kill,
    round,
    scores,
    capture,
    vote,
    pause,
    problem,
    readingError,
  },
};
