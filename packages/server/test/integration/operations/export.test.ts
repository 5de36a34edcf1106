import { once } from 'node:events';
import { connect } from 'node:net';
import { sql } from 'kysely';
import { describe, expect, it, vi } from 'vitest';
import { insertSession } from '../../support/insert-session.ts';
import { useInstance } from '../../support/use-instance.ts';

const SESSION_COLUMNS =
  'steam_id,session_id,demo_name,active,open,start_time,end_time,fake_ip,map,steam_api_data,ingested,' +
  'demo_size,late_bytes,markov_score,created_at,updated_at,pruned';

describe('GET /db_export', () => {
  const setUp = useInstance();
  const opened = new Date('2025-03-01T18:30:00.123Z');
  const ended = new Date('2025-03-01T19:00:00Z');

  /** More than sockets hold: some 60 MB. */
  async function addManySessions(): Promise<void> {
    const { database, people } = setUp();
    await sql`
      insert into sessions (id, steam_id, state, demo_name, fake_ip, map)
      select n, ${people.player.steamId}::bigint, 'closed', repeat('d', 500), repeat('f', 500), repeat('m', 500)
      from generate_series(1, 40000) n
    `.execute(database.db);
  }

  /** What the exports that PostgreSQL is at are waiting for. */
  const copies = async () => {
    const { database } = setUp();
    const { rows } = await sql<{ wait_event: string | null }>`
      select wait_event from pg_stat_activity
      where query like 'copy (%' and state = 'active' and backend_type = 'client backend' and pid <> pg_backend_pid()
        and datname = current_database()
    `.execute(database.db);
    return rows.map(({ wait_event }) => wait_event);
  };

  /** Asks for an export, and takes nothing of the answer. */
  async function openReader() {
    const { instance, people } = setUp();
    const socket = connect(Number(new URL(instance.url).port), '127.0.0.1').pause();
    socket.write(
      `GET /db_export?table=demo_sessions HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${people.admin.key}\r\n\r\n`,
    );
    await once(socket, 'connect');
    return socket;
  }

  it('gives the documented columns of sessions, in the forms of COPY', async () => {
    const { database, people, ask } = setUp();
    const { steamId } = people.player;
    const late = { late_bytes: Buffer.from('00112233445566778899aabbccddeeff', 'hex'), ingested_at: opened };
    const times = { opened_at: opened, ended_at: ended };
    const first = await insertSession(database, {
      steam_id: steamId,
      ...times,
      ...late,
      demo_name: 'a, "b"',
    });
    const second = await insertSession(database, {
      steam_id: steamId,
      ...{ opened_at: new Date('2025-03-02T00:00:00Z'), ended_at: null, state: 'streaming' },
      ...{ size_bytes: null, sha256: null, is_complete: null },
    });
    const answer = await ask(people.admin, '/db_export?table=demo_sessions');
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(answer.headers.get('content-disposition')).toBe('attachment; filename="demo_sessions.csv"');
    const start = '2025-03-01 18:30:00.123+00';
    const end = '2025-03-01 19:00:00+00';
    const next = '2025-03-02 00:00:00+00';
    expect(answer.text.split('\n')).toEqual([
      SESSION_COLUMNS,
      `${steamId},${first},"a, ""b""",f,f,${start},${end},169.254.71.12:27015,cp_process_final,,t,100000,` +
        `\\x00112233445566778899aabbccddeeff,,${start},${end},f`,
      `${steamId},${second},match.dem,t,t,${next},,169.254.71.12:27015,cp_process_final,,f,,,,${next},${next},f`,
      '',
    ]);
  });

  it('gives the documented columns of reports, and not who made them', async () => {
    const { database, people, ask } = setUp();
    const session_id = await insertSession(database, { steam_id: people.player.steamId });
    const report = { session_id, reporter_steam_id: people.player.steamId, created_at: opened };
    await database.db
      .insertInto('reports')
      .values({ ...report, target_steam_id: 76561198006409531n, reason: 'cheater' })
      .execute();
    await database.db
      .insertInto('reports')
      .values({ ...report, target_steam_id: 76561198006409530n, reason: null })
      .execute();
    const answer = await ask(people.analyst, '/db_export?table=reports');
    expect(answer.headers.get('content-disposition')).toBe('attachment; filename="reports.csv"');
    expect(answer.text).toBe(
      'session_id,target_steam_id,created_at,reason\n' +
        `${session_id},76561198006409531,2025-03-01 18:30:00.123+00,cheater\n` +
        `${session_id},76561198006409530,2025-03-01 18:30:00.123+00,\n`,
    );
  });

  it('tells administrators who uploaded a demo, and analysts not', async () => {
    const { database, people, ask } = setUp();
    const id = await insertSession(database, { steam_id: people.player.steamId });
    const { text: full } = await ask(people.admin, '/db_export?table=demo_sessions');
    expect(full).toContain(`\n${people.player.steamId},${id},`);
    const { text: masked } = await ask(people.analyst, '/db_export?table=demo_sessions');
    expect(masked.startsWith(`${SESSION_COLUMNS}\n,${id},`)).toBe(true);
    expect(masked).not.toContain(String(people.player.steamId));
  });

  it('holds no key, in no form, and no Steam ID but of those uploaded or reported', async () => {
    const { database, people, ask } = setUp();
    await insertSession(database, { steam_id: people.player.steamId });
    const answers = await Promise.all(
      ['demo_sessions', 'reports'].map((table) => ask(people.admin, `/db_export?table=${table}`)),
    );
    const keys = await database.db.selectFrom('api_keys').select(['hash', 'prefix']).execute();
    const { player, analyst, admin } = people;
    const secrets = [
      ...keys.flatMap(({ hash, prefix }) => [hash.toString('hex'), prefix]),
      ...[player.key, String(analyst.steamId), String(admin.steamId)],
    ];
    for (const { text } of answers) for (const secret of secrets) expect(text).not.toContain(secret);
  });

  it.each([
    ['=HYPERLINK("http://x","y")', true],
    ['+1+cmd|calc', true],
    ['-2+3', true],
    ['@SUM(A1)', true],
    ['\t=1', true],
    ['\r=1', true],
    ['\n=1', true],
    ['  =1', true],
    ['\u00a0=1', true],
    ['＝1', true],
    ['cp_process-final=1', false],
    [' cp_badlands', false],
    ['a@b', false],
    ["'=1", false],
  ])('makes %j harmless for spreadsheets: %s', async (value, isChanged) => {
    const { database, people, ask } = setUp();
    await insertSession(database, {
      ...{ steam_id: people.player.steamId, demo_name: value, fake_ip: value, map: value },
    });
    const { text } = await ask(people.analyst, '/db_export?table=demo_sessions');
    const expected = isChanged ? `'${value}` : value;
    const needsQuotes = /[",\n\r]/.test(expected);
    const cell = needsQuotes ? `"${expected.replaceAll('"', '""')}"` : expected;
    expect(text.split(cell)).toHaveLength(4);
  });

  it('answers nobody but analysts and administrators, and knows no other table', async () => {
    const { people, ask } = setUp();
    for (const table of ['demo_sessions', 'reports']) {
      const statuses = [];
      for (const person of [undefined, people.outcast, people.player, people.analyst, people.admin]) {
        statuses.push((await ask(person, `/db_export?table=${table}`)).status);
      }
      expect(statuses).toEqual([400, 403, 403, 200, 200]);
    }
    for (const query of [
      '',
      '?table=',
      '?table=api_keys',
      '?table=reports;drop',
      '?table=reports&table=reports',
    ]) {
      expect((await ask(people.admin, `/db_export${query}`)).status).toBe(400);
    }
    const wrong = { steamId: 1n, key: `MB-${'x'.repeat(43)}` };
    expect((await ask(wrong, '/db_export?table=reports')).status).toBe(401);
  });

  it('waits for a reader that takes nothing, holds two at most, and lets go of one that leaves', async () => {
    const { people, ask } = setUp();
    await addManySessions();
    const before = process.memoryUsage();
    const readers = await Promise.all([openReader(), openReader()]);
    await vi.waitFor(async () => expect(await copies()).toEqual(['ClientWrite', 'ClientWrite']), {
      timeout: 20_000,
    });
    // The instance is in this process: nothing of the 120 MB is here.
    const after = process.memoryUsage();
    expect(after.rss + after.external - before.rss - before.external).toBeLessThan(60 * 1024 ** 2);
    expect(await ask(people.analyst, '/db_export?table=reports')).toMatchObject({
      ...{ status: 503, text: expect.stringContaining('exports') },
    });
    for (const reader of readers) reader.destroy();
    await vi.waitFor(async () => expect(await copies()).toEqual([]), { timeout: 20_000 });
    const whole = await ask(people.analyst, '/db_export?table=demo_sessions');
    expect(whole.text.split('\n')).toHaveLength(40_002);
  });

  it('lets go of its place when PostgreSQL ends the connection in the middle', async () => {
    const { database, people, ask } = setUp();
    await addManySessions();
    for (const _time of [1, 2, 3]) {
      const reader = await openReader();
      await vi.waitFor(async () => expect(await copies()).toEqual(['ClientWrite']), { timeout: 20_000 });
      await sql`
        select pg_terminate_backend(pid) from pg_stat_activity
        where query like 'copy (%' and datname = current_database() and pid <> pg_backend_pid()
      `.execute(database.db);
      const closed = once(reader, 'close');
      // What was on the way comes, then the connection ends, so that nobody takes it for all.
      let text = '';
      reader.on('data', (chunk) => {
        text = (text + chunk).slice(-100);
      });
      reader.resume();
      await closed;
      expect(text.endsWith('0\r\n\r\n')).toBe(false);
    }
    expect(await ask(people.analyst, '/db_export?table=reports')).toMatchObject({ status: 200 });
  });
});
