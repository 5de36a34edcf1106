import type { MatchFacts, PlayerFacts } from './match-facts.ts';
import { networkIdOf } from './recording/pack-events.ts';
import type { DeathEvent, MatchEvent, VoteEvent } from './simulation/match-event.ts';
import type { MatchPlayer } from './simulation/match-player.ts';

type Mutable<T> = { -readonly [K in keyof T]: T[K] };
type Draft<K extends keyof MatchFacts> = Mutable<MatchFacts[K] extends readonly (infer E)[] ? E : never>;
type List<T, K extends keyof T> = T[K] extends readonly (infer E)[] ? E[] : never;
type PlayerDraft = Mutable<Omit<PlayerFacts, 'names' | 'teams' | 'classes'>> & {
  names: string[];
  teams: List<PlayerFacts, 'teams'>;
  classes: List<PlayerFacts, 'classes'>;
};
type VoteDraft = Draft<'votes'> & { ballots: List<MatchFacts['votes'][number], 'ballots'> };

/** What the events of a match come to. */
export class FactCollector {
  readonly #players = new Map<number, PlayerDraft>();
  readonly #kills: Draft<'kills'>[] = [];
  readonly #chat: Draft<'chat'>[] = [];
  readonly #rounds: Draft<'rounds'>[] = [];
  readonly #captures: Draft<'captures'>[] = [];
  readonly #votes: VoteDraft[] = [];
  readonly #pauses: Draft<'pauses'>[] = [];
  readonly #cheats: Draft<'cheats'>[] = [];
  #sourceTv = 0;

  /** Takes those who are there when the recording begins. */
  constructor(players: readonly (MatchPlayer | undefined)[]) {
    for (const player of players) {
      if (player === undefined) continue;
      if (player.identity.kind === 'source-tv') {
        this.#sourceTv = player.userId;
        continue;
      }
      const draft = this.#admit(player, 0);
      draft.teams.push({ fromTick: 0, team: player.team });
      draft.classes.push({ fromTick: 0, classNumber: player.playerClass.number });
    }
  }

  /** Takes an event that the packet of this tick tells; `shows` says whether it shows a player. */
  take(event: MatchEvent, tick: number, shows: (player: MatchPlayer) => boolean): void {
    switch (event.type) {
      case 'connect':
        this.#admit(event.player, tick);
        break;
      case 'disconnect':
        this.#of(event.player).disconnectedAtTick = tick;
        break;
      case 'rename':
        this.#of(event.player).names.push(event.newName);
        break;
      case 'team':
        this.#of(event.player).teams.push({ fromTick: tick, team: event.team });
        break;
      case 'spawn': {
        const { classes } = this.#of(event.player);
        const { classNumber } = event;
        if (classes.at(-1)?.classNumber !== classNumber) classes.push({ fromTick: tick, classNumber });
        break;
      }
      case 'hurt':
        if (event.attacker !== undefined && event.attacker !== event.victim) {
          this.#of(event.attacker).damage += event.damage;
        }
        break;
      case 'death':
        this.#takeDeath(event, tick);
        break;
      case 'healed':
        this.#of(event.healer).healing += event.amount;
        break;
      case 'chat': {
        const { player, text, isTeamOnly, isDead } = event;
        const { userId, name } = player;
        this.#chat.push({ tick, userId, name, text, isTeamOnly, isDead });
        break;
      }
      case 'point-captured':
        this.#captures.push({ tick, point: event.point, team: event.team });
        break;
      case 'pause':
        if (event.isPaused) this.#pauses.push({ fromTick: tick, toTick: undefined });
        else Object.assign(this.#pauses.at(-1) ?? {}, { toTick: tick });
        break;
      case 'cheat': {
        const { player, kind } = event;
        const { userId, identity } = player;
        if (event.part === 'begins') {
          const whose = { kind, userId, accountId: identity.accountId };
          this.#cheats.push({ ...whose, fromTick: tick, toTick: tick, isSeen: shows(player) });
        } else {
          const begun = this.#cheats.findLast((cheat) => cheat.userId === userId && cheat.kind === kind);
          if (begun !== undefined) begun.toTick = tick - 1;
        }
        break;
      }
      case 'vote-start':
      case 'vote-cast':
      case 'vote-end':
        this.#takeVote(event, tick);
        break;
      case 'round-start':
      case 'round-active':
      case 'round-win':
        this.#takeRound(event, tick);
        break;
      default:
    }
  }

  /** What was found, and what only the recorder knows. */
  finish(
    recording: Pick<
      MatchFacts,
      | 'kind'
      | 'map'
      | 'sizeBytes'
      | 'lastTick'
      | 'packetCount'
      | 'firstServerTick'
      | 'maxClients'
      | 'lateBytes'
      | 'recorder'
    >,
  ): MatchFacts {
    return {
      ...recording,
      sourceTv: this.#sourceTv,
      players: [...this.#players.values()],
      kills: this.#kills,
      chat: this.#chat,
      rounds: this.#rounds,
      captures: this.#captures,
      votes: this.#votes,
      pauses: this.#pauses,
      cheats: this.#cheats,
    };
  }

  #admit(player: MatchPlayer, tick: number): PlayerDraft {
    const { userId, slot, entityIndex, identity } = player;
    const draft: PlayerDraft = {
      userId,
      slot,
      entityIndex,
      accountId: identity.accountId,
      networkId: networkIdOf(player),
      isBot: identity.kind === 'bot',
      names: [player.name],
      connectedAtTick: tick,
      disconnectedAtTick: undefined,
      teams: [],
      classes: [],
      kills: 0,
      assists: 0,
      deaths: 0,
      suicides: 0,
      damage: 0,
      healing: 0,
    };
    this.#players.set(userId, draft);
    return draft;
  }

  #of({ userId }: MatchPlayer): PlayerDraft {
    const draft = this.#players.get(userId);
    if (draft === undefined) throw new RangeError(`User ${userId} was never admitted.`);
    return draft;
  }

  #takeDeath({ victim, attacker, assister, cause, crit, isFeign }: DeathEvent, tick: number): void {
    this.#kills.push({
      tick,
      victim: victim.userId,
      attacker: attacker?.userId ?? 0,
      assister: assister?.userId,
      weapon: cause.killName,
      crit,
      customKill: cause.customKill,
      isFeigned: isFeign,
    });
    if (isFeign) return;
    this.#of(victim).deaths++;
    if (attacker === victim) this.#of(victim).suicides++;
    else if (attacker !== undefined) this.#of(attacker).kills++;
    if (assister !== undefined) this.#of(assister).assists++;
  }

  #takeVote(event: VoteEvent, tick: number): void {
    const { voteIndex } = event;
    if (event.type === 'vote-start') {
      const who = { caller: event.caller.userId, target: event.target.userId };
      this.#votes.push({ tick, voteIndex, ...who, ballots: [], outcome: 'open' });
      return;
    }
    const vote = this.#votes.find((each) => each.voteIndex === voteIndex);
    if (vote === undefined) return;
    if (event.type === 'vote-end') vote.outcome = event.hasPassed ? 'passed' : 'failed';
    else vote.ballots.push({ tick, userId: event.voter.userId, isYes: event.isYes });
  }

  #takeRound(
    event: Extract<MatchEvent, { type: 'round-start' | 'round-active' | 'round-win' }>,
    tick: number,
  ): void {
    if (event.type === 'round-start') {
      const open = { activeTick: undefined, winTick: undefined, winner: undefined, winReason: undefined };
      this.#rounds.push({ startTick: tick, ...open, scores: undefined });
      return;
    }
    const round = this.#rounds.at(-1);
    if (round === undefined) return;
    if (event.type === 'round-active') round.activeTick = tick;
    else {
      round.winTick = tick;
      round.winner = event.team;
      round.winReason = event.reason;
      round.scores = event.scores;
    }
  }
}
