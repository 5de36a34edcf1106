import { setTimeout as delay } from 'node:timers/promises';
import {
  type FakeGameServer,
  type SteamSimulator,
  startFakeGameServer,
  startSteamSimulator,
} from '@demobase/testkit';
import { pino } from 'pino';
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { createAccount } from '../../../src/accounts/roles.ts';
import { readConfig } from '../../../src/config.ts';
import { GameServerChecks } from '../../../src/game-servers/game-server-checks.ts';
import { openSteamAccess } from '../../../src/steam-access.ts';
import { createTestDatabase, type TestDatabase } from '../../support/test-database.ts';

const SDR_ADDRESS = '169.254.189.228:41928';
const steamId = 76561197960300000n;

let database: TestDatabase;
let steam: SteamSimulator;
let gameServer: FakeGameServer;
let nextSessionId = 0n;

beforeAll(async () => {
  database = await createTestDatabase();
  await createAccount(database.db, steamId);
  steam = await startSteamSimulator();
  gameServer = await startFakeGameServer();
});
beforeEach(() => {
  steam.setBehaviour({ answerServerList: 'normal', answerQueryByFakeIp: 'normal' });
  gameServer.setBehaviour({ info: { kind: 'normal' }, delayMs: 0 });
});
afterAll(async () => {
  await steam.close();
  await gameServer.close();
  await database.drop();
});

/** The checks of one instance, with a clock a test can move, and what it logs. */
function openChecks(settings: Record<string, string>) {
  const config = readConfig({
    DEMOBASE_GAME_SERVER_PRIVATE: 'true',
    DEMOBASE_STEAM_API_URL: steam.apiUrl,
    STEAM_API_KEY: steam.apiKey,
    ...settings,
  });
  const lines: Record<string, unknown>[] = [];
  const log = pino({ level: 'info' }, { write: (line: string) => lines.push(JSON.parse(line)) });
  const clock = { now: new Date() };
  const access = openSteamAccess(config);
  const checks = new GameServerChecks({
    config,
    db: database.db,
    log,
    steam: access,
    now: () => clock.now,
  });
  onTestFinished(async () => {
    await checks.stop();
    await access.gameServers.close();
  });
  return {
    checks,
    lines,
    outcomes: () => lines.map(({ outcome }) => outcome),
    advance(ms: number) {
      clock.now = new Date(clock.now.getTime() + ms);
    },
  };
}

async function addSession(): Promise<bigint> {
  nextSessionId += 1n;
  await database.db
    .insertInto('sessions')
    .values({ id: nextSessionId, steam_id: steamId, state: 'closed', demo_name: '', fake_ip: '', map: '' })
    .execute();
  return nextSessionId;
}

async function readCheck(sessionId: bigint) {
  return database.db
    .selectFrom('game_server_checks')
    .selectAll()
    .where('session_id', '=', sessionId)
    .executeTakeFirst();
}

describe('the policy record', () => {
  it('admits everybody at once, and keeps what is found with the session', async () => {
    const { checks } = openChecks({ DEMOBASE_GAME_SERVER_CHECK: 'record' });
    expect(await checks.admit('nobody is asked')).toBeUndefined();
    const sessionId = await addSession();
    checks.record(sessionId, encodeURIComponent(gameServer.address));
    await expect
      .poll(() => readCheck(sessionId))
      .toMatchObject({
        address: gameServer.address,
        verdict: 'verified',
        reason: 'It answers.',
        observation: {
          via: 'udp',
          ping_data: { server_name: 'Badlands around the clock', steamid: '90178913460028417' },
        },
      });
  });

  it('keeps why there was nothing to find, without an observation', async () => {
    const { checks } = openChecks({ DEMOBASE_GAME_SERVER_CHECK: 'record' });
    const sessionId = await addSession();
    checks.record(sessionId, '\ud83cThe "best" server');
    await expect
      .poll(() => readCheck(sessionId))
      .toMatchObject({
        address: '\ufffdThe "best" server',
        verdict: 'unknown',
        observation: null,
      });
  });

  it('keeps what game servers say, whatever it is, as far as PostgreSQL can and in bounded size', async () => {
    steam.addGameServer({
      listing: {
        addr: '169.254.66.6:27015',
        gameport: 27015,
        name: 'NUL \0, half a character \ud83c, a lot: '.padEnd(1_000_000, 'x'),
        appid: 440,
        gamedir: 'tf',
        version: '\0',
        product: 'tf',
        region: 255,
        players: 0,
        max_players: 24,
        bots: 0,
        map: `'; drop table sessions; --`,
        secure: true,
        dedicated: true,
        os: 'l',
      },
    });
    const { checks } = openChecks({ DEMOBASE_GAME_SERVER_CHECK: 'record' });
    const sessionId = await addSession();
    checks.record(sessionId, '169.254.66.6');
    await expect.poll(() => readCheck(sessionId)).toMatchObject({ verdict: 'verified' });
    const check = await readCheck(sessionId);
    const name = check?.observation?.ping_data?.server_name ?? '';
    expect(name).toMatch(/^NUL \ufffd, half a character \ufffd, a lot: x+$/);
    expect(name.length).toBeLessThanOrEqual(2_000);
    expect(check?.observation?.ping_data?.map).toBe(`'; drop table sessions; --`);
  });

  it('keeps nothing of a session that was deleted meanwhile', async () => {
    gameServer.setBehaviour({ delayMs: 100 });
    const { checks, outcomes } = openChecks({ DEMOBASE_GAME_SERVER_CHECK: 'record' });
    const sessionId = await addSession();
    const queries = gameServer.requests.length;
    checks.record(sessionId, gameServer.address);
    await expect.poll(() => gameServer.requests.length).toBeGreaterThan(queries);
    await database.db.deleteFrom('sessions').where('id', '=', sessionId).execute();
    await expect.poll(outcomes).toEqual(['not kept']);
    expect(await readCheck(sessionId)).toBeUndefined();
  });

  it('ends with a check under way: it is cancelled, and nothing is kept', async () => {
    steam.setBehaviour({ answerQueryByFakeIp: 'hang' });
    const { checks, lines } = openChecks({ DEMOBASE_GAME_SERVER_CHECK: 'record' });
    const calls = steam.requests.length;
    const sessionIds = [await addSession(), await addSession()];
    for (const [index, id] of sessionIds.entries()) checks.record(id, `169.254.1.${index}:27015`);
    await expect.poll(() => steam.requests.length).toBe(calls + 2);
    // Left alone, they would go on for ten seconds.
    const limit = delay(5_000, 'still checking', { ref: false });
    expect(await Promise.race([checks.stop(), limit])).toBeUndefined();
    const lateId = await addSession();
    checks.record(lateId, gameServer.address);
    await checks.stop();
    for (const id of [...sessionIds, lateId]) expect(await readCheck(id)).toBeUndefined();
    expect(lines).toEqual([]);
  });

  it('goes on when the database fails it, and says so in the log', async () => {
    const { checks, lines } = openChecks({ DEMOBASE_GAME_SERVER_CHECK: 'record' });
    const tooLarge = 2n ** 70n;
    checks.record(tooLarge, gameServer.address);
    await expect.poll(() => lines.map(({ msg }) => msg)).toContain('game server check not kept');
  });
});

describe('the policy require', () => {
  it('gives what it found to be kept with the session', async () => {
    const { checks, outcomes } = openChecks({ DEMOBASE_GAME_SERVER_CHECK: 'require' });
    const finding = await checks.admit(SDR_ADDRESS);
    expect(finding).toMatchObject({ verdict: 'verified', address: SDR_ADDRESS });
    const sessionId = await addSession();
    expect(finding && (await checks.keep(sessionId, finding))).toBe(true);
    expect(await readCheck(sessionId)).toMatchObject({
      verdict: 'verified',
      observation: { via: 'relay', ping_data: { map: 'pl_pier' } },
      checked_at: finding?.checkedAt,
    });
    // What was required is not looked for again.
    checks.record(sessionId, SDR_ADDRESS);
    expect(outcomes()).toEqual(['admitted']);
  });

  it('refuses what is unknown', async () => {
    const { checks, outcomes } = openChecks({ DEMOBASE_GAME_SERVER_CHECK: 'require' });
    await expect(checks.admit('Dustbowl all day')).rejects.toMatchObject({
      code: 'game_server_unknown',
      httpStatus: 401,
    });
    expect(outcomes()).toEqual(['refused']);
  });

  it('lets in, or refuses as a fault, what nobody can tell', async () => {
    const withoutKey = { DEMOBASE_GAME_SERVER_CHECK: 'require', STEAM_API_KEY: '' };
    const kind = openChecks(withoutKey);
    expect(await kind.checks.admit(SDR_ADDRESS)).toMatchObject({ verdict: 'unchecked' });
    const strict = openChecks({ ...withoutKey, DEMOBASE_GAME_SERVER_UNCHECKED: 'refuse' });
    await expect(strict.checks.admit(SDR_ADDRESS)).rejects.toMatchObject({
      code: 'game_server_unchecked',
      httpStatus: 503,
    });
    expect([kind.outcomes(), strict.outcomes()]).toEqual([['admitted'], ['refused']]);
  });

  it('refuses nobody when Steam hangs: then nobody can tell, within five seconds', async () => {
    steam.setBehaviour({ answerQueryByFakeIp: 'hang' });
    const { checks } = openChecks({ DEMOBASE_GAME_SERVER_CHECK: 'require' });
    const admitted = checks.admit(SDR_ADDRESS);
    const limit = delay(10_000, 'still waiting', { ref: false });
    expect(await Promise.race([admitted, limit])).toMatchObject({
      verdict: 'unchecked',
      reason: 'Nothing could be found out in time; Steam may be slow.',
    });
  });

  it('answers everybody within that time, also when far more is asked than can be looked at', async () => {
    steam.setBehaviour({ answerQueryByFakeIp: 'hang' });
    const { checks } = openChecks({ DEMOBASE_GAME_SERVER_CHECK: 'require' });
    const addresses = Array.from({ length: 200 }, (_, index) => `169.254.7.${index}:27015`);
    const findings = await Promise.all(addresses.map((address) => checks.admit(address)));
    expect(new Set(findings.map((finding) => finding?.verdict))).toEqual(new Set(['unchecked']));
  });
});

describe('findings', () => {
  it('are shared among all who ask within a minute, whichever way they write the address', async () => {
    const { checks, advance, lines } = openChecks({ DEMOBASE_GAME_SERVER_CHECK: 'require' });
    const queries = gameServer.requests.length;
    const spellings = [gameServer.address, encodeURIComponent(gameServer.address), ` ${gameServer.address}`];
    const everybody = Array.from({ length: 24 }, (_, index) => checks.admit(spellings[index % 3] ?? ''));
    for (const finding of await Promise.all(everybody))
      expect(finding).toMatchObject({ verdict: 'verified' });
    advance(59_000);
    await checks.admit(gameServer.address);
    // Asked, challenged, asked again.
    expect(gameServer.requests.length - queries).toBe(2);
    expect(lines.filter(({ isReused }) => isReused)).toHaveLength(24);
    advance(1_000);
    await checks.admit(gameServer.address);
    // Its challenge is known by now.
    expect(gameServer.requests.length - queries).toBe(3);
  });

  it('that nobody could make are sought again after ten seconds', async () => {
    steam.setBehaviour({ answerQueryByFakeIp: { status: 500, body: '' } });
    const { checks, advance } = openChecks({ DEMOBASE_GAME_SERVER_CHECK: 'require' });
    expect(await checks.admit(SDR_ADDRESS)).toMatchObject({ verdict: 'unchecked' });
    steam.setBehaviour({ answerQueryByFakeIp: 'normal' });
    advance(9_000);
    expect(await checks.admit(SDR_ADDRESS)).toMatchObject({ verdict: 'unchecked' });
    advance(1_000);
    expect(await checks.admit(SDR_ADDRESS)).toMatchObject({ verdict: 'verified' });
  });
});
