// What every Node program of bench/a2s does around its library: reads the order from stdin, asks all servers as
// often as it says, and prints what came back and what that took as one line of JSON.
import { text } from 'node:stream/consumers';

/** `ask(addresses, order)` asks all of these addresses once and gives the answers it got, in any order. */
export async function measure(ask) {
  const order = JSON.parse(await text(process.stdin));
  const sweeps = [];
  for (const passes of order.passes) {
    const addresses = Array.from({ length: passes }, () => order.addresses).flat();
    const startedAt = performance.now();
    const cpuBefore = process.cpuUsage();
    const answers = await ask(addresses, order);
    const { user, system } = process.cpuUsage(cpuBefore);
    const seconds = (performance.now() - startedAt) / 1000;
    sweeps.push({ seconds, cpuSeconds: (user + system) / 1e6, answers });
  }
  const peakBytes = process.resourceUsage().maxRSS * 1024;
  process.stdout.write(JSON.stringify({ sweeps, peakBytes }), () => process.exit());
}

/**
 * For libraries that ask one server a call: so many calls at a time. `askOne(server, order, retry)` repeats with
 * `retry` each of its calls that may fail for a lost datagram.
 */
export function oneByOne(askOne) {
  return async (addresses, order) => {
    const retry = (call) => tryOften(call, order.tries);
    const answers = [];
    const rest = addresses.values();
    const work = async () => {
      for (const address of rest) {
        const [host, port] = address.split(':');
        try {
          answers.push({ address, ...(await askOne({ address, host, port: Number(port) }, order, retry)) });
        } catch {
          // It has no answer, and is counted as missing.
        }
      }
    };
    await Promise.all(Array.from({ length: order.concurrency }, work));
    return answers;
  };
}

async function tryOften(call, tries) {
  for (let left = tries; ; left--) {
    try {
      return await call();
    } catch (error) {
      if (left <= 1) throw error;
    }
  }
}
