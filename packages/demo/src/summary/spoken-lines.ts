import { textIn } from '../game-events/event-values.ts';
import type { SayText, TextMsg } from '../user-messages/chat-messages.ts';
import type { SayText2, SayText2Formatted } from '../user-messages/say-text-2.ts';
import type { ChatLog } from './chat-log.ts';
import type { SummaryParts } from './summary-parts.ts';

/** `destination` of a TextMsg that is shown where people talk. */
const TALK = 3;
/** `#TF_Name_Change`, and what other games call it. */
const NAME_CHANGE = /_Name_Change$/;
/** `TF_Chat_Team`, `TF_Chat_Team_Loc`, `TF_Chat_Team_Dead`, `TF_Chat_Spec`, `TF_Chat_Coach`; `Cstrike_Chat_CT`. */
const TEAM_ONLY = /_(?:Team|Spec|Coach|CT|T)(?:_|$)/;

/** Puts into the chat log what people and the game server say. */
export class SpokenLines {
  readonly #log: ChatLog;
  readonly #parts: SummaryParts;

  constructor(log: ChatLog, parts: SummaryParts) {
    this.#log = log;
    this.#parts = parts;
    parts.reader
      .onUserMessage('SayText2', (message) => this.#sayText2(message))
      .onUserMessage('SayText', (message) => this.#sayReadyMade(message))
      .onUserMessage('TextMsg', (message) => this.#textMsg(message))
      .onGameEvent('hltv_chat', (event) => {
        log.add({ kind: 'source-tv', player: null, from: null, rawText: textIn(event, 'text') ?? '' });
      });
  }

  #sayText2(message: SayText2): void {
    if (message.form === 'plain') this.#sayReadyMade(message);
    else if (NAME_CHANGE.test(message.format)) this.#changeName(message);
    else this.#sayFormatted(message);
  }

  #sayFormatted({ clientEntity, format, sender, text, parameters }: SayText2Formatted): void {
    this.#log.add({
      kind: TEAM_ONLY.test(format) ? 'say-team' : 'say',
      player: this.#parts.roster.referToEntity(clientEntity),
      from: sender,
      rawText: text,
      format,
      parameters,
    });
  }

  #sayReadyMade({ clientEntity, text }: Pick<SayText, 'clientEntity' | 'text'>): void {
    const player = this.#parts.roster.referToEntity(clientEntity);
    this.#log.add({ kind: 'plugin', player, from: player?.name ?? null, rawText: text });
  }

  #textMsg({ destination, text, parameters }: TextMsg): void {
    if (destination !== TALK) return;
    this.#log.add({ kind: 'message', player: null, from: null, rawText: text, parameters });
  }

  #changeName({ clientEntity, sender, text, format }: SayText2Formatted): void {
    const { users } = this.#parts.roster;
    const user = users.ofEntity(clientEntity);
    // What the table of users is told, it tells on: the line is in the log once.
    if (user !== undefined) users.rename(user.userId, text);
    else this.#log.add({ kind: 'name-change', player: null, from: sender, rawText: text, format });
  }
}
