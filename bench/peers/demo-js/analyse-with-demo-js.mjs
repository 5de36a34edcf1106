// Both programs of bench/demo that read with @demostf/demo.js.
import { readFileSync } from 'node:fs';
import { Demo } from '@demostf/demo.js';

/** Reads a whole recording in one of the peer's parse modes; in its own choice of them when that is undefined. */
export function analyse(path, mode) {
  // A file of a few KB would share its buffer with others, and the reader takes all of a buffer.
  const { buffer, byteOffset, byteLength } = readFileSync(path);
  const analyser = new Demo(buffer.slice(byteOffset, byteOffset + byteLength)).getAnalyser(mode);
  const header = analyser.getHeader();
  return { header, match: analyser.getBody() };
}

export function summarise(path, mode) {
  const { header, match } = analyse(path, mode);
  const state = match.getState();
  const { users, deaths, chat } = state;
  return {
    header,
    state,
    found: { players: Object.keys(users).length, kills: deaths.length, chatLines: chat.length },
  };
}
