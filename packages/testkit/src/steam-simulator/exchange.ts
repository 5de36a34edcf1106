import type { IncomingMessage, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import type { CannedAnswer, SingleBehaviour } from './behaviour.ts';

/** One request with its query or form parsed, and the answer to it. */
export interface Exchange {
  readonly method: string;
  readonly path: string;
  /** Of the query for GET, of the form for POST. */
  readonly parameters: URLSearchParams;
  /** Where the simulator is reached, as `http://127.0.0.1:8001`. */
  readonly origin: string;
  readonly response: ServerResponse;
}

export async function openExchange(
  request: IncomingMessage,
  response: ServerResponse,
  origin: string,
): Promise<Exchange> {
  const { method = 'GET' } = request;
  const { pathname, searchParams } = new URL(request.url ?? '/', origin);
  const parameters = method === 'POST' ? new URLSearchParams(await text(request)) : searchParams;
  return { method, path: pathname, parameters, origin, response };
}

export function answer({ response }: Exchange, { status, body, headers }: CannedAnswer): void {
  response.writeHead(status, { 'content-type': 'text/html; charset=UTF-8', ...headers }).end(body);
}

export function answerJson({ response }: Exchange, status: number, value: unknown): void {
  response
    .writeHead(status, { 'content-type': 'application/json; charset=UTF-8' })
    .end(JSON.stringify(value));
}

export function redirect({ response }: Exchange, location: string): void {
  response.writeHead(302, { location }).end();
}

/** Answers as the behaviour says; `normally` is for the behaviour `normal`. */
export function behave(exchange: Exchange, behaviour: SingleBehaviour, normally: () => void): void {
  if (behaviour === 'hang') return;
  if (behaviour === 'normal') normally();
  else answer(exchange, behaviour);
}
