import { once } from 'node:events';
import { type IncomingHttpHeaders, request } from 'node:http';
import { buffer } from 'node:stream/consumers';

export interface Question {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
  /** Sent as JSON, by POST unless `method` says otherwise. */
  readonly json?: unknown;
}

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly bytes: Buffer;
  readonly text: string;
}

/** One HTTP request on a connection of its own, its path sent as it is: nothing is escaped or put right. */
export async function ask(url: string, path: string, question: Question = {}): Promise<Answer> {
  const { json, body = json === undefined ? undefined : JSON.stringify(json) } = question;
  const { hostname, port } = new URL(url);
  const outgoing = request({
    agent: false,
    hostname,
    port,
    path,
    method: question.method ?? (json === undefined ? 'GET' : 'POST'),
    headers: {
      ...(json !== undefined && { 'content-type': 'application/json' }),
      ...(body !== undefined && { 'content-length': Buffer.byteLength(body) }),
      ...question.headers,
    },
  });
  outgoing.end(body);
  const [incoming] = await once(outgoing, 'response');
  const bytes = await buffer(incoming);
  return {
    status: incoming.statusCode,
    headers: incoming.headers,
    bytes,
    text: bytes.toString(),
  };
}
