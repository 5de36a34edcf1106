// What the fleet itself can give: a loop over sockets that reads three bytes of a reply and asks again. It stands for
// no library: whatever it reaches is the most that any client could be seen to reach here.
import { createSocket } from 'node:dgram';
import { measure } from '../peers/a2s/measure.mjs';

const INFO = Buffer.from('\xff\xff\xff\xffTSource Engine Query\0', 'latin1');
const PLAYERS = Buffer.from('\xff\xff\xff\xffU', 'latin1');
const CHALLENGE_TYPE = 0x41;
const INFO_TYPE = 0x49;
const PLAYERS_TYPE = 0x44;
const BUFFER_BYTES = 4 << 20;
const REPEAT_AFTER_MS = 200;
const LOOK_EVERY_MS = 20;

await measure((addresses, { concurrency }) => new Promise((done) => askAll(addresses, concurrency, done)));

function askAll(addresses, concurrency, done) {
  const socket = createSocket({
    type: 'udp4',
    lookup: (address, _options, answer) => answer(null, address, 4),
    recvBufferSize: BUFFER_BYTES,
    sendBufferSize: BUFFER_BYTES,
  });
  const rest = addresses.values();
  const asked = new Map();
  const send = (server, request) => {
    server.request = request;
    server.sentAt = performance.now();
    socket.send(request, server.port, server.host);
  };
  const askNext = () => {
    const { value: address } = rest.next();
    if (!address) return;
    const [host, port] = address.split(':');
    const server = { host, port: Number(port), bare: INFO, challenge: undefined };
    asked.set(address, server);
    send(server, INFO);
  };
  socket.on('message', (reply, { address, port }) => {
    const key = `${address}:${port}`;
    const server = asked.get(key);
    if (!server) return;
    if (reply[4] === CHALLENGE_TYPE) {
      server.challenge = reply.subarray(5);
      send(server, Buffer.concat([server.bare, server.challenge]));
    } else if (reply[4] === INFO_TYPE && server.challenge) {
      server.bare = PLAYERS;
      send(server, Buffer.concat([PLAYERS, server.challenge]));
    } else if (reply[4] === PLAYERS_TYPE && server.bare === PLAYERS) {
      asked.delete(key);
      askNext();
      if (asked.size === 0) finish();
    }
  });
  const timer = setInterval(() => {
    const longAgo = performance.now() - REPEAT_AFTER_MS;
    for (const server of asked.values()) if (server.sentAt < longAgo) send(server, server.request);
  }, LOOK_EVERY_MS);
  const finish = () => {
    clearInterval(timer);
    socket.close(() => done([]));
  };
  for (let i = 0; i < concurrency; i++) askNext();
}
