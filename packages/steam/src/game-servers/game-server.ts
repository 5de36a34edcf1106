import { isAppId } from '../web-api/number-parameter.ts';
import type { ListedGameServer } from '../web-api/server-list.ts';
import type { GameServerObservation } from './game-server-observation.ts';
import type { GameServerQueryOptions, GameServers } from './game-servers.ts';

/** A game server as Steam's list has it, which can be asked about itself. */
export class GameServer {
  /** What Steam says about it. */
  readonly listing: ListedGameServer;
  readonly #gameServers: GameServers;

  constructor(listing: ListedGameServer, gameServers: GameServers) {
    this.listing = listing;
    this.#gameServers = gameServers;
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
    const observation = await this.#gameServers.query(this.address, {
      ...options,
      ...(appId !== undefined && isAppId(appId) && { appId }),
    });
    if (listed === undefined) return observation;
    return { ...observation, player_counts: { listed, ...observation.player_counts } };
  }
}
