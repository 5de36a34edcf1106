import { WIN_REASONS } from '../win-reason.ts';
import { moment } from './feed-schemas.ts';
import {
  definedAs,
  integer,
  listOf,
  number,
  objectOf,
  oneOf,
  orNull,
  text,
  yesOrNo,
} from './schema-words.ts';

export const round = objectOf(
  {
    startTick: orNull(
      integer('Null when its start was not told, mostly because it began before the recording.'),
    ),
    activeTick: orNull(
      integer('When players could move; null when that was before the recording, or never.'),
    ),
    endTick: orNull(integer('Null when it had not ended at the end of the recording.')),
    outcome: oneOf(
      ['won', 'stalemate', 'time-limit', 'no-winner', 'restarted', 'open'],
      '`time-limit`: the time of the map ended it; `no-winner`: it ended for another reason, such as a change of level, and nobody won; `restarted`: another began; `open`: it had not ended.',
    ),
    winner: orNull(definedAs('team', 'Who won it.')),
    winReason: orNull(oneOf(WIN_REASONS, 'Why it ended.')),
    winReasonNumber: orNull(integer('`winreason` of the event, for reasons without a name here.')),
    isTimeLimit: yesOrNo('Whether the time of the map ended it. Other readers leave such rounds out.'),
    isFullRound: orNull(yesOrNo('False for one stage of a map with several.')),
    isSuddenDeath: orNull(yesOrNo('Whether it ended in sudden death.')),
    roundSeconds: orNull(number('How long it lasted, as the game tells.')),
    scores: orNull(definedAs('scores', 'The scores after it.')),
  },
  'A round of Team Fortress 2.',
);

export const capture = objectOf(
  {
    ...moment,
    kind: oneOf(['point', 'flag'], 'What was captured.'),
    pointIndex: orNull(integer('The number of the control point; null for a flag.')),
    pointName: orNull(text('The name of the control point.')),
    team: orNull(definedAs('team', 'Who captured it.')),
    players: listOf(definedAs('playerReference'), 'The players who did it.'),
  },
  'A captured control point or flag.',
);

const ballot = objectOf(
  {
    ...moment,
    player: orNull(definedAs('playerReference', 'Who voted.')),
    option: integer('The number of the option, from 0.'),
    optionText: orNull(text('The option itself.')),
  },
  'What somebody voted for.',
);

export const vote = objectOf(
  {
    ...moment,
    voteIndex: orNull(integer('The number of the vote; null in builds without.')),
    team: orNull(definedAs('team', 'Who may vote; null when everybody may, or nobody told.')),
    caller: orNull(definedAs('playerReference', 'Who called it; null for the game server.')),
    target: orNull(definedAs('playerReference', 'Whom it is about.')),
    issue: orNull(text('What it is about, such as `#TF_vote_kick_player_other`.')),
    details: orNull(text('More of that, such as a name or a map.')),
    options: listOf({ type: 'string' }, 'What could be voted for.'),
    ballots: listOf(ballot, 'Every vote that was cast.'),
    outcome: oneOf(['passed', 'failed', 'open'], '`open`: no outcome was told.'),
    endTick: orNull(integer('When the outcome was told.')),
    result: orNull(text('What the game says when it passes.')),
    failReasonNumber: orNull(
      integer('Why it failed: 0 generic, 3 not more yes than no, 4 too few votes, and more.'),
    ),
  },
  'A vote. A demo holds those its recorder could see: votes of one team are told to that team only.',
);

export const pause = objectOf(
  {
    fromTick: integer('When the clock of the game server stopped.'),
    toTick: orNull(integer('When it went on; null when it had not at the end.')),
  },
  'A pause of the game.',
);
