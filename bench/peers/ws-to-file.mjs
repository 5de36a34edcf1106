// The peer of bench/ingest: what anybody would write in ten minutes. A plain `ws` server that puts every
// message into a file, with back-pressure and without keys, checks or a database. `ws` finds bufferutil itself.
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { WebSocketServer } from 'ws';

const [folder = '.'] = process.argv.slice(2);
const server = new WebSocketServer({
  host: '127.0.0.1',
  port: 0,
  perMessageDeflate: false,
  maxPayload: 2 ** 30,
});

server.on('connection', (socket, request) => {
  const name = new URL(request.url, 'http://localhost').searchParams.get('session_id');
  const file = createWriteStream(join(folder, `${name}.dem`));
  socket.on('message', (data) => {
    if (!file.write(data)) socket.pause();
  });
  file.on('drain', () => socket.resume());
  socket.on('close', () => file.end());
});
server.on('listening', () => console.error(`ready at http://127.0.0.1:${server.address().port}`));
process.on('SIGTERM', () => process.exit());
