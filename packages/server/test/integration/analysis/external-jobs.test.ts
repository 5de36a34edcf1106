import { once } from 'node:events';
import { connect } from 'node:net';
import { encodeAnalysis } from '@demobase/demo';
import { describe, expect, it, vi } from 'vitest';
import { insertSession } from '../../support/insert-session.ts';
import type { Person } from '../../support/people.ts';
import { useInstance } from '../../support/use-instance.ts';

const PLAYER = 76561198006409531n;
const RESULT = encodeAnalysis({
  author: 'their program',
  detections: [{ tick: 66, algorithm: 'aim_snap', player: PLAYER, data: null }],
  ...{ duration: 9_000, map: 'cp_badlands', server_ip: '' },
});

interface Job {
  readonly job_id: string;
  readonly session_id: string;
  readonly attempt: number;
}

describe('work for analysis programs', () => {
  const setUp = useInstance();

  /** Adds closed sessions, each a minute after the other; gives their ids, oldest first. */
  async function addSessions(count: number): Promise<string[]> {
    const { database, people } = setUp();
    const ids: string[] = [];
    for (let minute = 0; minute < count; minute += 1) {
      const opened_at = new Date(Date.UTC(2025, 0, 1, 12, minute));
      ids.push(String(await insertSession(database, { steam_id: people.player.steamId, opened_at })));
    }
    return ids;
  }

  const listJobs = async (query = '') => (await setUp().ask(setUp().people.analyst, `/jobs${query}`)).json;

  const claim = (person: Person, json: unknown = {}) => setUp().ask(person, '/api/jobs', { json });

  async function claimJob(person: Person = setUp().people.analyst): Promise<Job> {
    const answer = await claim(person);
    expect(answer.status).toBe(201);
    return answer.json as Job;
  }

  const tell = (person: Person | undefined, job: Pick<Job, 'job_id'>, word: string, json: unknown = {}) =>
    setUp().ask(person, `/api/jobs/${job.job_id}/${word}`, { json });
  const complete = (
    person: Person | undefined,
    job: Pick<Job, 'job_id'>,
    body: string | Uint8Array = RESULT,
  ) =>
    setUp().ask(person, `/api/jobs/${job.job_id}/complete`, {
      ...{ body, headers: { 'content-type': 'application/json' } },
    });
  const fail = (person: Person, job: Job) => tell(person, job, 'fail', { reason: 'it crashed' });

  /** Lets the lease of a job run out now. */
  async function expire({ session_id }: Job): Promise<void> {
    await setUp()
      .database.db.updateTable('external_jobs')
      .set({ lease_expires_at: new Date(Date.now() - 1) })
      .where('session_id', '=', BigInt(session_id))
      .execute();
  }

  const detectionsOf = ({ session_id }: Job) =>
    setUp()
      .database.db.selectFrom('detections')
      .select(['author', 'steam_id', 'tick'])
      .where('session_id', '=', BigInt(session_id))
      .execute();

  describe('GET /jobs', () => {
    it('lists what awaits an analysis, oldest first: one, or as many as asked', async () => {
      expect(await listJobs()).toEqual([]);
      const ids = await addSessions(3);
      expect(await listJobs()).toEqual([ids[0]]);
      expect(await listJobs('?limit=2')).toEqual(ids.slice(0, 2));
      expect(await listJobs('?limit=1000000')).toEqual(ids);
      expect(await listJobs('?limit=3')).toEqual(ids);
    });

    it('leaves out what is not closed, holds no demo, is pruned, or was analysed', async () => {
      const { database, people } = setUp();
      const [id] = await addSessions(1);
      const { steamId: steam_id } = people.otherPlayer;
      for (const row of [
        { state: 'closing' },
        { state: 'rejected' },
        { state: 'pruned' },
        { size_bytes: null, sha256: null },
        { size_bytes: 0n },
        { ingested_at: new Date() },
        { state: 'streaming' },
      ] as const) {
        await insertSession(database, { steam_id, ...row });
      }
      expect(await listJobs('?limit=50')).toEqual([id]);
    });

    it('leaves out what is lent, until the lease runs out or the job is given up', async () => {
      const { people } = setUp();
      const ids = await addSessions(2);
      const job = await claimJob();
      expect(await listJobs('?limit=9')).toEqual(ids.slice(1));
      await expire(job);
      expect(await listJobs('?limit=9')).toEqual(ids);
      await fail(people.analyst, await claimJob());
      expect(await listJobs('?limit=9')).toEqual(ids);
      await complete(people.analyst, await claimJob());
      expect(await listJobs('?limit=9')).toEqual(ids.slice(1));
    });

    it.each(['0', '-1', 'x', '', '1&limit=2'])('answers 400 to limit=%s', async (limit) => {
      const { people, ask } = setUp();
      expect(await ask(people.analyst, `/jobs?limit=${limit}`)).toMatchObject({ status: 400 });
    });
  });

  describe('a lease', () => {
    it('lends the oldest demo with all a program needs, and ends with its result', async () => {
      const { people, instance, ask, database } = setUp();
      const [oldest] = await addSessions(2);
      const answer = await claim(people.analyst, { lease_seconds: 60 });
      expect(answer.status).toBe(201);
      expect(answer.json).toEqual({
        job_id: `${oldest}-1`,
        session_id: oldest,
        demo_url: `${instance.url}/demodata?session_id=${oldest}`,
        demo_size: 100_000,
        demo_sha256: '07'.repeat(32),
        map: 'cp_process_final',
        attempt: 1,
        lease_seconds: 60,
        lease_expires_at: expect.stringMatching(/Z$/),
      });
      const job = answer.json as Job;
      const beat = await tell(people.analyst, job, 'heartbeat', { lease_seconds: 3_600 });
      expect(beat).toMatchObject({ status: 200, json: { job_id: job.job_id, lease_seconds: 3_600 } });
      const { lease_expires_at } = Object(beat.json);
      expect(Date.parse(lease_expires_at) - Date.now()).toBeGreaterThan(3_000_000);

      const done = { status: 200, json: { job_id: job.job_id, session_id: oldest, state: 'done' } };
      expect(await complete(people.analyst, job)).toMatchObject(done);
      expect(await detectionsOf(job)).toEqual([{ author: 'their program', steam_id: PLAYER, tick: 66 }]);
      const ingests = await database.db
        .selectFrom('ingests')
        .select('ingested_by')
        .where('session_id', '=', BigInt(job.session_id))
        .execute();
      expect(ingests).toEqual([{ ingested_by: people.analyst.steamId }]);
      expect(await complete(people.analyst, job, 'anything')).toMatchObject(done);
      expect(await detectionsOf(job)).toHaveLength(1);
      for (const word of ['heartbeat', 'fail']) {
        const late = await tell(people.analyst, job, word, { reason: 'x' });
        expect(late).toMatchObject({ status: 409, json: { code: 'job_over' } });
      }
      expect((await ask(people.analyst, '/jobs?limit=9')).json).not.toContain(oldest);
    });

    it('answers 204 when there is nothing to do', async () => {
      const { people, ask } = setUp();
      expect(await claim(people.analyst)).toMatchObject({ status: 204, text: '' });
      expect(await ask(people.analyst, '/api/jobs', { method: 'POST' })).toMatchObject({ status: 204 });
    });

    it('lends each demo once, however many claim at the same moment', async () => {
      const { people } = setUp();
      const ids = await addSessions(12);
      const answers = await Promise.all(
        Array.from({ length: 20 }, (_, i) => claim(i % 2 ? people.analyst : people.otherAnalyst)),
      );
      const lent = answers.filter(({ status }) => status === 201).map(({ json }) => Object(json).session_id);
      expect(lent.sort()).toEqual(ids.sort());
      expect(answers.filter(({ status }) => status === 204)).toHaveLength(8);
    });

    it('that runs out is handed out again, and then the first holder has no more say', async () => {
      const { people } = setUp();
      const [id] = await addSessions(1);
      const first = await claimJob(people.analyst);
      await expire(first);
      const second = await claimJob(people.otherAnalyst);
      expect(second).toMatchObject({ session_id: id, job_id: `${id}-2`, attempt: 2 });
      for (const answer of [
        await tell(people.analyst, first, 'heartbeat'),
        await fail(people.analyst, first),
        await complete(people.analyst, first),
      ]) {
        expect(answer).toMatchObject({ status: 409, json: { code: 'job_over' } });
        expect(answer.text).toContain('handed out again');
      }
      expect(await detectionsOf(first)).toEqual([]);
      expect(await complete(people.otherAnalyst, second)).toMatchObject({ status: 200 });
    });

    it('of the same account is told from its earlier one, too', async () => {
      const { people } = setUp();
      await addSessions(1);
      const first = await claimJob();
      await expire(first);
      const second = await claimJob();
      expect(await complete(people.analyst, first)).toMatchObject({ status: 409 });
      expect(await complete(people.analyst, second)).toMatchObject({ status: 200 });
    });

    it('that ran out still counts while nobody else has the demo', async () => {
      const { people } = setUp();
      await addSessions(2);
      const late = await claimJob();
      await expire(late);
      expect(await tell(people.analyst, late, 'heartbeat')).toMatchObject({ status: 200 });
      await expire(late);
      expect(await complete(people.analyst, late)).toMatchObject({ status: 200 });
      expect(await detectionsOf(late)).toHaveLength(1);
    });

    it('is its holder’s alone', async () => {
      const { people } = setUp();
      await addSessions(1);
      const job = await claimJob(people.analyst);
      for (const [person, status] of [
        [people.otherAnalyst, 403],
        [people.admin, 403],
        [people.player, 403],
        [people.outcast, 403],
        [undefined, 400],
      ] as const) {
        for (const answer of [
          await tell(person, job, 'heartbeat'),
          await tell(person, job, 'fail', { reason: 'x' }),
          await complete(person, job),
        ]) {
          expect(answer.status).toBe(status);
        }
      }
      expect(await tell(people.analyst, job, 'heartbeat')).toMatchObject({ status: 200 });
      expect(await detectionsOf(job)).toEqual([]);
    });

    it('is tried three times and then set aside, and others go on', async () => {
      const { people } = setUp();
      const [poisoned, other] = await addSessions(2);
      const job = await claimJob();
      expect(await fail(people.analyst, job)).toMatchObject({ json: { state: 'failed' } });
      expect(await fail(people.analyst, job)).toMatchObject({ status: 200, json: { state: 'failed' } });
      const second = await claimJob();
      expect(second).toMatchObject({ session_id: poisoned, attempt: 2 });
      await expire(second);
      const third = await claimJob();
      expect(third).toMatchObject({ session_id: poisoned, attempt: 3 });
      const end = await fail(people.analyst, third);
      expect(end).toMatchObject({ status: 200, json: { state: 'set_aside' } });
      expect(await fail(people.analyst, third)).toMatchObject({ status: 200, json: { state: 'set_aside' } });
      expect(await claimJob()).toMatchObject({ session_id: other });
      expect(await listJobs('?limit=9')).toEqual([]);
      expect(await complete(people.analyst, third)).toMatchObject({ status: 409 });
    });

    it('that runs out the third time is set aside with a word for whoever looks', async () => {
      const { people, database } = setUp();
      const [id = ''] = await addSessions(1);
      for (const _attempt of [1, 2, 3]) await expire(await claimJob());
      expect(await claim(people.analyst)).toMatchObject({ status: 204 });
      const row = await database.db
        .selectFrom('external_jobs')
        .select(['state', 'attempt', 'last_error'])
        .where('session_id', '=', BigInt(id))
        .executeTakeFirst();
      expect(row).toEqual({ state: 'set_aside', attempt: 3, last_error: expect.stringContaining('ran out') });
    });

    it('ends once when its result comes several times at once', async () => {
      const { people } = setUp();
      await addSessions(1);
      const job = await claimJob();
      const answers = await Promise.all([1, 2, 3, 4].map(() => complete(people.analyst, job)));
      expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
      expect(await detectionsOf(job)).toHaveLength(1);
    });

    it('stays as it is when its result is refused', async () => {
      const { people, ask } = setUp();
      await addSessions(1);
      const job = await claimJob();
      const text = { 'content-type': 'application/json' };
      for (const [body, status, code] of [
        ['{}', 422, 'analysis_invalid'],
        [RESULT.slice(0, -9), 422, 'analysis_invalid'],
        [RESULT.replace(String(PLAYER), 'null'), 422, 'analysis_invalid'],
        [Buffer.alloc(70 * 1024 ** 2, ' '), 413, 'analysis_too_large'],
      ] as const) {
        const answer = await complete(people.analyst, job, body);
        expect(answer).toMatchObject({ status, json: { code } });
      }
      for (const headers of [text, {}]) {
        const answer = await ask(people.analyst, `/api/jobs/${job.job_id}/complete`, {
          method: 'POST',
          headers,
        });
        expect([400, 422]).toContain(answer.status);
      }
      expect(await detectionsOf(job)).toEqual([]);
      expect(await complete(people.analyst, job)).toMatchObject({ status: 200 });
    });

    it('takes a result of any content type, also as curl sends it', async () => {
      const { people, ask } = setUp();
      await addSessions(3);
      for (const type of ['application/x-www-form-urlencoded', 'text/plain', 'application/octet-stream']) {
        const job = await claimJob();
        const headers = { 'content-type': type };
        const answer = await ask(people.analyst, `/api/jobs/${job.job_id}/complete`, {
          ...{ body: RESULT, headers },
        });
        expect(answer).toMatchObject({ status: 200 });
        expect(await detectionsOf(job)).toHaveLength(1);
      }
    });

    it('survives a program that dies while it sends its result', async () => {
      const { people, instance } = setUp();
      await addSessions(1);
      const job = await claimJob();
      const socket = connect(Number(new URL(instance.url).port), '127.0.0.1');
      await once(socket, 'connect');
      socket.write(
        `POST /api/jobs/${job.job_id}/complete HTTP/1.1\r\nHost: x\r\nContent-Length: 99999\r\n` +
          `Authorization: Bearer ${people.analyst.key}\r\n\r\n${RESULT}`,
      );
      socket.resetAndDestroy();
      await vi.waitFor(async () => {
        expect(await complete(people.analyst, job)).toMatchObject({ status: 200 });
      });
      expect(await detectionsOf(job)).toHaveLength(1);
    });

    it.each(['x', '1', '4242-1', '-1', '1-0', '1-1-1', '9007199254740993-1', '1e3-1', '../x', '%00'])(
      'named %s is answered with 404 or 400',
      async (job_id) => {
        const { people } = setUp();
        for (const answer of [
          await tell(people.analyst, { job_id }, 'heartbeat'),
          await tell(people.analyst, { job_id }, 'fail', { reason: 'x' }),
          await complete(people.analyst, { job_id }),
        ]) {
          expect([400, 404]).toContain(answer.status);
        }
      },
    );

    it.each([[{ lease_seconds: 29 }], [{ lease_seconds: 3_601 }], [{ lease_seconds: 'x' }], [[]], ['x']])(
      'asked for by %j is refused',
      async (json) => {
        const { people } = setUp();
        await addSessions(1);
        expect(await claim(people.analyst, json)).toMatchObject({ status: 400 });
        expect(await claim(people.analyst)).toMatchObject({ status: 201, json: { attempt: 1 } });
      },
    );

    it('goes with the demo, and lets go when its holder’s account is deleted', async () => {
      const { people, ask, database } = setUp();
      await addSessions(1);
      const job = await claimJob(people.analyst);
      const leave = (person: Person) =>
        ask(person, '/api/account', { method: 'DELETE', json: { steam_id: String(person.steamId) } });
      expect(await leave(people.analyst)).toMatchObject({ status: 204 });
      await expire(job);
      expect(await claimJob(people.otherAnalyst)).toMatchObject({ session_id: job.session_id });
      expect(await leave(people.player)).toMatchObject({ status: 204 });
      expect(await database.db.selectFrom('external_jobs').selectAll().execute()).toEqual([]);
      const again = { job_id: `${job.session_id}-2` };
      expect(await complete(people.otherAnalyst, again)).toMatchObject({ status: 404 });
    });
  });

  it('is for analysts and administrators', async () => {
    const { people, ask } = setUp();
    await addSessions(3);
    for (const [person, list, lend] of [
      [undefined, 400, 400],
      [people.outcast, 403, 403],
      [people.player, 403, 403],
      [people.analyst, 200, 201],
      [people.admin, 200, 201],
    ] as const) {
      expect((await ask(person, '/jobs')).status).toBe(list);
      expect((await ask(person, '/api/jobs', { json: {} })).status).toBe(lend);
    }
  });
});
