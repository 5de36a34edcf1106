import { once } from 'node:events';
import { connect } from 'node:net';
import { expect, vi } from 'vitest';
import { WebSocket } from 'ws';
import type { Answer, Question } from './ask.ts';
import { ByteClient, type Handshake, handshakeRequest, shakeHands } from './byte-client.ts';
import type { RunningServer } from './running-server.ts';

const DEFAULT_QUERY = { fake_ip: '169.254.71.12:27015', map: 'cp_process_final', demo_name: 'match' };

/** Somebody with an API key, who sends it as the clients in the field do. */
export class Player {
  readonly steamId: string;
  readonly key: string;
  readonly #server: RunningServer;

  constructor(server: RunningServer, account: { readonly steamId: string; readonly key: string }) {
    this.#server = server;
    this.steamId = account.steamId;
    this.key = account.key;
  }

  ask(path: string, query: Record<string, string> = {}, question: Question = {}): Promise<Answer> {
    return this.#server.ask(`${path}?${this.#query(query)}`, question);
  }

  /** Opens a session, as `query` says where given, and returns its id. */
  async openSession(query: Record<string, string> = {}): Promise<string> {
    const answer = await this.ask('/session_id', { ...DEFAULT_QUERY, ...query });
    expect(answer).toMatchObject({ status: 200 });
    return String(JSON.parse(answer.text).session_id);
  }

  /** Asks for a stream of a session, or of several at once, which is wrong. */
  shakeHands(...sessionIds: readonly string[]): Promise<Handshake> {
    const ids = sessionIds.map((id) => `&session_id=${encodeURIComponent(id)}`);
    return shakeHands({ port: this.#server.port, path: `/demos?${this.#query({})}${ids.join('')}` });
  }

  /** Connects as the game client does; fails if refused. */
  async connect(sessionId: string): Promise<ByteClient> {
    return ByteClient.of(await this.shakeHands(sessionId));
  }

  /** Asks for a stream and is gone, with a reset, before the answer. */
  async abandonHandshake(sessionId: string): Promise<void> {
    const socket = connect(this.#server.port, '127.0.0.1');
    const path = `/demos?${this.#query({ session_id: sessionId })}`;
    socket.write(handshakeRequest({ path }), () => socket.resetAndDestroy());
    await once(socket, 'close');
  }

  /** The status with which a new session is answered. */
  async tryToOpenSession(): Promise<number> {
    return (await this.ask('/session_id', DEFAULT_QUERY)).status;
  }

  closeSession(query: Record<string, string> = {}): Promise<Answer> {
    return this.ask('/close_session', query);
  }

  postLateBytes(hex: string, sessionId?: string): Promise<Answer> {
    const json = { late_bytes: hex, ...(sessionId !== undefined && { session_id: sessionId }) };
    return this.ask('/late_bytes', {}, { json });
  }

  download(sessionId: string, headers: Record<string, string> = {}): Promise<Answer> {
    return this.ask('/demodata', { session_id: sessionId }, { headers });
  }

  /** The state of a session, as far as the answer of `/demodata` tells it. */
  async stateOf(sessionId: string): Promise<string> {
    const { status, text } = await this.download(sessionId);
    if (status === 200) return 'closed';
    const [, state] = /^Session \d+ is (\w+);/.exec(text) ?? [];
    if (state !== undefined) return state;
    if (text.includes('left no demo')) return 'rejected';
    return text.includes('before a byte') ? 'closed without a demo' : `${status} ${text}`;
  }

  async waitForState(sessionId: string, state: string, timeoutMs = 20_000): Promise<void> {
    const check = async () => expect(await this.stateOf(sessionId)).toBe(state);
    await vi.waitFor(check, { timeout: timeoutMs, interval: 50 });
  }

  /** What `/api/demos` tells of a demo, once its analysis is in one of these states. */
  async waitForAnalysis(
    sessionId: string,
    states: readonly string[] = ['done', 'failed', 'set_aside'],
    timeoutMs = 30_000,
  ) {
    const look = async () => {
      const answer = await this.ask(`/api/demos/${sessionId}`);
      expect(answer.status).toBe(200);
      const demo = JSON.parse(answer.text);
      expect(states).toContain(demo.analysis?.state);
      return demo;
    };
    return vi.waitFor(look, { timeout: timeoutMs, interval: 50 });
  }

  /** The demo of a session, as soon as it is stored. */
  async receiveDemo(sessionId: string): Promise<Buffer> {
    await this.waitForState(sessionId, 'closed');
    return (await this.download(sessionId)).bytes;
  }

  /** How many bytes the server has, asked as a client of `demobase.v1` that then goes away. */
  async readOffset(sessionId: string): Promise<number> {
    const url = `ws://127.0.0.1:${this.#server.port}/demos?${this.#query({ session_id: sessionId })}`;
    const socket = new WebSocket(url, 'demobase.v1');
    const [message] = await once(socket, 'message');
    socket.terminate();
    const { type, offset, detail } = JSON.parse(String(message));
    if (type !== 'ready') throw new Error(detail);
    return offset;
  }

  /** Connects again to a session whose last stream may not be known to be gone yet. */
  reconnect(sessionId: string): Promise<ByteClient> {
    return vi.waitFor(() => this.connect(sessionId), { timeout: 20_000, interval: 50 });
  }

  /** Streams a whole demo and closes its session; returns the session's id once the demo is stored. */
  async upload(demo: Uint8Array, query: Record<string, string> = {}): Promise<string> {
    const sessionId = await this.openSession(query);
    const client = await this.connect(sessionId);
    await client.send(demo);
    client.destroy();
    expect(await this.closeSession()).toMatchObject({ status: 200 });
    await this.waitForState(sessionId, 'closed');
    return sessionId;
  }

  #query(query: Record<string, string>): string {
    return new URLSearchParams({ api_key: this.key, ...query }).toString();
  }
}
