import type { Moment } from './moment.ts';
import type { PlayerReference } from './player-summary.ts';

/**
 * A line of the chat, or something the game shows there.
 *
 * - `say`, `say-team`: somebody wrote to everybody, or to their team
 * - `plugin`: a ready-made line, by a plugin of the game server or its console; plugins rewrite what people say, too
 * - `message`: the game's own line, such as `#TF_timeleft`
 * - `source-tv`: somebody wrote in the chat of SourceTV
 * - `name-change`, `connect`, `disconnect`
 */
export type ChatKind =
  | 'say'
  | 'say-team'
  | 'plugin'
  | 'message'
  | 'source-tv'
  | 'name-change'
  | 'connect'
  | 'disconnect';

export interface ChatEntry extends Moment {
  readonly kind: ChatKind;
  readonly player: PlayerReference | null;
  readonly from: string | null;
  readonly text: string;
  readonly rawText: string;
  readonly format: string | null;
  readonly parameters: readonly string[];
}
