import { isAppId } from '../web-api/number-parameter.ts';
import type { ListedGameServer } from '../web-api/server-list.ts';
import type { WebApiCallOptions } from '../web-api/steam-web-api.ts';
import type { GameServerObservation, GameServerPart } from './game-server-observation.ts';

export interface GameServerQueryOptions extends WebApiCallOptions {
  /** The app that the server runs, which the relay wants to know. Default 440, Team Fortress 2. */
  readonly appId?: number | undefined;
  /** Default all three. Each costs a call for a server behind the relay. */
  readonly parts?: readonly GameServerPart[] | undefined;
}

export type QueryGameServer = (
  address: string,
  options: GameServerQueryOptions,
) => Promise<GameServerObservation>;

/** A game server as Steam's list has it, which can be asked about itself. */
export class GameServer {
  /** What Steam says about it. */
  readonly listing: ListedGameServer;
  readonly #query: QueryGameServer;

  constructor(listing: ListedGameServer, query: QueryGameServer) {
    this.listing = listing;
    this.#query = query;
  }

  /** The query address, as `169.254.189.228:41928`. */
  get address(): string {
    return this.listing.addr;
  }

  /** `sv_tags`; none when the server sets none. */
  get tags(): readonly string[] {
    return (this.listing.gametype ?? '').split(',').filter((tag) => tag !== '');
  }

  /** Asks the server itself, and puts Steam's count of its players beside its own. */
  async query(options: Omit<GameServerQueryOptions, 'appId'> = {}): Promise<GameServerObservation> {
    const { appid: appId, players: listed } = this.listing;
    const observation = await this.#query(this.address, {
      ...options,
      ...(appId !== undefined && isAppId(appId) && { appId }),
    });
    if (listed === undefined) return observation;
    return { ...observation, player_counts: { listed, ...observation.player_counts } };
  }
}
