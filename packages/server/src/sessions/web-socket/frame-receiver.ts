import bufferUtil from 'bufferutil';
import { type DemobaseError, errors } from '../../errors.ts';

/** What a receiver hands on. Byte arguments are views of the chunk that was pushed, never copies. */
export interface FrameHandler {
  /** Payload of binary messages, in order, in pieces of any size. */
  onBinary(bytes: Buffer): void;
  onText(text: string): void;
  onPing(payload: Buffer): void;
  /** The peer said goodbye; nothing comes after it. */
  onClose(code: number): void;
}

/** Payload of binary frames in a chunk, unmasked and moved together. */
interface Run {
  start: number;
  end: number;
}

const Opcode = { continuation: 0, text: 1, binary: 2, close: 8, ping: 9, pong: 10 } as const;

const MAX_HEADER_BYTES = 14;
const MAX_TEXT_BYTES = 16 * 1024;
const MAX_CONTROL_BYTES = 125;
/** RFC 6455 section 7.1.5: the code of a close frame that carries none. */
export const NO_STATUS = 1005;

/**
 * The receiving half of RFC 6455 (sections 5.2 to 5.5) for a server, made for streams: payloads are handed
 * on as they arrive, so that a frame of any size costs no memory. The libraries we know collect a whole
 * message first, and clients in the field send a whole demo as one frame.
 *
 * Binary payloads are unmasked and moved together inside the chunk they came in. However small the frames,
 * one chunk from the socket gives one run of demo bytes and nothing is copied into new memory.
 */
export class FrameReceiver {
  readonly #handler: FrameHandler;
  readonly #maxFrameBytes: number;

  /** The header under way, which may be cut by the end of a chunk. */
  readonly #header = Buffer.alloc(MAX_HEADER_BYTES);
  #headerFilled = 0;
  #headerNeeded = 2;

  readonly #mask = Buffer.alloc(4);
  #opcode: number = Opcode.continuation;
  #isFinal = true;
  #isInPayload = false;
  #payloadLeft = 0;
  /** Opcode of the fragmented message under way; 0 when there is none. */
  #messageOpcode: number = Opcode.continuation;
  /** Text and control payloads are small and collected; binary ones never are. */
  #control = Buffer.alloc(0);
  #text = Buffer.alloc(0);
  #isClosed = false;

  constructor(handler: FrameHandler, options: { readonly maxFrameBytes: number }) {
    this.#handler = handler;
    this.#maxFrameBytes = options.maxFrameBytes;
  }

  /**
   * Takes the next bytes of the socket. The chunk is overwritten, and parts of it are handed on.
   *
   * @throws {DemobaseError} `protocol_violation` or `frame_too_large`; the receiver is of no use afterwards.
   */
  push(chunk: Buffer): void {
    const run = { start: 0, end: 0 };
    try {
      this.#readFrames(chunk, run);
    } finally {
      // Also when a later frame breaks the protocol: what came before it was sent rightly.
      this.#handOn(chunk, run);
    }
  }

  #readFrames(chunk: Buffer, run: Run): void {
    let position = 0;
    while (!this.#isClosed) {
      if (!this.#isInPayload) position = this.#readHeader(chunk, position);
      const length = Math.min(this.#payloadLeft, chunk.length - position);
      // Out of bytes: in a header, or in a payload. An empty payload is complete and goes on.
      if (!this.#isInPayload || (length === 0 && this.#payloadLeft > 0)) break;
      const payload = chunk.subarray(position, position + length);
      if (this.#opcode === Opcode.binary) {
        if (run.end === run.start) run.start = run.end = position;
        bufferUtil.mask(payload, this.#mask, chunk, run.end, length);
        run.end += length;
      } else {
        // What came before a text or control frame is handed on before it.
        this.#handOn(chunk, run);
        bufferUtil.unmask(payload, this.#mask);
        this.#collect(payload);
      }
      position += length;
      this.#payloadLeft -= length;
      if (this.#payloadLeft === 0) this.#endFrame();
      else rotateMask(this.#mask, length);
    }
  }

  #handOn(chunk: Buffer, run: Run): void {
    if (run.end > run.start) this.#handler.onBinary(chunk.subarray(run.start, run.end));
    run.start = run.end;
  }

  /** Reads as much of a frame's header as the chunk holds; returns the position after it. */
  #readHeader(chunk: Buffer, start: number): number {
    let position = start;
    while (position < chunk.length) {
      const count = Math.min(this.#headerNeeded - this.#headerFilled, chunk.length - position);
      chunk.copy(this.#header, this.#headerFilled, position, position + count);
      this.#headerFilled += count;
      position += count;
      if (this.#headerFilled < this.#headerNeeded) break;
      if (this.#headerNeeded === 2) {
        this.#headerNeeded = headerLength(this.#header);
        this.#checkFirstBytes();
      } else {
        this.#beginFrame();
        break;
      }
    }
    return position;
  }

  #checkFirstBytes(): void {
    const first = this.#header.readUInt8(0);
    const second = this.#header.readUInt8(1);
    const opcode = first & 0x0f;
    const isFinal = (first & 0x80) !== 0;
    if ((first & 0x70) !== 0) throw violation('a reserved bit is set, though no extension was agreed on');
    if ((second & 0x80) === 0) throw violation('frames of a client must be masked');
    switch (opcode) {
      case Opcode.continuation:
        if (this.#messageOpcode === 0) throw violation('a continuation frame continues nothing');
        break;
      case Opcode.text:
      case Opcode.binary:
        if (this.#messageOpcode !== 0) throw violation('a new message began inside another');
        break;
      case Opcode.close:
      case Opcode.ping:
      case Opcode.pong:
        if (!isFinal) throw violation('a control frame was fragmented');
        if ((second & 0x7f) > MAX_CONTROL_BYTES) throw violation('a control frame is too long');
        break;
      default:
        throw violation(`opcode ${opcode} does not exist`);
    }
  }

  #beginFrame(): void {
    const first = this.#header.readUInt8(0);
    const opcode = first & 0x0f;
    const length = payloadLength(this.#header);
    if (length > this.#maxFrameBytes) throw errors.frameTooLarge({ maxBytes: this.#maxFrameBytes });
    this.#isFinal = (first & 0x80) !== 0;
    this.#opcode = opcode === Opcode.continuation ? this.#messageOpcode : opcode;
    if (this.#opcode < Opcode.close) this.#messageOpcode = this.#opcode;
    if (this.#opcode === Opcode.text && this.#text.length + length > MAX_TEXT_BYTES) {
      throw errors.frameTooLarge({ maxBytes: MAX_TEXT_BYTES });
    }
    this.#header.copy(this.#mask, 0, this.#headerNeeded - 4, this.#headerNeeded);
    this.#headerFilled = 0;
    this.#headerNeeded = 2;
    this.#payloadLeft = length;
    this.#isInPayload = true;
  }

  #collect(payload: Buffer): void {
    if (this.#opcode === Opcode.text) this.#text = Buffer.concat([this.#text, payload]);
    else this.#control = Buffer.concat([this.#control, payload]);
  }

  #endFrame(): void {
    this.#isInPayload = false;
    switch (this.#opcode) {
      case Opcode.ping:
        this.#handler.onPing(this.#takeControl());
        break;
      case Opcode.pong:
        this.#takeControl();
        break;
      case Opcode.close:
        this.#isClosed = true;
        this.#handler.onClose(closeCode(this.#takeControl()));
        break;
      default:
        if (this.#isFinal) this.#endMessage();
    }
  }

  #endMessage(): void {
    this.#messageOpcode = Opcode.continuation;
    if (this.#opcode !== Opcode.text) return;
    const text = this.#text;
    this.#text = Buffer.alloc(0);
    this.#handler.onText(decodeUtf8(text));
  }

  #takeControl(): Buffer {
    const payload = this.#control;
    this.#control = Buffer.alloc(0);
    return payload;
  }
}

function headerLength(header: Buffer): number {
  const length = header.readUInt8(1) & 0x7f;
  if (length === 126) return 2 + 2 + 4;
  if (length === 127) return 2 + 8 + 4;
  return 2 + 4;
}

function payloadLength(header: Buffer): number {
  const length = header.readUInt8(1) & 0x7f;
  if (length === 126) return header.readUInt16BE(2);
  if (length < 126) return length;
  const long = header.readBigUInt64BE(2);
  if (long > BigInt(Number.MAX_SAFE_INTEGER)) throw violation('a frame claims an impossible length');
  return Number(long);
}

function closeCode(payload: Buffer): number {
  if (payload.length === 0) return NO_STATUS;
  if (payload.length === 1) throw violation('a close frame has half a status code');
  decodeUtf8(payload.subarray(2));
  return payload.readUInt16BE(0);
}

function decodeUtf8(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw violation('a text is not UTF-8');
  }
}

/** Turns the mask so that it fits the byte `length` further on. */
function rotateMask(mask: Buffer, length: number): void {
  const shift = (length & 3) * 8;
  if (shift === 0) return;
  const value = mask.readUInt32BE(0);
  mask.writeUInt32BE(((value << shift) | (value >>> (32 - shift))) >>> 0, 0);
}

function violation(problem: string): DemobaseError {
  return errors.protocolViolation({ problem });
}
