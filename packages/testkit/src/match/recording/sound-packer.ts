import { BitPacker } from './bit-packer.ts';

const SVC_SOUNDS = 17;
const MOST_SOUNDS = 48;
const UNITS_A_STEP = 8;
const WEAPON_CHANNEL = 1;

/** Where in `soundprecache` the sounds of a match are; index 0 is none. */
export const SOUNDS = { firstStep: 1, explosion: 20, pain: 30, firstWeapon: 50, count: 128 } as const;

/** Collects the sounds of a packet, and writes them as one unreliable svc_Sounds. */
export class SoundPacker {
  readonly #body = new BitPacker(4096);
  #count = 0;

  begin(): void {
    this.#body.clear();
    this.#count = 0;
  }

  add(
    entityIndex: number,
    sound: number,
    at: { readonly x: number; readonly y: number; readonly z: number },
  ): void {
    if (this.#count === MOST_SOUNDS) return;
    const body = this.#body;
    // Each sound is a change of the one before; every field that ever differs is told anew.
    if (entityIndex < 32) body.write(3 | (entityIndex << 2), 7);
    else body.write(1 | (entityIndex << 2), 13);
    body.write(1 | (sound << 1), 15);
    // No flags; a channel; neither ambient nor a sentence; the sequence number of the one before.
    body.write(0, 1);
    body.write(1 | (WEAPON_CHANNEL << 1), 4);
    body.write(4, 3);
    // Volume, level and pitch as ever, no special effect, no delay.
    body.write(0, 5);
    writeAxis(body, at.x);
    writeAxis(body, at.y);
    writeAxis(body, at.z);
    body.write(0, 1);
    this.#count++;
  }

  /** Writes the message, where there is anything to hear. */
  pack(packer: BitPacker): void {
    if (this.#count === 0) return;
    packer.write(SVC_SOUNDS, 6);
    packer.write(0, 1);
    packer.write(this.#count, 8);
    packer.write(this.#body.positionBits, 16);
    packer.append(this.#body);
  }
}

function writeAxis(body: BitPacker, coordinate: number): void {
  const steps = Math.round(coordinate / UNITS_A_STEP) & 0xfff;
  body.write(1 | (steps << 1), 13);
}
