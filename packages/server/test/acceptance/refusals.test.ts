import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Answer } from './ask.ts';
import { finishedDemo } from './demos.ts';
import { Player } from './player.ts';
import { useServer } from './running-server.ts';

const KiB = 1024;

/** Texts that are no session id. */
const NO_IDS = [
  ['a way out of the folder', '../etc/passwd'],
  ['negative', '-1'],
  ['zero', '0'],
  ['2^53', '9007199254740992'],
  ['in scientific notation', '1e3'],
  ['hexadecimal', '0x10'],
  ['a fraction', '1.0'],
  ['empty', ''],
  ['a space', ' '],
  ['of a thousand digits', '9'.repeat(1_000)],
  ['in other digits', '١٢٣'],
  ['ended by NUL', '12\0'],
  ['SQL', "1' OR '1'='1"],
] as const;

describe('a refusal', () => {
  const server = useServer();
  const demo = finishedDemo(20 * KiB);
  let player: Player;
  let sessionId: string;

  beforeEach(async () => {
    player = await server.createPlayer();
    sessionId = await player.openSession();
  });

  /** Whatever was refused: the session is as it was, and nothing was written. */
  afterEach(async () => {
    expect(await player.stateOf(sessionId)).toBe('open');
    expect(JSON.parse((await player.ask('/list_demos')).text)).toEqual([]);
    expect(await server.listFiles('spool')).not.toContain(`${sessionId}.dem`);
    expect(await server.listFiles('rejected')).toEqual([]);
    await player.closeSession();
  });

  it.each(NO_IDS)('answers 400 on every route to a session id that is %s', async (_, id) => {
    expect((await askEverywhere(id)).map(({ status }) => status)).toEqual([400, 400, 400, 400, 400]);
  });

  it('answers 400 on every route to two session ids at once', async () => {
    const twice = `session_id=${sessionId}&session_id=${sessionId}&api_key=${player.key}`;
    expect(await server.ask(`/close_session?${twice}`)).toMatchObject({ status: 400 });
    expect(await server.ask(`/demodata?${twice}`)).toMatchObject({ status: 400 });
    const json = { late_bytes: '00'.repeat(16), session_id: [sessionId, sessionId] };
    expect(await player.ask('/late_bytes', {}, { json })).toMatchObject({ status: 400 });
    expect(await player.ask('/close_session', {}, { json })).toMatchObject({ status: 400 });
    const { status, socket } = await player.shakeHands(sessionId, sessionId);
    socket.destroy();
    expect(status).toBe(400);
  });

  it('answers 404 on every route to a session nobody has', async () => {
    const answers = await askEverywhere('4242');
    expect(answers.map(({ status }) => status)).toEqual([404, 404, 404, 404, 404]);
  });

  it('answers 403 on every route to the session of another account', async () => {
    const other = await server.createPlayer();
    const answers = await askEverywhere(await other.openSession());
    expect(answers.map(({ status }) => status)).toEqual([403, 403, 403, 403, 403]);
    expect(await other.closeSession()).toMatchObject({ status: 200 });
  });

  it.each([
    ['/session_id', 'GET'],
    ['/late_bytes', 'POST'],
    ['/close_session', 'GET'],
    ['/close_session', 'POST'],
    ['/list_demos', 'GET'],
    ['/analyst_list_demos', 'GET'],
    ['/demodata', 'GET'],
  ])('answers %s %s with 400 without an API key, and 401 with a wrong one', async (path, method) => {
    const missing = await server.ask(`${path}?session_id=${sessionId}`, { method });
    expect(missing).toMatchObject({ status: 400, headers: { 'content-type': /^text\/plain/ } });
    for (const key of ['', 'MB-', `MB-${'a'.repeat(43)}`, player.key.slice(0, -1), `${player.key}x`, "'--"]) {
      const url = `${path}?api_key=${encodeURIComponent(key)}&session_id=${sessionId}`;
      const { status } = await server.ask(url, { method });
      expect(status).toBe(key === '' ? 400 : 401);
    }
  });

  it('answers 400 on the socket without an API key, and 401 with a wrong one', async () => {
    for (const [key, expected] of [
      ['', 400],
      ['MB-wrong', 401],
    ] as const) {
      const stranger = new Player(server, { steamId: player.steamId, key });
      const { status, socket } = await stranger.shakeHands(sessionId);
      socket.destroy();
      expect(status).toBe(expected);
    }
  });

  it('answers 403 without the role, and 403 to everybody but analysts for the list of all demos', async () => {
    expect(await player.ask('/analyst_list_demos')).toMatchObject({ status: 403 });
    const outsider = await server.createPlayer();
    await server.revokeRole(outsider, 'player');
    expect(await outsider.ask('/session_id', { fake_ip: 'x', map: 'x' })).toMatchObject({ status: 403 });
    expect(await outsider.closeSession()).toMatchObject({ status: 403 });
    const { status, socket } = await outsider.shakeHands(sessionId);
    socket.destroy();
    expect(status).toBe(403);
  });

  it('answers 400 when fake_ip or map is missing, given twice or endless', async () => {
    const endless = 'x'.repeat(10_000);
    for (const query of [
      'map=x',
      'fake_ip=x',
      '',
      'fake_ip=x&map=x&map=y',
      'fake_ip=x&fake_ip=y&map=x',
      `fake_ip=${endless}&map=x`,
      `fake_ip=x&map=${endless}`,
      `fake_ip=x&map=x&demo_name=${endless}`,
    ]) {
      const { status } = await server.ask(`/session_id?api_key=${player.key}&${query}`);
      expect({ query: query.slice(0, 40), status }).toEqual({ query: query.slice(0, 40), status: 400 });
    }
  });

  it('answers 400 to a body that is not what the route takes, and 413 to one of a megabyte', async () => {
    const headers = { 'content-type': 'application/json' };
    for (const path of ['/late_bytes', '/close_session']) {
      for (const body of ['', '{', 'null', '[]', '"x"', '{"late_bytes"}', '\0', '{"late_bytes":{}}']) {
        const answer = await player.ask(path, {}, { method: 'POST', headers, body });
        expect({ body, status: answer.status }).toEqual({ body, status: 400 });
      }
      const body = JSON.stringify({ late_bytes: 'a'.repeat(1024 ** 2) });
      expect(await player.ask(path, {}, { method: 'POST', headers, body })).toMatchObject({ status: 413 });
    }
  });

  /** Asks every route that takes a session id about one. */
  async function askEverywhere(id: string): Promise<{ readonly status: number }[]> {
    const json = { late_bytes: 'ab'.repeat(16), session_id: id };
    const handshake = await player.shakeHands(id);
    handshake.socket.destroy();
    const answers: readonly Answer[] = [
      await player.ask('/demodata', { session_id: id }),
      await player.ask('/close_session', { session_id: id }),
      await player.ask('/close_session', {}, { json }),
      await player.ask('/late_bytes', {}, { json }),
    ];
    return [handshake, ...answers];
  }

  it('answers 403 to a stream for a session that is closed', async () => {
    const other = await server.createPlayer();
    const closedId = await other.upload(demo);
    const { status, text, socket } = await other.shakeHands(closedId);
    socket.destroy();
    expect(status).toBe(403);
    expect(text).toContain('closed');
    expect((await other.download(closedId)).bytes.equals(demo)).toBe(true);
  });

  it('answers 403 to a second session and a second socket, and the first stream goes on unharmed', async () => {
    const other = await server.createPlayer();
    const streamedId = await other.openSession();
    const client = await other.connect(streamedId);
    await client.send(demo.subarray(0, 5_000));
    expect(await other.ask('/session_id', { fake_ip: 'x', map: 'x' })).toMatchObject({ status: 403 });
    const second = await other.shakeHands(streamedId);
    second.socket.destroy();
    expect(second.status).toBe(403);
    await client.send(demo.subarray(5_000));
    client.destroy();
    await other.closeSession();
    expect((await other.receiveDemo(streamedId)).equals(demo)).toBe(true);
  });
});

describe('text with NUL and control characters', () => {
  const server = useServer();

  it.each(['\0', 'a\0b', '\x01\x1f\x7f', '\r\nSet-Cookie: a=b', '\ud800', '\u202e', '%00'])(
    'in map, fake_ip or demo_name is refused or kept, and never breaks a thing: %j',
    async (text) => {
      const player = await server.createPlayer();
      for (const name of ['map', 'fake_ip', 'demo_name']) {
        const query = { fake_ip: 'x', map: 'x', demo_name: 'x', [name]: text };
        const { status } = await player.ask('/session_id', query);
        expect([200, 400]).toContain(status);
        await player.closeSession();
      }
      await player.upload(finishedDemo(10 * KiB));
      const list = await player.ask('/list_demos');
      expect(list).toMatchObject({ status: 200, headers: { 'content-type': /json/ } });
    },
  );
});
