import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { DemobaseApiError } from '../api-error.ts';
import { NotADemoError } from '../demo-header.ts';
import { blobSource } from '../demo-source.ts';
import { DemobaseClient } from '../demobase-client.ts';
import { type UploadProgress, uploadDemo } from './upload-demo.ts';
import { DemoUploadError } from './upload-error.ts';

const API_KEY = `MB-${'k'.repeat(43)}`;
const SESSION_ID = '9007199254740991';
const retry = { firstDelayMs: 1, maxDelayMs: 5, giveUpAfterMs: 10_000 };

describe('uploadDemo', () => {
  let service: UploadService;
  let client: DemobaseClient;

  beforeEach(async () => {
    service = await UploadService.start();
    client = new DemobaseClient({ baseUrl: service.url, apiKey: API_KEY, webSocket: WebSocket });
  });
  afterEach(() => service.stop());

  it('opens a session with what the demo’s own header says, and uploads every byte', async () => {
    const demo = buildDemo(700_000);
    const uploaded = await uploadDemo({
      client,
      source: blobSource(new Blob([demo])),
      demoName: 'a.dem',
      retry,
    });
    expect(uploaded).toEqual({ sessionId: SESSION_ID, sizeBytes: demo.length, sha256: sha256(demo) });
    expect(service.received.equals(demo)).toBe(true);
    expect(service.sessionQuery).toBe('map=cp_steel&fake_ip=169.254.1.2%3A27015&demo_name=a.dem');
  });

  it('never puts the API key into a URL', async () => {
    await uploadDemo({ client, source: blobSource(new Blob([buildDemo(2000)])), retry });
    expect(service.urls.length).toBeGreaterThan(1);
    expect(service.urls.filter((url) => url.includes('MB-'))).toEqual([]);
    expect(service.announcedSha256).toBeDefined();
  });

  it('assembles exactly the source, wherever connections drop and whatever they take with them', async () => {
    const drop = fc.record({
      afterBytes: fc.integer({ min: 0, max: 600_000 }),
      /** Bytes the service had received but not made durable when it went down. */
      lostBytes: fc.integer({ min: 0, max: 300_000 }),
    });
    const sizes = fc.integer({ min: 1072, max: 1_500_000 });
    const plan = fc.record({ drops: fc.array(drop, { maxLength: 6 }), dropsBeforeStored: fc.boolean() });
    await fc.assert(
      fc.asyncProperty(sizes, plan, async (size, { drops, dropsBeforeStored }) => {
        service.reset({ drops: [...drops], dropsBeforeStored });
        const demo = buildDemo(size);
        const uploaded = await uploadDemo({ client, source: blobSource(new Blob([demo])), retry });
        expect(uploaded.sha256).toBe(sha256(demo));
        expect(service.received.equals(demo)).toBe(true);
      }),
      { numRuns: 40 },
    );
  });

  it('reports the session first, then what is durable, and why it connects again', async () => {
    const reports: UploadProgress[] = [];
    service.reset({ drops: [{ afterBytes: 300_000, lostBytes: 0 }] });
    const demo = buildDemo(600_000);
    const onProgress = (progress: UploadProgress) => reports.push(progress);
    await uploadDemo({ client, source: blobSource(new Blob([demo])), onProgress, retry });
    expect(reports[0]).toEqual({
      status: 'connecting',
      sessionId: SESSION_ID,
      durableBytes: 0,
      sizeBytes: 600_000,
    });
    expect(reports.some(({ retry }) => retry?.reason.includes('closed'))).toBe(true);
    expect(reports.at(-1)).toMatchObject({ status: 'storing', durableBytes: 600_000 });
  });

  it('goes on with a session opened earlier', async () => {
    const demo = buildDemo(500_000);
    service.received = Buffer.from(demo.subarray(0, 400_000));
    await uploadDemo({ client, source: blobSource(new Blob([demo])), sessionId: SESSION_ID, retry });
    expect(service.received.equals(demo)).toBe(true);
    expect(service.sessionQuery).toBeUndefined();
  });

  it('fails with the service’s own words when the session is gone', async () => {
    service.reset({ refusal: { code: 'session_unknown', detail: 'There is no session 1.' } });
    const upload = uploadDemo({ client, source: blobSource(new Blob([buildDemo(2000)])), retry });
    const error = await upload.catch((error: unknown) => error);
    expect(error).toBeInstanceOf(DemoUploadError);
    expect(error).toMatchObject({ code: 'session_unknown', message: 'There is no session 1.' });
  });

  it('learns over HTTP why a handshake was refused', async () => {
    service.isUnknown = true;
    const upload = uploadDemo({
      client,
      source: blobSource(new Blob([buildDemo(2000)])),
      sessionId: SESSION_ID,
      retry,
    });
    await expect(upload).rejects.toMatchObject({
      code: 'session_ended',
      message: `Session ${SESSION_ID} takes no more bytes. There is no such session.`,
    });
  });

  it('fails when the session ended with another size than the demo', async () => {
    service.received = Buffer.from(buildDemo(1500));
    service.isClosed = true;
    const upload = uploadDemo({ client, source: blobSource(new Blob([buildDemo(2000)])), retry });
    await expect(upload).rejects.toMatchObject({ code: 'session_ended' });
  });

  it('refuses to go on when the session holds more than the demo has', async () => {
    service.received = Buffer.alloc(5000);
    const upload = uploadDemo({ client, source: blobSource(new Blob([buildDemo(2000)])), retry });
    await expect(upload).rejects.toMatchObject({ code: 'source_mismatch' });
  });

  it('gives up when nothing moves for long', async () => {
    service.reset({ refusal: { code: 'storage_full', detail: 'The disk is nearly full.' } });
    const upload = uploadDemo({
      client,
      source: blobSource(new Blob([buildDemo(2000)])),
      retry: { ...retry, giveUpAfterMs: 50 },
    });
    await expect(upload).rejects.toMatchObject({ code: 'connection_lost', message: /nearly full/ });
  });

  it('tells a bad key from a lost connection, though WebSockets do not', async () => {
    const stranger = new DemobaseClient({
      baseUrl: service.url,
      apiKey: `MB-${'x'.repeat(43)}`,
      webSocket: WebSocket,
    });
    const source = blobSource(new Blob([buildDemo(2000)]));
    const error = await uploadDemo({ client: stranger, source, sessionId: '1', retry }).catch(
      (error) => error,
    );
    expect(error).toBeInstanceOf(DemobaseApiError);
    expect(error).toMatchObject({ status: 401, message: 'This API key is not known here.' });
  });

  it('stops at once when aborted, with the caller’s reason', async () => {
    const controller = new AbortController();
    const reason = new Error('enough');
    const upload = uploadDemo({
      client,
      source: blobSource(new Blob([buildDemo(20_000_000)])),
      onProgress: ({ durableBytes }) => durableBytes > 0 && controller.abort(reason),
      retry,
      signal: controller.signal,
    });
    await expect(upload).rejects.toBe(reason);
    expect(service.received.length).toBeLessThan(20_000_000);
  });

  it('opens no session for a file that is not a demo', async () => {
    const source = blobSource(new Blob(['x'.repeat(2000)]));
    await expect(uploadDemo({ client, source, retry })).rejects.toBeInstanceOf(NotADemoError);
    expect(service.urls).toEqual([]);
  });
});

function buildDemo(size: number): Uint8Array<ArrayBuffer> {
  const demo = new Uint8Array(size);
  for (let index = 1072; index < size; index += 1) demo[index] = index ^ (index >> 8) ^ (index >> 16);
  const write = (text: string, offset: number) => demo.set(new TextEncoder().encode(text), offset);
  write('HL2DEMO\0', 0);
  write('169.254.1.2:27015\0', 0x10);
  write('cp_steel\0', 0x218);
  return demo;
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

interface Behaviour {
  /** Where connections drop, the first first. */
  readonly drops?: { readonly afterBytes: number; readonly lostBytes: number }[];
  /** Stores the demo, and drops the connection before saying so. */
  readonly dropsBeforeStored?: boolean;
  readonly refusal?: { readonly code: string; readonly detail: string };
}

/** The service's half of `demobase.v1`, with the faults a test asks for. One session, in memory. */
class UploadService {
  readonly #http = createServer((request, response) => this.#answer(request, response));
  readonly #sockets = new WebSocketServer({ noServer: true, handleProtocols: () => 'demobase.v1' });
  received: Buffer = Buffer.alloc(0);
  isClosed = false;
  isUnknown = false;
  urls: string[] = [];
  sessionQuery: string | undefined;
  announcedSha256: string | undefined;
  #behaviour: Behaviour = {};

  static async start(): Promise<UploadService> {
    const service = new UploadService();
    service.#http.on('upgrade', (request, socket, head) => {
      service.urls.push(request.url ?? '');
      const hasKey = request.headers['sec-websocket-protocol']?.endsWith(`demobase.key.${API_KEY}`);
      if (!hasKey || service.isUnknown) {
        socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
        return;
      }
      service.#sockets.handleUpgrade(request, socket, head, (webSocket) => service.#serve(webSocket));
    });
    service.#http.listen(0, '127.0.0.1');
    await once(service.#http, 'listening');
    return service;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#http.address() as AddressInfo).port}`;
  }

  reset(behaviour: Behaviour): void {
    this.received = Buffer.alloc(0);
    this.isClosed = false;
    this.#behaviour = behaviour;
  }

  async stop(): Promise<void> {
    for (const socket of this.#sockets.clients) socket.terminate();
    this.#http.closeAllConnections();
    this.#http.close();
    await once(this.#http, 'close');
  }

  #serve(socket: WebSocket): void {
    const send = (message: object) => socket.send(JSON.stringify(message));
    const { refusal } = this.#behaviour;
    if (refusal || this.isClosed) {
      send({ type: 'error', ...(refusal ?? { code: 'session_ended', detail: 'The session is closed.' }) });
      socket.close(4403);
      return;
    }
    const drop = this.#behaviour.drops?.shift();
    let receivedHere = 0;
    let durable = this.received.length;
    send({ type: 'ready', offset: durable });
    socket.on('message', (data: Buffer, isBinary) => {
      if (!isBinary) {
        this.#finish(JSON.parse(data.toString()), socket);
        return;
      }
      this.received = Buffer.concat([this.received, data]);
      receivedHere += data.length;
      if (drop && receivedHere > drop.afterBytes) {
        // Only what was acknowledged is promised to survive.
        this.received = this.received.subarray(0, Math.max(durable, this.received.length - drop.lostBytes));
        socket.removeAllListeners('message');
        socket.terminate();
        return;
      }
      durable = this.received.length;
      send({ type: 'ack', offset: durable });
    });
  }

  #finish(message: { size: number; sha256?: string }, socket: WebSocket): void {
    expect(message.size).toBe(this.received.length);
    this.announcedSha256 = message.sha256;
    this.isClosed = true;
    if (this.#behaviour.dropsBeforeStored) {
      socket.terminate();
      return;
    }
    socket.send(JSON.stringify({ type: 'stored', size: message.size, sha256: sha256(this.received) }));
    socket.close(1000);
  }

  #answer(request: IncomingMessage, response: ServerResponse): void {
    const url = new URL(request.url ?? '/', 'http://service');
    this.urls.push(url.href);
    if (request.headers.authorization !== `Bearer ${API_KEY}`) {
      response.writeHead(401, { 'Content-Type': 'text/plain' }).end('This API key is not known here.');
    } else if (url.pathname === '/session_id') {
      this.sessionQuery = url.search.slice(1);
      response.end(`{"session_id": ${SESSION_ID}}`);
    } else if (this.isUnknown) {
      response.writeHead(404, { 'Content-Type': 'text/plain' }).end('There is no such session.');
    } else {
      response
        .writeHead(206, {
          ETag: `"${sha256(this.received)}"`,
          'Content-Range': `bytes 0-0/${this.received.length}`,
        })
        .end(this.received.subarray(0, 1));
    }
  }
}
