/** What we use of a WebSocket: browsers, Node from 22 on, and the `ws` package all have it. */
export interface WebSocketLike {
  readonly bufferedAmount: number;
  /** The subprotocol the service chose. */
  readonly protocol: string;
  binaryType: string;
  onopen: ((event: never) => void) | null;
  onmessage: ((event: never) => void) | null;
  onerror: ((event: never) => void) | null;
  onclose: ((event: never) => void) | null;
  send(data: string | Uint8Array<ArrayBuffer>): void;
  close(code?: number, reason?: string): void;
  /** The `ws` package alone can give up a dead connection at once. */
  terminate?(): void;
}

/** A WebSocket class: `globalThis.WebSocket`, or `WebSocket` from the `ws` package. */
export type WebSocketClass = new (url: string, protocols: string[]) => WebSocketLike;
