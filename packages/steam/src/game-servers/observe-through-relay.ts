import type { PingData, PlayersData, RulesData } from '../web-api/fake-ip-data.ts';
import type { SteamWebApi, WebApiCallOptions } from '../web-api/steam-web-api.ts';
import type { GameServerObservation, GameServerPart, PartOutcome } from './game-server-observation.ts';

interface RelayTarget {
  /** As asked. */
  readonly address: string;
  /** A dotted quad in 169.254.0.0/16. */
  readonly host: string;
  readonly port: number;
  readonly appId: number;
  readonly parts: readonly GameServerPart[];
}

interface RelayAnswers {
  ping_data?: PingData;
  players_data?: PlayersData;
  rules_data?: RulesData;
}

/**
 * Has Steam's relay ask a game server that no datagram reaches. Each part is a call of the key's allowance, so a
 * server that does not answer the first is not asked for the others.
 */
export async function observeThroughRelay(
  webApi: SteamWebApi,
  target: RelayTarget,
  options: WebApiCallOptions,
): Promise<GameServerObservation> {
  const { host, port, appId } = target;
  const outcomes: Record<GameServerPart, PartOutcome> = {
    ping: { outcome: 'not-asked' },
    players: { outcome: 'not-asked' },
    rules: { outcome: 'not-asked' },
  };
  const answers: RelayAnswers = {};
  const ask = async (part: GameServerPart) => {
    const result = await webApi.queryByFakeIp({ fakeIp: host, fakePort: port, appId, part }, options);
    if (result.outcome !== 'ok') {
      outcomes[part] = {
        outcome: result.outcome,
        ...('reason' in result && { reason: result.reason }),
      };
      return false;
    }
    Object.assign(answers, { [`${part}_data`]: result.data });
    outcomes[part] = { outcome: 'ok', rtt_ms: Math.round(result.rttMs * 10) / 10 };
    return true;
  };
  const [first, ...others] = target.parts;
  if (first && (await ask(first))) await Promise.all(others.map(ask));
  return {
    address: target.address,
    via: 'relay',
    observed_at: new Date().toISOString(),
    outcomes,
    player_counts: countsOf(answers),
    ...answers,
  };
}

function countsOf({ ping_data, players_data }: RelayAnswers): GameServerObservation['player_counts'] {
  return {
    ...(ping_data?.num_players !== undefined && { reported: ping_data.num_players }),
    ...(ping_data?.num_bots !== undefined && { reported_bots: ping_data.num_bots }),
    ...(players_data && { counted: players_data.players?.length ?? 0 }),
  };
}
