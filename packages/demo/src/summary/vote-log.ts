import { integerIn, textIn } from '../game-events/event-values.ts';
import type { GameEvent } from '../game-events/game-event.ts';
import type { VoteStart } from '../user-messages/vote-messages.ts';
import { CappedList, MAX_ENTRIES } from './capped-list.ts';
import type { Ballot, Vote } from './match-events.ts';
import type { SummaryParts } from './summary-parts.ts';

/** What a vote may have as its team when everybody takes part. */
const EVERYBODY = 255;
const YES_AND_NO = ['Yes', 'No'];
/** Fields `option1` to `option5`. */
const MOST_OPTIONS = 5;

type Draft = { -readonly [P in keyof Vote]: Vote[P] } & { ballots: Ballot[] };

/** What was voted about, who voted how, and what came of it. A team's votes are told to that team only. */
export class VoteLog {
  readonly #drafts = new CappedList<Draft>();
  #ballotCount = 0;
  /** The last vote of each number; older builds do not number them. */
  readonly #byIndex = new Map<number, Draft>();
  #last: Draft | undefined;
  readonly #parts: SummaryParts;

  constructor(parts: SummaryParts) {
    this.#parts = parts;
    parts.reader
      .on('svc_ServerInfo', () => this.#beginLevel())
      .onGameEvent('vote_options', (event) => this.#takeOptions(event))
      .onUserMessage('VoteStart', (message) => this.#start(message))
      .onGameEvent('vote_cast', (event) => this.#takeBallot(event))
      .onUserMessage('VotePass', ({ voteIndex, result, details }) => {
        const told = this.#find(voteIndex)?.details;
        this.#end(voteIndex, { outcome: 'passed', result, details: told ?? details });
      })
      .onUserMessage('VoteFailed', ({ voteIndex, reason }) => {
        this.#end(voteIndex, { outcome: 'failed', failReasonNumber: reason });
      });
  }

  get votes(): readonly Vote[] {
    return this.#drafts.entries.map((draft) => ({
      ...draft,
      ballots: draft.ballots.map((ballot) => ({
        ...ballot,
        optionText: draft.options[ballot.option] ?? null,
      })),
    }));
  }

  /** Whether there were more votes, or ballots, than it keeps. */
  get isCut(): boolean {
    return this.#drafts.isCut || this.#ballotCount > MAX_ENTRIES;
  }

  /** Numbers are given anew. */
  #beginLevel(): void {
    this.#byIndex.clear();
    this.#last = undefined;
  }

  #start({ voteIndex, team, callerEntity, targetEntity, issue, details, isYesOrNo }: VoteStart): void {
    const { roster } = this.#parts;
    const draft = this.#open(voteIndex);
    draft.team = team === EVERYBODY ? null : roster.teamOf(team);
    draft.caller = roster.referToEntity(callerEntity);
    draft.target = roster.referToEntity(targetEntity);
    draft.issue = issue;
    draft.details = details;
    if (isYesOrNo && draft.options.length === 0) draft.options = YES_AND_NO;
  }

  #takeOptions(event: GameEvent): void {
    const count = Math.min(integerIn(event, 'count') ?? 0, MOST_OPTIONS);
    const draft = this.#open(integerIn(event, 'voteidx'));
    draft.options = Array.from({ length: count }, (_, i) => textIn(event, `option${i + 1}`) ?? '');
  }

  #takeBallot(event: GameEvent): void {
    const { clock, roster } = this.#parts;
    const option = integerIn(event, 'vote_option');
    if (option === undefined || ++this.#ballotCount > MAX_ENTRIES) return;
    const index = integerIn(event, 'voteidx');
    const draft = this.#find(index) ?? this.#open(index);
    const player = roster.referToEntity(integerIn(event, 'entityid') ?? 0);
    draft.ballots.push({ ...clock.now(), player, option, optionText: null });
  }

  #end(index: number, result: Partial<Vote>): void {
    const draft = this.#find(index) ?? this.#open(index);
    if (draft.outcome === 'open') Object.assign(draft, result, { endTick: this.#parts.clock.tick });
  }

  /** The vote that lasts under this number; a new one where none does. */
  #open(index: number | undefined): Draft {
    const found = this.#find(index);
    const draft = found?.outcome === 'open' ? found : this.#begin();
    if (index !== undefined) {
      draft.voteIndex = index;
      if (!this.#drafts.isCut) this.#byIndex.set(index, draft);
    }
    return draft;
  }

  /** What begins a vote tells its number in one build and not in another: the last one may be without. */
  #find(index: number | undefined): Draft | undefined {
    if (index === undefined) return this.#last;
    return this.#byIndex.get(index) ?? (this.#last?.voteIndex === null ? this.#last : undefined);
  }

  #begin(): Draft {
    const draft: Draft = {
      ...this.#parts.clock.now(),
      voteIndex: null,
      team: null,
      caller: null,
      target: null,
      issue: null,
      details: null,
      options: [],
      ballots: [],
      outcome: 'open',
      endTick: null,
      result: null,
      failReasonNumber: null,
    };
    this.#drafts.add(draft);
    this.#last = draft;
    return draft;
  }
}
