import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { encodeAnalysis } from '@demobase/demo';
import { describe, expect, it } from 'vitest';
import { insertSession } from '../../support/insert-session.ts';
import { useInstance } from '../../support/use-instance.ts';

/** Beyond 2^53, and odd: a number of JavaScript makes another player of it. */
const PLAYER = 76561198006409531n;

function analysis({ author = 'their program', algorithm = 'aim_snap', ticks = [66, 132] } = {}): string {
  const detections = ticks.map((tick) => ({
    tick,
    algorithm,
    player: PLAYER,
    data: { degrees: 90.5, tick },
  }));
  return encodeAnalysis({ author, detections, duration: 9_000, map: 'cp_badlands', server_ip: '192.0.2.1' });
}

describe('POST /ingest', () => {
  const setUp = useInstance();

  /** Writes an analysis where programs write it. */
  async function writeAnalysis(sessionId: bigint, text: string | Uint8Array): Promise<void> {
    const folder = join(setUp().instance.dataDir, 'blobs', 'jsonblobs');
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, `${sessionId}.json`), text);
  }

  async function analysedSession(text: string | Uint8Array = analysis()): Promise<bigint> {
    const sessionId = await closedSession();
    await writeAnalysis(sessionId, text);
    return sessionId;
  }

  const closedSession = () => insertSession(setUp().database, { steam_id: setUp().people.player.steamId });

  const detectionsOf = (sessionId: bigint) =>
    setUp()
      .database.db.selectFrom('detections')
      .select(['author', 'algorithm', 'steam_id', 'tick', 'data'])
      .where('session_id', '=', sessionId)
      .orderBy('id')
      .execute();

  it.each([
    ['in the query and the body, as the published program sends it', 'both'],
    ['in the query alone', 'query'],
    ['in the body alone', 'body'],
    ['in the body as a number', 'number'],
  ])('takes in the analysis of one session, named %s', async (_how, how) => {
    const { people, ask, database } = setUp();
    const sessionId = await analysedSession();
    const query = how === 'both' || how === 'query' ? `?session_id=${sessionId}` : '';
    const json = { session_id: how === 'number' ? Number(sessionId) : String(sessionId) };
    const question = how === 'query' ? { method: 'POST' } : { json };
    const answer = await ask(people.analyst, `/ingest${query}`, question);
    expect(answer).toMatchObject({ status: 201, text: '{"ingested":true}' });
    expect(await detectionsOf(sessionId)).toEqual(
      [66, 132].map((tick) => ({
        ...{ author: 'their program', algorithm: 'aim_snap', steam_id: PLAYER, tick },
        data: { degrees: 90.5, tick },
      })),
    );
    const ingests = await database.db
      .selectFrom('ingests')
      .selectAll()
      .where('session_id', '=', sessionId)
      .execute();
    expect(ingests).toEqual([
      {
        session_id: sessionId,
        author: 'their program',
        ingested_by: people.analyst.steamId,
        ingested_at: expect.any(Date),
        duration_ticks: 9_000n,
        map: 'cp_badlands',
        server_ip: '192.0.2.1',
        detection_count: 2,
      },
    ]);
  });

  it('takes in a batch, and says of each that is wrong what is, without loss to the others', async () => {
    const { database, people, ask } = setUp();
    const steam_id = people.player.steamId;
    const good = await analysedSession();
    const broken = await analysedSession(`${analysis().slice(0, -40)}`);
    const foreign = await analysedSession('{"author": "x", "detections": [{"tick": 1, "player": "me"}]}');
    const absent = await closedSession();
    const live = await insertSession(database, { steam_id, state: 'streaming', size_bytes: null });
    await writeAnalysis(live, analysis());
    const alsoGood = await analysedSession(analysis({ ticks: [] }));
    const session_ids = [
      String(good),
      String(broken),
      String(foreign),
      String(absent),
      String(live),
      '4242',
      '../7',
      340282366920938463463374607431768211455n.toString(),
      String(alsoGood),
      Number(good),
    ];
    const answer = await ask(people.analyst, '/ingest', { json: { session_ids } });
    expect(answer.status).toBe(201);
    expect(answer.json).toEqual([
      { session_id: String(good), ingested: true },
      expect.objectContaining({ session_id: String(broken), ingested: false, code: 'analysis_invalid' }),
      {
        ...{ session_id: String(foreign), ingested: false, code: 'analysis_invalid' },
        error: expect.stringContaining('duration'),
      },
      {
        ...{ session_id: String(absent), ingested: false, code: 'analysis_missing' },
        error: expect.stringContaining(`jsonblobs/${absent}.json`),
      },
      expect.objectContaining({ session_id: String(live), ingested: false, code: 'demo_not_ready' }),
      // In this order: there is neither an analysis nor a session.
      expect.objectContaining({ session_id: '4242', ingested: false, code: 'analysis_missing' }),
      expect.objectContaining({ session_id: '../7', ingested: false, code: 'invalid_request' }),
      expect.objectContaining({ ingested: false, code: 'invalid_request' }),
      { session_id: String(alsoGood), ingested: true },
      { session_id: String(good), ingested: true },
    ]);
    expect(await detectionsOf(good)).toHaveLength(2);
    for (const id of [broken, foreign, absent, live]) expect(await detectionsOf(id)).toEqual([]);
    const ingested = await database.db
      .selectFrom('sessions')
      .select('id')
      .where('ingested_at', 'is not', null)
      .where('steam_id', '=', steam_id)
      .execute();
    expect(ingested.map(({ id }) => id).sort()).toEqual([good, alsoGood].sort());
  });

  it('answers for one session with a status and the reason in plain text', async () => {
    const { database, people, ask } = setUp();
    const steam_id = people.player.steamId;
    const rejected = { steam_id, state: 'rejected', rejection_reason: 'no demo', size_bytes: null } as const;
    const cases = [
      ['4242', 404, /no analysis/],
      [String(await closedSession()), 404, /jsonblobs/],
      [String(await analysedSession('{}')), 422, /not taken in/],
      [String(await withAnalysis(insertSession(database, { steam_id, state: 'open' }))), 403, /open/],
      [String(await withAnalysis(insertSession(database, rejected))), 404, /no demo/],
      [String(await withAnalysis(insertSession(database, { steam_id, size_bytes: null }))), 404, /byte/],
      ['x', 400, /session_id/],
    ] as const;
    for (const [sessionId, status, text] of cases) {
      const answer = await ask(people.analyst, `/ingest?session_id=${sessionId}`, { method: 'POST' });
      expect(answer).toMatchObject({ status, text: expect.stringMatching(text) });
      expect(answer.headers.get('content-type')).toMatch(/^text\/plain/);
    }
    const deleted = 77n;
    await writeAnalysis(deleted, analysis());
    const answer = await ask(people.analyst, `/ingest?session_id=${deleted}`, { method: 'POST' });
    expect(answer).toMatchObject({ status: 404, text: expect.stringContaining('no session 77') });
  });

  async function withAnalysis(session: Promise<bigint>): Promise<bigint> {
    await writeAnalysis(await session, analysis());
    return session;
  }

  it('takes in what was analysed before its demo was pruned', async () => {
    const { database, people, ask } = setUp();
    const pruned = { steam_id: people.player.steamId, state: 'pruned' } as const;
    const sessionId = await withAnalysis(insertSession(database, pruned));
    const answer = await ask(people.analyst, `/ingest?session_id=${sessionId}`, { method: 'POST' });
    expect(answer.status).toBe(201);
  });

  it('puts a new analysis in place of the earlier one of its author, and of nothing else', async () => {
    const { database, people, ask } = setUp();
    const sessionId = await closedSession();
    const own = { session_id: sessionId, author: 'demobase', algorithm: 'view_180', steam_id: PLAYER };
    await database.db
      .insertInto('detections')
      .values({ ...own, tick: 5, data: null })
      .execute();
    const ingest = async (text: string) => {
      await writeAnalysis(sessionId, text);
      const answer = await ask(people.analyst, `/ingest?session_id=${sessionId}`, { method: 'POST' });
      expect(answer.status).toBe(201);
    };
    await ingest(analysis({ author: 'one', ticks: [1, 2, 3] }));
    await ingest(analysis({ author: 'other', ticks: [7] }));
    await ingest(analysis({ author: 'one', ticks: [4] }));
    await ingest(analysis({ author: 'demobase', ticks: [9] }));
    const kept = (await detectionsOf(sessionId)).map(({ author, tick }) => [author, tick]);
    expect(kept.sort()).toEqual([
      ['demobase (elsewhere)', 9],
      ['demobase', 5],
      ['one', 4],
      ['other', 7],
    ]);
    // What is wrong takes nothing away.
    await writeAnalysis(sessionId, analysis({ author: 'one', ticks: [1] }).replace('"tick":1', '"tick":"1"'));
    const refused = await ask(people.analyst, `/ingest?session_id=${sessionId}`, { method: 'POST' });
    expect(refused).toMatchObject({ status: 422, text: expect.stringContaining('detections[0].tick') });
    expect(await detectionsOf(sessionId)).toHaveLength(4);
  });

  it('keeps what people have reviewed and reported when an analysis comes again', async () => {
    const { database, people, ask } = setUp();
    const sessionId = await analysedSession();
    const about = { session_id: sessionId, target_steam_id: PLAYER };
    await database.db
      .insertInto('reviews')
      .values({ ...about, verdict: 'confirmed', note: 'seen', evidence_ticks: [66] })
      .execute();
    const reporter_steam_id = people.player.steamId;
    await database.db
      .insertInto('reports')
      .values({ ...about, reason: 'cheater', reporter_steam_id })
      .execute();
    for (const _time of [1, 2, 3]) {
      const answer = await ask(people.analyst, `/ingest?session_id=${sessionId}`, { method: 'POST' });
      expect(answer.status).toBe(201);
    }
    expect(await detectionsOf(sessionId)).toHaveLength(2);
    expect(
      await database.db
        .selectFrom('reviews')
        .select(['verdict', 'note', 'evidence_ticks'])
        .where('session_id', '=', sessionId)
        .execute(),
    ).toEqual([{ verdict: 'confirmed', note: 'seen', evidence_ticks: [66] }]);
    expect(
      await database.db.selectFrom('reports').select('id').where('session_id', '=', sessionId).execute(),
    ).toHaveLength(1);
  });

  it('ends with one analysis when the same comes many times at once', async () => {
    const { people, ask } = setUp();
    const sessionId = await analysedSession();
    const ingest = () => ask(people.analyst, `/ingest?session_id=${sessionId}`, { method: 'POST' });
    const answers = await Promise.all([1, 2, 3, 4, 5].map(ingest));
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201, 201, 201]);
    expect(await detectionsOf(sessionId)).toHaveLength(2);
  });

  it('takes in a hundred thousand detections, and answers others meanwhile', async () => {
    const { people, ask } = setUp();
    const ticks = Array.from({ length: 100_000 }, (_, i) => i);
    const sessionId = await analysedSession(analysis({ ticks }));
    let isDone = false;
    const ingest = ask(people.analyst, `/ingest?session_id=${sessionId}`, { method: 'POST' }).finally(() => {
      isDone = true;
    });
    let answered = 0;
    while (!isDone) {
      expect((await ask(undefined, '/livez')).status).toBe(200);
      answered += 1;
    }
    expect(await ingest).toMatchObject({ status: 201 });
    expect(answered).toBeGreaterThan(20);
    const found = await detectionsOf(sessionId);
    expect(found.map(({ tick }) => tick)).toEqual(ticks);
  });

  it.each([
    ['of a hundred megabytes', () => Buffer.alloc(100 * 1024 ** 2, ' '), 413],
    ['nested a million levels deep', () => `{"detections":[${'['.repeat(1_000_000)}`, 422],
    ['of ten million empty lists', () => `{"detections":[${'[],'.repeat(10_000_000)}[]]}`, 422],
    ['of ten million members', () => `{"detections":[]${',"a":[]'.repeat(8_000_000)}}`, 422],
    ['with its detections twice', () => `{"detections":[],${analysis().slice(1)}`, 422],
    ['of zeros', () => Buffer.alloc(1024 ** 2), 422],
    ['of nothing', () => '', 422],
  ])('refuses an analysis %s, and nothing breaks', async (_what, build, status) => {
    const { people, ask } = setUp();
    const sessionId = await analysedSession(build());
    const answer = await ask(people.analyst, `/ingest?session_id=${sessionId}`, { method: 'POST' });
    expect(answer.status).toBe(status);
    expect(await detectionsOf(sessionId)).toEqual([]);
  });

  it('is for analysts and administrators', async () => {
    const { people, ask } = setUp();
    const sessionId = await analysedSession();
    const statuses = [];
    for (const person of [undefined, people.outcast, people.player, people.analyst, people.admin]) {
      const query = await ask(person, `/ingest?session_id=${sessionId}`, { method: 'POST' });
      const body = await ask(person, '/ingest', { json: { session_ids: [String(sessionId)] } });
      statuses.push([query.status, body.status]);
    }
    expect(statuses).toEqual([
      [400, 400],
      [403, 403],
      [403, 403],
      [201, 201],
      [201, 201],
    ]);
  });

  it.each([
    [{}],
    [{ session_ids: 'x' }],
    [{ session_ids: [{}] }],
    [{ session_ids: [['7']] }],
    [{ session_ids: ['7'], session_id: '7' }],
    [{ session_ids: Array(1_001).fill('7') }],
    [{ session_id: null }],
    [[]],
    ['7'],
  ])('answers 400 to %j', async (json) => {
    const { people, ask } = setUp();
    expect(await ask(people.analyst, '/ingest', { json })).toMatchObject({ status: 400 });
  });

  it('answers 400 when the query and the body name two sessions', async () => {
    const { people, ask } = setUp();
    const answer = await ask(people.analyst, '/ingest?session_id=7', { json: { session_id: '8' } });
    expect(answer).toMatchObject({ status: 400 });
  });

  it('answers an empty batch with an empty list', async () => {
    const { people, ask } = setUp();
    const answer = await ask(people.analyst, '/ingest', { json: { session_ids: [] } });
    expect(answer).toMatchObject({ status: 201, text: '[]' });
  });
});
