import { DemobaseConnectionError, readApiError } from './api-error.ts';
import { type ListedDemo, parseDemoList } from './demo-list.ts';
import { JsonFields } from './json-fields.ts';
import { readStoredDemo, type StoredDemo } from './stored-demo.ts';
import type { WebSocketClass, WebSocketLike } from './web-socket.ts';

export interface DemobaseClientOptions {
  /** Where the service is, as `https://demos.example`. */
  readonly baseUrl: string;
  /** Reads `MB-` and 43 characters. It travels in headers, never in a URL. */
  readonly apiKey: string;
  /** In place of the global `fetch`. */
  readonly fetch?: typeof globalThis.fetch;
  /** In place of the global `WebSocket`. Node before 22 has none: pass `WebSocket` of the `ws` package. */
  readonly webSocket?: WebSocketClass;
}

/** The account an API key belongs to. */
export interface Account {
  /** SteamID64, as a string: it does not fit a JavaScript number. */
  readonly steamId: string;
  readonly roles: readonly string[];
}

interface Cancellable {
  readonly signal?: AbortSignal | undefined;
}

interface SessionOptions extends Cancellable {
  readonly sessionId?: string;
}

interface Page extends Cancellable {
  /** 1 to 49; anything else means 50. */
  readonly pageSize?: number;
  /** From 1 on. */
  readonly pageNumber?: number;
}

interface DownloadOptions extends Cancellable {
  /** Bytes from `start` to `end`, both included; to the last one without `end`. */
  readonly range?: { readonly start: number; readonly end?: number };
  /** Entity tag the range belongs to: if the demo is another one by now, all of it is sent. */
  readonly ifRange?: string;
}

/**
 * The Demobase API, typed. Every method throws {@link DemobaseApiError} when the service refuses, with its
 * own text, and {@link DemobaseConnectionError} when it cannot be reached.
 *
 * @example
 * ```ts
 * const client = new DemobaseClient({ baseUrl: 'https://demos.example', apiKey: 'MB-…' });
 * const demos = await client.listDemos();
 * ```
 */
export class DemobaseClient {
  readonly baseUrl: string;
  readonly #apiKey: string;
  readonly #fetch: typeof globalThis.fetch;
  readonly #webSocket: WebSocketClass | undefined;

  constructor({ baseUrl, apiKey, fetch, webSocket }: DemobaseClientOptions) {
    this.baseUrl = baseUrl.replace(/\/+$/, '');
    this.#apiKey = apiKey;
    this.#fetch = fetch ?? globalThis.fetch.bind(globalThis);
    this.#webSocket = webSocket ?? globalThis.WebSocket;
  }

  /** Whom the API key belongs to: the way to check a key. */
  async account({ signal }: Cancellable = {}): Promise<Account> {
    const fields = new JsonFields(await this.#json('/api/account', { signal }));
    return { steamId: fields.string('steam_id'), roles: fields.strings('roles') };
  }

  /**
   * Opens a session, in which one demo can be uploaded, and returns its id. A session of this account whose
   * stream is gone is closed by this; one that is being streamed makes the service refuse.
   */
  async openSession(
    { map, fakeIp, demoName }: { map: string; fakeIp: string; demoName?: string | undefined },
    { signal }: Cancellable = {},
  ): Promise<string> {
    const query = { map, fake_ip: fakeIp, ...(demoName !== undefined && { demo_name: demoName }) };
    const fields = new JsonFields(await this.#json('/session_id', { query, signal }));
    return String(fields.integer('session_id'));
  }

  /** Closes a session, the account's open one unless named: what arrived so far becomes a demo. */
  async closeSession({ sessionId, signal }: SessionOptions = {}): Promise<void> {
    const query = sessionId === undefined ? {} : { session_id: sessionId };
    await this.#request('/close_session', { query, signal });
  }

  /** Sends the 16 bytes at 0x420 of the demo, which the game writes when recording ends. */
  async sendLateBytes(
    lateBytes: string | Uint8Array,
    { sessionId, signal }: SessionOptions = {},
  ): Promise<void> {
    const hex = typeof lateBytes === 'string' ? lateBytes : toHex(lateBytes);
    const body = { late_bytes: hex, ...(sessionId !== undefined && { session_id: sessionId }) };
    await this.#request('/late_bytes', { method: 'POST', body, signal });
  }

  /** A page of the account's own closed demos, oldest first. */
  async listDemos(page: Page = {}): Promise<readonly ListedDemo[]> {
    return parseDemoList(await this.#json('/list_demos', { query: pageQuery(page), signal: page.signal }));
  }

  /** A page of everyone's closed demos, oldest first. Needs the role `analyst`. */
  async analystListDemos(page: Page = {}): Promise<readonly ListedDemo[]> {
    const query = pageQuery(page);
    return parseDemoList(await this.#json('/analyst_list_demos', { query, signal: page.signal }));
  }

  /**
   * The bytes of a stored demo, as a response whose body can be streamed. Its status is 206 when `range`
   * was honoured.
   */
  async getDemo(sessionId: string, { range, ifRange, signal }: DownloadOptions = {}): Promise<Response> {
    const headers: Record<string, string> = {};
    if (range) headers.Range = `bytes=${range.start}-${range.end ?? ''}`;
    if (ifRange !== undefined) headers['If-Range'] = ifRange;
    return this.#request('/demodata', { query: { session_id: sessionId }, headers, signal });
  }

  /** Size and SHA-256 of a stored demo, without its bytes. */
  async describeDemo(sessionId: string, { signal }: Cancellable = {}): Promise<StoredDemo> {
    const response = await this.getDemo(sessionId, { range: { start: 0, end: 0 }, signal });
    await response.body?.cancel();
    return readStoredDemo(response);
  }

  /**
   * Connects to a session's stream in the protocol `demobase.v1`; `uploadDemo` does the rest. Browsers send
   * no headers with a WebSocket, so the key travels as a second subprotocol, which the service never picks.
   */
  connectToSession(sessionId: string): WebSocketLike {
    if (!this.#webSocket) {
      throw new TypeError('This runtime has no WebSocket. Pass the one of the package "ws" as webSocket.');
    }
    const url = new URL(`${this.baseUrl}/demos`);
    url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
    url.searchParams.set('session_id', sessionId);
    return new this.#webSocket(url.href, [UPLOAD_PROTOCOL, `demobase.key.${this.#apiKey}`]);
  }

  async #json(path: string, request: ApiRequest): Promise<unknown> {
    return (await this.#request(path, request)).json();
  }

  async #request(path: string, { method, query, headers, body, signal }: ApiRequest): Promise<Response> {
    const url = new URL(`${this.baseUrl}${path}`);
    for (const [name, value] of Object.entries(query ?? {})) url.searchParams.set(name, value);
    const response = await this.#fetch(url, {
      method: method ?? 'GET',
      headers: {
        Authorization: `Bearer ${this.#apiKey}`,
        // A demo is asked for as it is: its size and its ranges count the bytes that were uploaded.
        'Accept-Encoding': 'identity',
        ...(body !== undefined && { 'Content-Type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      ...(signal && { signal }),
    }).catch((cause: unknown) => {
      signal?.throwIfAborted();
      throw new DemobaseConnectionError(this.baseUrl, cause);
    });
    if (!response.ok) throw await readApiError(response);
    return response;
  }
}

/** The WebSocket subprotocol of a resumable upload. */
export const UPLOAD_PROTOCOL = 'demobase.v1';

interface ApiRequest extends Cancellable {
  readonly method?: 'GET' | 'POST';
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

function pageQuery({ pageSize, pageNumber }: Page): Record<string, string> {
  return {
    ...(pageSize !== undefined && { page_size: String(pageSize) }),
    ...(pageNumber !== undefined && { page_number: String(pageNumber) }),
  };
}

function toHex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
