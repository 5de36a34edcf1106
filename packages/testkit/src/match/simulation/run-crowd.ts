import { type Identity, MatchPlayer, TEAMS } from './match-player.ts';
import type { MatchState } from './match-state.ts';
import { inventLine, inventName, inventReason } from './people.ts';
import { removeBuildingsOf } from './run-buildings.ts';

/** Steam gives out account ids in order, and is far from these: they are nobody's. */
const FIRST_ACCOUNT_ID = 3_900_000_000;
const SOURCE_TV_NAME = 'SourceTV';

/** Who comes, goes, renames themselves and talks. */
export class Crowd {
  readonly #state: MatchState;
  #nextUserId: number;
  #nextLeaveAt: number;
  #nextJoinAt = Number.POSITIVE_INFINITY;
  #nextRenameAt: number;
  #nextChatAt: number;
  #lastLeaver: { readonly accountId: number; readonly name: string } | undefined;

  constructor(state: MatchState) {
    this.#state = state;
    this.#nextUserId = 240 + state.random.below(20);
    const { options } = state;
    this.#nextLeaveAt = this.#leaveAt();
    this.#nextRenameAt = state.about(45);
    this.#nextChatAt = state.about(options.chatEverySeconds);
  }

  /** Fills the game server: SourceTV, then the players, who have just joined their teams. */
  gather(): void {
    const { options, players, random } = this.#state;
    const sourceTv = new MatchPlayer(
      { userId: this.#nextUserId++, accountId: 0, kind: 'source-tv' },
      0,
      SOURCE_TV_NAME,
    );
    sourceTv.team = TEAMS.spectator;
    players[0] = sourceTv;
    for (let i = 0; i < options.players; i++) {
      const isBot = i >= options.players - options.bots;
      const player = this.#admit(i + 1, isBot ? 'bot' : 'human');
      player.team = i % 2 === 0 ? TEAMS.red : TEAMS.blue;
      player.ping = isBot ? 0 : 15 + random.below(120);
    }
  }

  /** Lets a tick's worth of people come, go and talk. */
  run(): void {
    const { tick } = this.#state;
    if (tick >= this.#nextLeaveAt) this.#leave();
    if (tick >= this.#nextJoinAt) this.#join();
    if (tick >= this.#nextRenameAt) this.#rename();
    if (tick >= this.#nextChatAt) this.#chat();
  }

  /** Nobody while everybody present must stay. */
  #leave(): void {
    const state = this.#state;
    this.#nextLeaveAt = this.#leaveAt();
    const leaver = state.players[1 + state.random.below(state.players.length - 1)];
    // The recorder stays to the end, and whoever is to cheat until they have.
    const { recorder, cheats, players } = state.options;
    const mustStay =
      leaver?.slot === recorder + 1 || cheats.some((cheat) => cheat.player + 1 === leaver?.slot);
    if (leaver === undefined || mustStay || !leaver.isPlaying || players < 4) return;
    leaver.isConnected = false;
    leaver.isAlive = false;
    leaver.patient = undefined;
    removeBuildingsOf(state, leaver);
    state.players[leaver.slot] = undefined;
    state.events.push({ type: 'disconnect', player: leaver, reason: inventReason(state.random) });
    if (leaver.identity.kind === 'human') {
      this.#lastLeaver = { accountId: leaver.identity.accountId, name: leaver.name };
    }
    this.#nextJoinAt = Math.min(this.#nextJoinAt, state.about(8));
  }

  #join(): void {
    const state = this.#state;
    const slot = this.#freeSlot();
    this.#nextJoinAt = Number.POSITIVE_INFINITY;
    if (slot === undefined) return;
    const player = this.#admit(slot, 'human');
    player.returnsAt = state.about(3);
    player.ping = 15 + state.random.below(120);
    state.events.push({ type: 'connect', player });
    if (this.#freeSlot() !== undefined) this.#nextJoinAt = state.about(8);
  }

  #freeSlot(): number | undefined {
    const { players } = this.#state;
    for (let slot = 1; slot < players.length; slot++) if (players[slot] === undefined) return slot;
    return undefined;
  }

  /** Somebody new, or now and then whoever left last: the same account under another user id. */
  #admit(slot: number, kind: Identity['kind']): MatchPlayer {
    const { random, players } = this.#state;
    const returning = kind === 'human' && random.onceIn(3) ? this.#lastLeaver : undefined;
    this.#lastLeaver = returning === undefined ? this.#lastLeaver : undefined;
    const userId = this.#nextUserId++;
    const isTaken = (name: string) => players.some((player) => player?.name === name);
    const invented = inventName(random, isTaken);
    const name = returning === undefined || isTaken(returning.name) ? invented : returning.name;
    const accountId = kind === 'human' ? (returning?.accountId ?? FIRST_ACCOUNT_ID + userId) : 0;
    const player = new MatchPlayer({ userId, accountId, kind }, slot, name);
    players[slot] = player;
    return player;
  }

  #rename(): void {
    const state = this.#state;
    this.#nextRenameAt = state.about(90);
    const player = state.players[1 + state.random.below(state.players.length - 1)];
    if (player === undefined || player.identity.kind !== 'human') return;
    const oldName = player.name;
    player.name = inventName(state.random, (name) => state.players.some((each) => each?.name === name));
    state.events.push({ type: 'rename', player, oldName, newName: player.name });
  }

  #chat(): void {
    const state = this.#state;
    const { random, options } = state;
    this.#nextChatAt = state.about(options.chatEverySeconds);
    const player = state.players[1 + random.below(state.players.length - 1)];
    if (player === undefined || player.identity.kind !== 'human' || !player.isPlaying) return;
    if (random.onceIn(2)) {
      player.talksUntil = state.about(5);
      return;
    }
    const isTeamOnly = random.onceIn(4);
    const text = inventLine(random);
    state.events.push({ type: 'chat', player, text, isTeamOnly, isDead: !player.isAlive });
  }

  #leaveAt(): number {
    const { options } = this.#state;
    return options.leaveEverySeconds === 0
      ? Number.POSITIVE_INFINITY
      : this.#state.about(options.leaveEverySeconds);
  }
}
