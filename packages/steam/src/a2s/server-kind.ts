import type { A2sInfo } from './a2s-info.ts';

/** Both letters come in either case. */
const TO_LOWER_CASE = 0x20;

export function serverTypeOf(letter: number): A2sInfo['serverType'] {
  switch (letter | TO_LOWER_CASE) {
    case 0x64: // d
      return 'dedicated';
    case 0x6c: // l
      return 'listen';
    case 0x70: // p
      return 'proxy';
    default:
      return 'unknown';
  }
}

export function environmentOf(letter: number): A2sInfo['environment'] {
  switch (letter | TO_LOWER_CASE) {
    case 0x6c: // l
      return 'linux';
    case 0x77: // w
      return 'windows';
    case 0x6d: // m
    case 0x6f: // o, of old
      return 'mac';
    default:
      return 'unknown';
  }
}
