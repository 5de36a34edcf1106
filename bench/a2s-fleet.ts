/**
 * The servers that bench/a2s asks, in a process of their own, so that they cost the programs under measurement
 * nothing. Started by that bench, to which it reports over the channel between them.
 */
import { startFakeGameServers } from '@demobase/testkit';
import { gameOf } from './a2s/expected-answer.ts';
import type { FleetOrder, FleetReport } from './a2s/fleet.ts';

const { firstIndex, count, hosts, firstPort, delayMs, lossShare }: FleetOrder = JSON.parse(
  process.argv[2] ?? '',
);
const fleet = await startFakeGameServers(count, {
  hosts,
  firstPort,
  // Games look only at the bytes they need, and one of the libraries sends more.
  behaviour: { delayMs, lossShare, takesTrailingBytes: true, seed: firstIndex },
  game: (index) => gameOf(firstIndex + index),
});
const report = (): FleetReport => ({
  addresses: fleet.addresses,
  requestCount: fleet.servers.reduce((sum, { requestCount }) => sum + requestCount, 0),
});
process.send?.(report());
process.on('message', () => process.send?.(report()));
process.on('disconnect', () => process.exit());
