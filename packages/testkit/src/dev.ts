/** `npm run dev`: Demobase from source beside a simulated Steam, so that nothing leaves this machine. */
import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { fileURLToPath } from 'node:url';
import { startSteamSimulator } from './steam-simulator/start-steam-simulator.ts';

const publicUrl = process.env.DEMOBASE_PUBLIC_URL ?? `http://127.0.0.1:${process.env.DEMOBASE_PORT ?? 8000}`;
const steam = await startSteamSimulator({ port: 8001 });
console.error(`Steam simulator: ${steam.url}. Sign in at ${publicUrl}/provision`);

const server = spawn(
  process.execPath,
  ['--import', 'tsx', '--conditions=source', 'packages/cli/src/main.ts', 'serve'],
  {
    cwd: fileURLToPath(new URL('../../../', import.meta.url)),
    stdio: 'inherit',
    // Its own process group: a terminal's Ctrl-C then reaches it once, from here, and it stops in order.
    detached: process.platform !== 'win32',
    env: {
      ...process.env,
      DEMOBASE_PUBLIC_URL: publicUrl,
      DEMOBASE_STEAM_API_URL: steam.apiUrl,
      DEMOBASE_STEAM_OPENID_URL: steam.openIdEndpoint,
      STEAM_API_KEY: steam.apiKey,
    },
  },
);

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => server.kill(signal));
}

server.once('exit', async (code, signal) => {
  await steam.close();
  process.exit(code ?? 128 + (signal ? constants.signals[signal] : 0));
});
