import { describe, expect, it } from 'vitest';
import { DemobaseApiError, DemobaseConnectionError } from './api-error.ts';
import { DemobaseClient } from './demobase-client.ts';
import { UnexpectedAnswerError } from './json-fields.ts';

const API_KEY = `MB-${'k'.repeat(43)}`;

/** A client whose network is one prepared answer, and the requests it made. */
function clientAnswered(respond: () => Response) {
  const requests: Request[] = [];
  const fetch = async (input: string | URL | Request, init?: RequestInit) => {
    requests.push(new Request(input, init));
    return respond();
  };
  return {
    client: new DemobaseClient({ baseUrl: 'https://demos.example/', apiKey: API_KEY, fetch }),
    requests,
  };
}

describe('DemobaseClient', () => {
  it('sends the key as a bearer token', async () => {
    const { client, requests } = clientAnswered(() => Response.json({ session_id: 42 }));
    expect(await client.openSession({ map: 'cp_steel', fakeIp: '169.254.0.1:27015' })).toBe('42');
    expect(requests[0]?.headers.get('authorization')).toBe(`Bearer ${API_KEY}`);
    expect(requests[0]?.url).toBe(
      'https://demos.example/session_id?map=cp_steel&fake_ip=169.254.0.1%3A27015',
    );
  });

  it('reads demo lists', async () => {
    const item = {
      demo_name: 'a.dem',
      session_id: '42',
      map: 'cp_steel',
      start_time: '2026-01-02T03:04:05.000Z',
      end_time: null,
      demo_size: 1234,
      anonymous_id: 'ab',
    };
    const { client, requests } = clientAnswered(() => Response.json([item]));
    expect(await client.listDemos({ pageSize: 10, pageNumber: 2 })).toEqual([
      {
        demoName: 'a.dem',
        sessionId: '42',
        map: 'cp_steel',
        startTime: new Date('2026-01-02T03:04:05Z'),
        endTime: null,
        sizeBytes: 1234,
        anonymousId: 'ab',
      },
    ]);
    expect(requests[0]?.url).toBe('https://demos.example/list_demos?page_size=10&page_number=2');
  });

  it('sends late bytes as 32 hex digits', async () => {
    const { client, requests } = clientAnswered(() => Response.json({ late_bytes: true }, { status: 201 }));
    await client.sendLateBytes(Uint8Array.from({ length: 16 }, (_, index) => index));
    expect(await requests[0]?.json()).toEqual({ late_bytes: '000102030405060708090a0b0c0d0e0f' });
  });

  it('asks for a range of a demo, and reads what the headers say about the whole', async () => {
    const hash = 'ab'.repeat(32);
    const headers = {
      'Content-Range': 'bytes 0-0/1072',
      ETag: '"v1"',
      'Repr-Digest': `sha-256=:${btoa(String.fromCharCode(...new Array(32).fill(0xab)))}:`,
    };
    const { client, requests } = clientAnswered(() => new Response('H', { status: 206, headers }));
    expect(await client.describeDemo('42')).toEqual({ sizeBytes: 1072, sha256: hash, etag: '"v1"' });
    expect(requests[0]?.headers.get('range')).toBe('bytes=0-0');
  });

  it('throws the service’s own text, from plain text', async () => {
    const { client } = clientAnswered(() => new Response('No open session.', { status: 403 }));
    const error = await client.closeSession().catch((error: unknown) => error);
    expect(error).toBeInstanceOf(DemobaseApiError);
    expect(error).toMatchObject({ status: 403, code: undefined, message: 'No open session.' });
  });

  it('throws the service’s own text and code, from a problem document', async () => {
    const { client } = clientAnswered(() =>
      Response.json(
        { status: 401, code: 'api_key_unknown', title: 'Unauthorized', detail: 'Not known here.' },
        { status: 401, headers: { 'Content-Type': 'application/problem+json' } },
      ),
    );
    await expect(client.account()).rejects.toMatchObject({
      status: 401,
      code: 'api_key_unknown',
      message: 'Not known here.',
    });
  });

  it('says why the service cannot be reached', async () => {
    const client = new DemobaseClient({ baseUrl: 'http://127.0.0.1:1', apiKey: API_KEY });
    const error = await client.account().catch((error: unknown) => error);
    expect(error).toBeInstanceOf(DemobaseConnectionError);
    expect(error).toMatchObject({ message: expect.stringContaining('Cannot reach http://127.0.0.1:1: ') });
  });

  it('refuses an answer of another shape instead of passing it on', async () => {
    const { client } = clientAnswered(() => Response.json({ session_id: '42' }));
    const opening = client.openSession({ map: 'a', fakeIp: 'b' });
    await expect(opening).rejects.toBeInstanceOf(UnexpectedAnswerError);
  });
});
