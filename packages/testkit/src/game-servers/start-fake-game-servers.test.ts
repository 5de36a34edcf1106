import { createSocket } from 'node:dgram';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type FakeGameServersOptions, startFakeGameServers } from './start-fake-game-servers.ts';

const INFO = Buffer.from('ffffffff54536f7572636520456e67696e6520517565727900', 'hex');

async function startServers(count: number, options?: FakeGameServersOptions) {
  const fleet = await startFakeGameServers(count, options);
  onTestFinished(() => fleet.close());
  return fleet;
}

/** Asks every server once from one socket and gives what each said, by its address. */
async function askAll(addresses: readonly string[]): Promise<ReadonlyMap<string, Buffer>> {
  // All answers come at once, and the system's usual buffer holds about 270 of them.
  const socket = createSocket({ type: 'udp4', recvBufferSize: 1 << 20 });
  onTestFinished(() => void socket.close());
  const answers = new Map<string, Buffer>();
  const areAllHere = new Promise<void>((resolve) => {
    socket.on('message', (bytes, { address, port }) => {
      answers.set(`${address}:${port}`, bytes);
      if (answers.size === addresses.length) resolve();
    });
  });
  for (const address of addresses) {
    const { hostname, port } = new URL(`udp://${address}`);
    socket.send(INFO, Number(port), hostname);
  }
  await areAllHere;
  return answers;
}

describe('a fleet of fake game servers', () => {
  it('answers for hundreds of servers, each with a game of its own', async () => {
    const fleet = await startServers(300, {
      hosts: ['127.0.0.1', '127.0.0.2', '127.0.0.3'],
      behaviour: { challenge: 'never', delayMs: 10 },
      game: (index) => ({ name: `server ${index}` }),
    });
    const answers = await askAll(fleet.addresses);
    for (const [index, address] of fleet.addresses.entries()) {
      expect(answers.get(address)?.includes(`server ${index}\0`)).toBe(true);
    }
    expect(new Set(fleet.servers.map(({ host }) => host)).size).toBe(3);
    expect(fleet.servers[0]?.requests).toEqual([]);
  });

  it('changes its behaviour as one', async () => {
    const fleet = await startServers(5, { behaviour: { challenge: 'never' }, remembersRequests: true });
    fleet.setBehaviour({ challenge: 'always' });
    const answers = await askAll(fleet.addresses);
    expect([...answers.values()].map((bytes) => bytes[4])).toEqual(Array(5).fill(0x41));
    expect(fleet.servers.map(({ requests }) => requests.length)).toEqual(Array(5).fill(1));
  });

  it('takes the same ports on every host, and leaves nothing open when one is taken', async () => {
    const [taken] = (await startServers(1, { hosts: ['127.0.0.2'] })).servers;
    const port = taken?.port ?? 0;
    const start = () => startFakeGameServers(2, { hosts: ['127.0.0.1', '127.0.0.2'], firstPort: port });
    await expect(start()).rejects.toThrow('EADDRINUSE');
    await taken?.close();
    const fleet = await start();
    onTestFinished(() => fleet.close());
    expect(fleet.addresses).toEqual([`127.0.0.1:${port}`, `127.0.0.2:${port}`]);
  });
});
