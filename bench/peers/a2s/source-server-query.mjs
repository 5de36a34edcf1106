// source-server-query has each query under way listen to its socket, so here every worker has a socket of its own. It
// closes a socket that nobody listens to, in the middle of a query even, and a server would not know the challenge it
// gave to the old port: a listener that does nothing keeps the socket open.
import sourceServerQuery from 'source-server-query';
import { measure, oneByOne } from './measure.mjs';

const { SourceQuerySocket } = sourceServerQuery;
const idle = [];

async function openSocket() {
  const querySocket = new SourceQuerySocket();
  await querySocket.bind();
  querySocket.socket.on('message', () => {});
  return querySocket;
}

await measure(
  oneByOne(async ({ host, port }, { timeoutMs }, retry) => {
    const socket = idle.pop() ?? (await openSocket());
    try {
      const info = await retry(() => socket.info(host, port, timeoutMs));
      const players = await retry(() => socket.players(host, port, timeoutMs));
      return {
        name: info.name,
        map: info.map,
        playerCount: info.players,
        maxPlayers: info.max_players,
        players: players.map(({ name }) => name),
      };
    } finally {
      idle.push(socket);
    }
  }),
);
