// Our own library as it is installed: built, without a TypeScript loader, just as the peers run.
import { A2sClient } from '@demobase/steam';
import { measure } from '../peers/a2s/measure.mjs';

let client;
await measure(async (addresses, { concurrency, timeoutMs, tries }) => {
  client ??= new A2sClient({
    allowPrivateAddresses: true,
    maxInFlight: concurrency,
    datagramsPerSecond: Number.POSITIVE_INFINITY,
    datagramsPerSecondPerHost: Number.POSITIVE_INFINITY,
    legTimeoutMs: timeoutMs,
    retries: tries - 1,
  });
  const answers = [];
  for await (const { address, info, players } of client.queryAll(addresses, { parts: ['info', 'players'] })) {
    if (info?.outcome !== 'ok' || players?.outcome !== 'ok') continue;
    answers.push({
      address,
      name: info.value.name,
      map: info.value.map,
      playerCount: info.value.players,
      maxPlayers: info.value.maxPlayers,
      players: players.value.players.map(({ name }) => name),
    });
  }
  return answers;
});
