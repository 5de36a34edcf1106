// steam-server-query opens a socket for each of the two queries. It repeats a datagram itself when told to.
import { queryGameServerInfo, queryGameServerPlayer } from 'steam-server-query';
import { measure, oneByOne } from './measure.mjs';

await measure(
  oneByOne(async ({ address }, { tries, timeoutMs }) => {
    const info = await queryGameServerInfo(address, tries, timeoutMs);
    const { players } = await queryGameServerPlayer(address, tries, timeoutMs);
    return {
      name: info.name,
      map: info.map,
      playerCount: info.players,
      maxPlayers: info.maxPlayers,
      players: players.map(({ name }) => name),
    };
  }),
);
