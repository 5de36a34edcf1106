import { type SteamSimulator, startSteamSimulator } from '@demobase/testkit';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type RunResult, runDemobase } from './demobase-program.ts';

const RONDA = '76561198006409530';
const MINNIE = '76561197960287930';
const BUSY = { status: 429, body: '<html>Too many</html>', headers: { 'retry-after': '3600' } };

let steam: SteamSimulator;
beforeEach(async () => {
  steam = await startSteamSimulator();
});
afterEach(() => steam.close());

function player(...args: readonly string[]): Promise<RunResult> {
  return runDemobase(['player', ...args], {
    env: { DEMOBASE_STEAM_API_URL: steam.apiUrl, STEAM_API_KEY: steam.apiKey },
  });
}

it('shows a player, whichever way the Steam ID is written', async () => {
  for (const spelling of [RONDA, 'STEAM_0:0:23071901', `https://steamcommunity.com/profiles/${RONDA}`]) {
    const { exitCode, stdout, stderr } = await player(spelling);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    for (const line of [
      `  Steam ID       ${RONDA}\n                 STEAM_0:0:23071901\n                 [U:1:46143802]\n`,
      '  name           Rocket Ronda\n',
      '  VAC bans       1\n',
      '  last ban       1200 days ago\n',
      '  friends        private\n',
    ]) {
      expect(stdout).toContain(line);
    }
  }
});

it('finds a player by the address or the name of the profile', async () => {
  for (const text of ['https://steamcommunity.com/id/minniesentry', 'minniesentry']) {
    expect((await player(text)).stdout).toContain(`Steam ID       ${MINNIE}\n`);
  }
  const { exitCode, stdout, stderr } = await player('nobody-at-all');
  expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' });
  expect(stderr).toMatch(/^demobase: Steam knows no user "nobody-at-all"\. .*\n$/);
});

it('shows where somebody plays, and lets no name steer the terminal', async () => {
  const ronda = {
    steamid: RONDA,
    communityvisibilitystate: 3,
    profilestate: 1,
    personaname: '\x1b[2JRonda\u009b',
    personastate: 1,
    timecreated: 1_230_864_245,
    gameid: '440',
    gameextrainfo: 'Team Fortress 2',
    gameserverip: '169.254.189.228:41928',
  };
  const body = JSON.stringify({ response: { players: [ronda] } });
  steam.setBehaviour({ answerPlayerSummaries: { status: 200, body } });
  const { stdout } = await player(RONDA);
  expect(stdout).toContain('  name           ␛[2JRonda�\n');
  expect(stdout).toMatch(/ {2}account +since 2009-01-02, \d+ years\n/);
  expect(stdout).toMatch(/ {2}playing +Team Fortress 2\n {2}game server +169\.254\.189\.228:41928\n/);
  const { profile } = JSON.parse((await player(RONDA, '--json')).stdout);
  expect(profile).toMatchObject({
    persona_name: '\x1b[2JRonda\u009b',
    is_public: true,
    game_server_address: '169.254.189.228:41928',
  });
});

it('lists friends with their names', async () => {
  const { stdout } = await player(MINNIE, '--friends');
  expect(stdout).toContain('  friends        2\n');
  expect(stdout.split('\n').slice(-3)).toEqual([
    `${RONDA}  2014-05-13    Rocket Ronda`,
    '76561200000000001  -             Newcomer Noor',
    '',
  ]);
  const { friends } = JSON.parse((await player(MINNIE, '--friends', '--json')).stdout);
  expect(friends).toMatchObject({
    outcome: 'ok',
    count: 2,
    list: [
      { steam_id: RONDA, friend_since: '2014-05-13T16:53:20.000Z', persona_name: 'Rocket Ronda' },
      { steam_id: '76561200000000001', persona_name: 'Newcomer Noor' },
    ],
  });
});

it('shows all that Steam told when a part of it failed, and takes nothing unknown for a no', async () => {
  steam.setBehaviour({ answerPlayerBans: { status: 403, body: '<html>No</html>' }, answerFriendList: BUSY });
  const { exitCode, stdout, stderr } = await player(RONDA);
  expect(exitCode).toBe(1);
  expect(stdout).toContain('  name        Rocket Ronda\n');
  expect(stdout).toContain('  bans        unknown\n  friends     unknown\n');
  expect(stderr).toMatch(/^bans: Steam does not take the API key, .*\nfriends: Steam .*\n$/);
  expect(stderr).not.toContain(steam.apiKey);
});

it('does not conclude from an answer without the user that there is none', async () => {
  const { exitCode, stdout, stderr } = await player('76561198000000001', '--json');
  expect(exitCode).toBe(1);
  expect(JSON.parse(stdout)).toMatchObject({ profile: { outcome: 'unknown' } });
  expect(stderr).toContain('profile: Steam’s answer leaves this user out.');
});
