import { createHash } from 'node:crypto';
import { type IncomingMessage, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { type DemobaseError, errors } from '../../errors.ts';

/** RFC 6455 section 1.3. */
const HANDSHAKE_GUID = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';

/** The subprotocols a client offers, in its order of preference. */
export function offeredSubprotocols(request: IncomingMessage): string[] {
  const header = request.headers['sec-websocket-protocol'] ?? '';
  return header
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean);
}

/**
 * Checks that a request is a WebSocket handshake we can answer (RFC 6455 section 4.2.1).
 *
 * @returns the client's handshake key
 * @throws {DemobaseError} `upgrade_required`, `web_socket_version` or `protocol_violation`
 */
export function checkHandshake(request: IncomingMessage): string {
  const { upgrade, 'sec-websocket-key': key, 'sec-websocket-version': version } = request.headers;
  if (request.method !== 'GET' || upgrade?.toLowerCase() !== 'websocket') throw errors.upgradeRequired();
  if (version !== '13') throw errors.webSocketVersion();
  if (key === undefined || !/^[+/0-9A-Za-z]{22}==$/.test(key)) {
    throw errors.protocolViolation({ problem: 'Sec-WebSocket-Key is missing or malformed' });
  }
  return key;
}

/** Answers the handshake; the socket speaks WebSocket from here on. */
export function acceptHandshake(socket: Duplex, key: string, subprotocol?: string): void {
  const accept = createHash('sha1')
    .update(key + HANDSHAKE_GUID)
    .digest('base64');
  const lines = [
    'HTTP/1.1 101 Switching Protocols',
    'Upgrade: websocket',
    'Connection: Upgrade',
    `Sec-WebSocket-Accept: ${accept}`,
  ];
  if (subprotocol !== undefined) lines.push(`Sec-WebSocket-Protocol: ${subprotocol}`);
  socket.write(`${lines.join('\r\n')}\r\n\r\n`);
}

/** Refuses the handshake with a plain HTTP answer, and ends the socket: nothing was opened. */
export function refuseHandshake(socket: Duplex, error: DemobaseError): void {
  const body = `${error.message}\n`;
  const lines = [
    `HTTP/1.1 ${error.httpStatus} ${STATUS_CODES[error.httpStatus] ?? ''}`,
    'Content-Type: text/plain; charset=utf-8',
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Cache-Control: no-store',
    `Demobase-Error: ${error.code}`,
    'Connection: close',
  ];
  if (error.httpStatus === 426) lines.push('Upgrade: websocket', 'Sec-WebSocket-Version: 13');
  socket.end(`${lines.join('\r\n')}\r\n\r\n${body}`);
}
