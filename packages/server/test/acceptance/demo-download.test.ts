import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { get } from 'node:http';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Answer } from './ask.ts';
import { finishedDemo } from './demos.ts';
import type { Player } from './player.ts';
import { useServer } from './running-server.ts';

const MiB = 1024 ** 2;

describe('the download of a demo', () => {
  const server = useServer();
  const demo = finishedDemo(MiB);
  const sha256 = createHash('sha256').update(demo).digest();
  const etag = `"${sha256.toString('hex')}"`;
  let owner: Player;
  let analyst: Player;
  let stranger: Player;
  let sessionId: string;

  beforeAll(async () => {
    owner = await server.createPlayer();
    analyst = await server.createPlayer('analyst');
    stranger = await server.createPlayer();
    sessionId = await owner.upload(demo);
  });

  it('gives the owner and an analyst all of it, as a file of octets with its digest', async () => {
    for (const who of [owner, analyst]) {
      const { status, headers, bytes } = await who.download(sessionId);
      expect(status).toBe(200);
      expect(bytes.equals(demo)).toBe(true);
      expect(headers).toMatchObject({
        'content-type': 'application/octet-stream',
        'content-length': String(demo.length),
        'content-disposition': `attachment; filename="${sessionId}.dem"`,
        'accept-ranges': 'bytes',
        etag,
        'repr-digest': `sha-256=:${sha256.toString('base64')}:`,
      });
    }
  });

  it('is refused to other players, and unknown ids are 404', async () => {
    expect(await stranger.download(sessionId)).toMatchObject({ status: 403 });
    expect(await owner.download('4242')).toMatchObject({ status: 404 });
    expect(await stranger.download('4242')).toMatchObject({ status: 404 });
  });

  it('is refused with 403 while the session lives, and says what it waits for', async () => {
    const openId = await stranger.openSession();
    expect(await stranger.download(openId)).toMatchObject({ status: 403, text: /is open/ });
    const client = await stranger.connect(openId);
    expect(await stranger.download(openId)).toMatchObject({ status: 403, text: /is streaming/ });
    await client.send(demo);
    client.destroy();
    await stranger.closeSession();
    expect((await stranger.receiveDemo(openId)).equals(demo)).toBe(true);
  });

  it.each([
    ['the first byte', 'bytes=0-0', 0, 0],
    ['the last byte', `bytes=${MiB - 1}-${MiB - 1}`, MiB - 1, MiB - 1],
    ['some bytes in the middle', 'bytes=1056-1071', 1056, 1071],
    ['everything from a byte on', 'bytes=1000000-', 1_000_000, MiB - 1],
    ['the last bytes', 'bytes=-100', MiB - 100, MiB - 1],
    ['more last bytes than there are', 'bytes=-99999999', 0, MiB - 1],
    ['up to beyond the end', 'bytes=1048000-99999999', 1_048_000, MiB - 1],
    ['everything', 'bytes=0-', 0, MiB - 1],
  ])('gives %s when asked for it', async (_, range, first, last) => {
    const { status, headers, bytes } = await owner.download(sessionId, { range });
    expect(status).toBe(206);
    expect(headers['content-range']).toBe(`bytes ${first}-${last}/${MiB}`);
    expect(headers['content-length']).toBe(String(last - first + 1));
    expect(headers.etag).toBe(etag);
    expect(bytes.equals(demo.subarray(first, last + 1))).toBe(true);
  });

  it.each(['bytes=0-0,2-3', 'bytes=x-y', 'bytes', 'lines=0-1'])(
    'gives the whole where it cannot give the part: %s',
    async (range) => {
      expectWhole(await owner.download(sessionId, { range }));
    },
  );

  it.each([`bytes=${MiB}-`, `bytes=${MiB}-${MiB + 5}`, 'bytes=99999999-'])(
    'answers 416 to a part that lies outside, and says how long the demo is: %s',
    async (range) => {
      const { status, headers } = await owner.download(sessionId, { range });
      expect(status).toBe(416);
      expect(headers['content-range']).toBe(`bytes */${MiB}`);
    },
  );

  it('gives the part only of the version that is asked for', async () => {
    const range = 'bytes=0-9';
    expect(await owner.download(sessionId, { range, 'if-range': etag })).toMatchObject({ status: 206 });
    expectWhole(await owner.download(sessionId, { range, 'if-range': '"other"' }));
    // A weak validator never stands for bytes (RFC 9110 section 13.1.5).
    expectWhole(await owner.download(sessionId, { range, 'if-range': `W/${etag}` }));
  });

  it('answers 304 without a body when the client has it', async () => {
    for (const known of [etag, `W/${etag}`, `"other", ${etag}`, '*']) {
      const { status, headers, bytes } = await owner.download(sessionId, { 'if-none-match': known });
      expect({ status, etag: headers.etag, sizeBytes: bytes.length }).toEqual({
        status: 304,
        etag,
        sizeBytes: 0,
      });
    }
    expectWhole(await owner.download(sessionId, { 'if-none-match': '"other"' }));
    expect(await stranger.download(sessionId, { 'if-none-match': etag })).toMatchObject({ status: 403 });
  });

  it('tells with HEAD all that GET tells, but the bytes', async () => {
    const question = { method: 'HEAD' };
    const { status, headers, bytes } = await owner.ask('/demodata', { session_id: sessionId }, question);
    expect({ status, sizeBytes: bytes.length }).toEqual({ status: 200, sizeBytes: 0 });
    expect(headers).toMatchObject({ 'content-length': String(demo.length), etag });
    expect(await stranger.ask('/demodata', { session_id: sessionId }, question)).toMatchObject({
      status: 403,
    });
  });

  it('may be broken off a hundred times, and the server serves on', async () => {
    const largeDemo = finishedDemo(32 * MiB, 2);
    const largeId = await stranger.upload(largeDemo);
    for (let round = 0; round < 100; round += 1) {
      const outgoing = get(`${server.url}/demodata?api_key=${stranger.key}&session_id=${largeId}`, {
        agent: false,
      });
      const [incoming] = await once(outgoing, 'response');
      await once(incoming, 'readable');
      outgoing.destroy();
    }
    expect((await stranger.download(largeId)).bytes.equals(largeDemo)).toBe(true);
  });

  function expectWhole({ status, headers, bytes }: Answer): void {
    expect(status).toBe(200);
    expect(headers['content-range']).toBeUndefined();
    expect(bytes.equals(demo)).toBe(true);
  }
});

describe('the lists of demos', () => {
  const server = useServer();
  let first: Player;
  let second: Player;
  let sessionIds: string[];

  beforeAll(async () => {
    [first, second] = [await server.createPlayer(), await server.createPlayer()];
    sessionIds = [];
    for (let number = 0; number < 6; number += 1) {
      const who = number % 2 === 0 ? first : second;
      sessionIds.push(await who.upload(finishedDemo(5_000 + number), { demo_name: `match ${number}` }));
    }
  });

  it('show a player the own demos, the oldest first', async () => {
    const list = await listDemos(first, '/list_demos');
    expect(list.map((item) => item.session_id)).toEqual([sessionIds[0], sessionIds[2], sessionIds[4]]);
    expect(list[1]).toEqual({
      demo_name: 'match 2',
      session_id: sessionIds[2],
      map: 'cp_process_final',
      start_time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d/),
      end_time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d/),
      demo_size: 5_002,
      anonymous_id: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
  });

  it('leave out what is not closed', async () => {
    const who = await server.createPlayer();
    await who.openSession();
    expect(await listDemos(who, '/list_demos')).toEqual([]);
  });

  it('come in pages that miss nothing and repeat nothing', async () => {
    const analyst = await server.createPlayer('analyst');
    const pages = [];
    for (const page_number of ['1', '2', '3']) {
      pages.push(await listDemos(analyst, '/analyst_list_demos', { page_size: '4', page_number }));
    }
    expect(pages.map((page) => page.length)).toEqual([4, 2, 0]);
    expect(pages.flat().map((item) => item.session_id)).toEqual(sessionIds);
    const own = await listDemos(first, '/list_demos', { page_size: '2', page_number: '2' });
    expect(own.map((item) => item.session_id)).toEqual([sessionIds[4]]);
  });

  it.each(['0', '-1', '51', '1000000'])('take a page size of %s for fifty', async (page_size) => {
    expect(await listDemos(first, '/list_demos', { page_size })).toHaveLength(3);
  });

  it.each([
    { page_number: '0' },
    { page_number: '-1' },
    { page_number: 'x' },
    { page_number: '9'.repeat(30) },
    { page_size: 'x' },
  ])('answer 400 to %j', async (query) => {
    expect(await first.ask('/list_demos', query)).toMatchObject({ status: 400 });
  });

  it('name an uploader the same to one analyst for ever, and differently to each', async () => {
    const analysts = [await server.createPlayer('analyst'), await server.createPlayer('analyst')];
    const views = [];
    for (const analyst of [...analysts, analysts[0]]) {
      if (analyst) views.push(await listDemos(analyst, '/analyst_list_demos'));
    }
    const [one, other, oneAgain] = views.map((view) => view.map((item) => item.anonymous_id));
    expect(oneAgain).toEqual(one);
    for (const ids of [one, other]) {
      expect(new Set(ids).size).toBe(2);
      expect([ids?.[0], ids?.[2], ids?.[4]]).toEqual([ids?.[0], ids?.[0], ids?.[0]]);
      for (const id of ids ?? []) expect(id).toMatch(/^[0-9a-f]{64}$/);
    }
    expect((one ?? []).filter((id) => other?.includes(id))).toEqual([]);
    const everything = JSON.stringify(views);
    expect(everything).not.toContain(first.steamId);
    expect(everything).not.toContain(second.steamId);
  });

  it('keep the names of uploaders over a restart', async () => {
    const analyst = await server.createPlayer('analyst');
    const before = await listDemos(analyst, '/analyst_list_demos');
    await server.end('SIGTERM');
    await server.start();
    expect(await listDemos(analyst, '/analyst_list_demos')).toEqual(before);
  });

  async function listDemos(who: Player, path: string, query: Record<string, string> = {}) {
    const { status, text } = await who.ask(path, query);
    expect(status).toBe(200);
    const list: { session_id: string; anonymous_id: string }[] = JSON.parse(text);
    return list;
  }
});
