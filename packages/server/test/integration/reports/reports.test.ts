import { describe, expect, it } from 'vitest';
import { insertSession } from '../../support/insert-session.ts';
import { useInstance } from '../../support/use-instance.ts';

const TARGET = '76561198006409531';

describe('POST /report', () => {
  const setUp = useInstance();

  const reportsOf = (sessionId: bigint) =>
    setUp()
      .database.db.selectFrom('reports')
      .select(['target_steam_id', 'reason', 'reporter_steam_id'])
      .where('session_id', '=', sessionId)
      .orderBy('id')
      .execute();

  it('takes what the client in the field sends, all of it as texts', async () => {
    const { database, people, ask } = setUp();
    const sessionId = await insertSession(database, { steam_id: people.player.steamId, state: 'streaming' });
    const json = { session_id: String(sessionId), target_steam_id: TARGET, reason: 'cheater' };
    const answer = await ask(people.player, '/report', { json });
    expect(answer).toMatchObject({ status: 201, json: { report_added: true } });
    expect(await reportsOf(sessionId)).toEqual([
      {
        target_steam_id: BigInt(TARGET),
        reason: 'cheater',
        reporter_steam_id: people.player.steamId,
      },
    ]);
  });

  it('takes a report in the query without a body and a reason, as early clients send it', async () => {
    const { database, people, ask } = setUp();
    const sessionId = await insertSession(database, { steam_id: people.player.steamId });
    const path = `/report?session_id=${sessionId}&target_steam_id=${TARGET}`;
    for (const _time of [1, 2]) {
      const answer = await ask(people.player, path, { method: 'POST' });
      expect(answer).toMatchObject({ status: 201, json: { report_added: true } });
    }
    expect(await reportsOf(sessionId)).toMatchObject([{ target_steam_id: BigInt(TARGET), reason: null }]);
  });

  it.each([
    ['a number beyond 2^53', '76561198006409531', 76561198006409531n],
    ['a text of digits', '"76561198006409531"', 76561198006409531n],
    ['STEAM_0', '"STEAM_0:1:23071901"', 76561198006409531n],
    ['STEAM_1', '"STEAM_1:1:23071901"', 76561198006409531n],
    ['[U:1:n]', '"[U:1:46143803]"', 76561198006409531n],
    [
      'the address of a profile',
      '"https://steamcommunity.com/profiles/76561198006409531"',
      76561198006409531n,
    ],
  ])('knows the target as %s, to the last digit', async (_spelling, target, expected) => {
    const { database, people, ask } = setUp();
    const sessionId = await insertSession(database, { steam_id: people.player.steamId });
    const body = `{"session_id": ${sessionId}, "target_steam_id": ${target}, "reason": "bot"}`;
    const headers = { 'content-type': 'application/json' };
    expect(await ask(people.player, '/report', { body, headers })).toMatchObject({ status: 201 });
    expect(await reportsOf(sessionId)).toMatchObject([{ target_steam_id: expected, reason: 'bot' }]);
  });

  it('counts the same report once, even when it comes many times at once, and another reason as another', async () => {
    const { database, people, ask } = setUp();
    const sessionId = await insertSession(database, { steam_id: people.player.steamId });
    const report = (reason: string) =>
      ask(people.player, '/report', {
        json: { session_id: String(sessionId), target_steam_id: TARGET, reason },
      });
    const answers = await Promise.all(['bot', 'bot', 'bot', 'bot', 'cheater', 'cheater'].map(report));
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201, 201, 201, 201]);
    expect((await reportsOf(sessionId)).map(({ reason }) => reason).sort()).toEqual(['bot', 'cheater']);
  });

  it('refuses a player who reports from the session of another, and lets analysts', async () => {
    const { database, people, ask } = setUp();
    const sessionId = await insertSession(database, { steam_id: people.otherPlayer.steamId });
    const json = { session_id: String(sessionId), target_steam_id: TARGET, reason: 'cheater' };
    const statuses = [];
    for (const person of [undefined, people.outcast, people.player, people.analyst, people.admin]) {
      statuses.push((await ask(person, '/report', { json })).status);
    }
    expect(statuses).toEqual([400, 403, 403, 201, 201]);
    expect(await reportsOf(sessionId)).toMatchObject([{ reporter_steam_id: people.analyst.steamId }]);
  });

  it('refuses an account without a role in its own session, too', async () => {
    const { database, people, ask } = setUp();
    const sessionId = await insertSession(database, { steam_id: people.outcast.steamId });
    const json = { session_id: String(sessionId), target_steam_id: TARGET, reason: 'cheater' };
    expect(await ask(people.outcast, '/report', { json })).toMatchObject({ status: 403 });
    expect(await reportsOf(sessionId)).toEqual([]);
  });

  it('answers 402 in plain text for a session nobody has, as clients know it', async () => {
    const { people, ask } = setUp();
    const json = { session_id: '4242', target_steam_id: TARGET, reason: 'bot' };
    const answer = await ask(people.player, '/report', { json });
    expect(answer.status).toBe(402);
    expect(answer.headers.get('content-type')).toMatch(/^text\/plain/);
    expect(answer.text).toContain('4242');
  });

  it.each([
    ['no session', { target_steam_id: TARGET, reason: 'bot' }],
    ['no target', { session_id: '7', reason: 'bot' }],
    ['a session id that is none', { session_id: '../7', target_steam_id: TARGET, reason: 'bot' }],
    ['a reason there is none of', { session_id: '7', target_steam_id: TARGET, reason: 'rude' }],
    ['a target that is a bot', { session_id: '7', target_steam_id: 'BOT', reason: 'bot' }],
    ['a target nobody can have', { session_id: '7', target_steam_id: '76561197960265728', reason: 'bot' }],
    ['a target that is a group', { session_id: '7', target_steam_id: '103582791429521408', reason: 'bot' }],
    [
      'a target that only Steam knows',
      { session_id: '7', target_steam_id: 'https://steamcommunity.com/id/x' },
    ],
    ['an object', { session_id: {}, target_steam_id: TARGET, reason: 'bot' }],
    ['a list', []],
    ['a text', 'x'],
  ])('answers 400 to %s', async (_problem, json) => {
    const { people, ask } = setUp();
    expect(await ask(people.player, '/report', { json })).toMatchObject({ status: 400 });
  });

  it('answers 400 to what is no JSON, deep or not, and 413 to a megabyte', async () => {
    const { people, ask } = setUp();
    const headers = { 'content-type': 'application/json' };
    const deep = `${'['.repeat(30_000)}${']'.repeat(30_000)}`;
    for (const body of [
      '',
      '{',
      '[[1',
      '\0',
      deep,
      '{"session_id": 1e999}',
      '{"__proto__": {"session_id": "7"}}',
    ]) {
      const answer = await ask(people.player, '/report', { body, headers, method: 'POST' });
      expect({ body: body.slice(0, 20), status: answer.status }).toEqual({
        body: body.slice(0, 20),
        status: 400,
      });
    }
    const body = `"${'x'.repeat(1024 ** 2)}"`;
    expect(await ask(people.player, '/report', { body, headers })).toMatchObject({ status: 413 });
  });

  it('takes a thousand reports from a session and no more', async () => {
    const { database, people, ask } = setUp();
    const sessionId = await insertSession(database, { steam_id: people.player.steamId });
    const target_steam_id = (i: number) => 76_561_198_000_000_000n + BigInt(i);
    await database.db
      .insertInto('reports')
      .values(
        Array.from({ length: 999 }, (_, i) => ({
          session_id: sessionId,
          target_steam_id: target_steam_id(i),
          reason: 'bot' as const,
          reporter_steam_id: people.player.steamId,
        })),
      )
      .execute();
    const report = (i: number) =>
      ask(people.player, '/report', {
        json: { session_id: String(sessionId), target_steam_id: String(target_steam_id(i)), reason: 'bot' },
      });
    expect((await report(999)).status).toBe(201);
    expect((await report(1_000)).status).toBe(422);
    expect((await report(3)).status).toBe(201);
    expect(await reportsOf(sessionId)).toHaveLength(1_000);
  });

  it('goes with the session it belongs to, and forgets a reporter whose account is deleted', async () => {
    const { database, people, ask } = setUp();
    const sessionId = await insertSession(database, { steam_id: people.player.steamId });
    const json = { session_id: String(sessionId), target_steam_id: TARGET, reason: 'cheater' };
    await ask(people.analyst, '/report', { json });
    const leave = (person: typeof people.player) =>
      ask(person, '/api/account', { method: 'DELETE', json: { steam_id: String(person.steamId) } });
    expect(await leave(people.analyst)).toMatchObject({ status: 204 });
    expect(await reportsOf(sessionId)).toMatchObject([{ reporter_steam_id: null }]);
    expect(await leave(people.player)).toMatchObject({ status: 204 });
    expect(await reportsOf(sessionId)).toEqual([]);
  });
});
