import { describe, expect, it } from 'vitest';
import { useInstance } from '../../support/use-instance.ts';

describe('broadcasts', () => {
  const setUp = useInstance();

  it('are made by an administrator, read by anyone without a key, and gone when retired', async () => {
    const { people, ask } = setUp();
    const before = (await ask(undefined, '/broadcasts')).json;
    expect(before).toEqual([]);
    const first = await ask(people.admin, '/api/broadcasts', { json: { message: 'Down from 20:00' } });
    expect(first).toMatchObject({ status: 201, json: { message: 'Down from 20:00', importance: 'info' } });
    const json = { message: '<b>Second</b> "one" ☃', importance: 'warning' };
    const second = await ask(people.admin, '/api/broadcasts', { json });
    const { id } = Object(second.json);

    const answer = await ask(undefined, '/broadcasts');
    expect(answer).toMatchObject({ status: 200 });
    expect(answer.json).toEqual([
      { ...json, post_date: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/) },
      { message: 'Down from 20:00', importance: 'info', post_date: expect.any(String) },
    ]);
    expect((await ask(people.admin, '/api/broadcasts')).json).toMatchObject([{ id, ...json }, {}]);

    const retire = () => ask(people.admin, `/api/broadcasts/${id}`, { method: 'DELETE' });
    expect(await retire()).toMatchObject({ status: 204 });
    expect(await retire()).toMatchObject({ status: 404, json: { code: 'broadcast_unknown' } });
    expect((await ask(undefined, '/broadcasts')).json).toMatchObject([{ message: 'Down from 20:00' }]);
  });

  it('are no business of anybody but administrators', async () => {
    const { people, ask } = setUp();
    for (const [person, status] of [
      [undefined, 400],
      [people.outcast, 403],
      [people.player, 403],
      [people.analyst, 403],
    ] as const) {
      expect((await ask(person, '/api/broadcasts')).status).toBe(status);
      expect((await ask(person, '/api/broadcasts', { json: { message: 'x' } })).status).toBe(status);
      expect((await ask(person, '/api/broadcasts/1', { method: 'DELETE' })).status).toBe(status);
    }
  });

  it.each([
    [{}],
    [{ message: '' }],
    [{ message: '  ' }],
    [{ message: 'a\0b' }],
    [{ message: 'x'.repeat(2_001) }],
    [{ message: 7 }],
    [{ message: 'x', importance: 'Very much so' }],
  ])('are refused when they are %j', async (json) => {
    const { people, ask } = setUp();
    expect(await ask(people.admin, '/api/broadcasts', { json })).toMatchObject({ status: 400 });
  });

  it.each(['0', '-1', 'x', '9'.repeat(40), '%00'])('answers 400 to the id %s', async (id) => {
    const { people, ask } = setUp();
    const answer = await ask(people.admin, `/api/broadcasts/${id}`, { method: 'DELETE' });
    expect(answer).toMatchObject({ status: 400 });
  });
});
