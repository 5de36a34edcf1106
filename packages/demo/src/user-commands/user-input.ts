import type { BitReader } from '../bits/bit-reader.ts';
import type { BitWriter } from '../bits/bit-writer.ts';
import type { Vector } from '../bits/vector.ts';
import { writeField, writeSignedField } from '../bits/write-field.ts';

/**
 * What the recorder's client told the game server in one of its ticks. A user command holds only what differs
 * from an idle command, which is the same for all: what it lacks is 1 in the first two fields, else 0.
 */
export interface UserInput {
  /** Counts the client's commands. */
  readonly commandNumber: number;
  /** The client's clock, in ticks. */
  readonly tickCount: number;
  /** In degrees, as float32: pitch, yaw, roll. */
  readonly viewAngles: Vector;
  /** Map units a second, as float32. */
  readonly forwardMove: number;
  readonly sideMove: number;
  readonly upMove: number;
  /** Bit 0 attack, 1 jump, 2 duck, 3 forward, 4 back, 5 use, 9 left, 10 right, 11 attack 2, 13 reload. */
  readonly buttons: number;
  readonly impulse: number;
  /** The entity of the weapon switched to; 0 for none. */
  readonly weaponSelect: number;
  readonly weaponSubtype: number;
  /** How far the mouse was moved, in its own steps. */
  readonly mouseDx: number;
  readonly mouseDy: number;
}

/**
 * Reads the payload of a user command. Up to 7 bits of padding stay; Half-Life 2's own branch of the engine
 * appends contacts with the ground, which are left too.
 * @throws {DemoFormatError} `broken-message` when the bits run out
 */
export function decodeUserInput(reader: BitReader): UserInput {
  const commandNumber = readChanged(reader, 32, 1);
  const tickCount = readChanged(reader, 32, 1);
  const viewAngles = [readChangedFloat(reader), readChangedFloat(reader), readChangedFloat(reader)] as const;
  const forwardMove = readChangedFloat(reader);
  const sideMove = readChangedFloat(reader);
  const upMove = readChangedFloat(reader);
  const buttons = readChanged(reader, 32, 0);
  const impulse = readChanged(reader, 8, 0);
  const isWeaponSelected = reader.readBoolean();
  return {
    commandNumber,
    tickCount,
    viewAngles,
    forwardMove,
    sideMove,
    upMove,
    buttons,
    impulse,
    weaponSelect: isWeaponSelected ? reader.readUint(11) : 0,
    weaponSubtype: isWeaponSelected ? readChanged(reader, 6, 0) : 0,
    mouseDx: readChangedSigned(reader),
    mouseDy: readChangedSigned(reader),
  };
}

/**
 * Writes the payload of a user command.
 * @throws {RangeError} when a field would not read back as it is
 */
export function encodeUserInput(writer: BitWriter, input: UserInput): void {
  writeChanged(writer, 'commandNumber', input.commandNumber, 32, 1);
  writeChanged(writer, 'tickCount', input.tickCount, 32, 1);
  for (const value of [...input.viewAngles, input.forwardMove, input.sideMove, input.upMove]) {
    const isChanged = !Object.is(value, 0);
    writer.writeBoolean(isChanged);
    if (isChanged) writer.writeFloat32(value);
  }
  writeChanged(writer, 'buttons', input.buttons, 32, 0);
  writeChanged(writer, 'impulse', input.impulse, 8, 0);
  const isWeaponSelected = input.weaponSelect !== 0 || input.weaponSubtype !== 0;
  writer.writeBoolean(isWeaponSelected);
  if (isWeaponSelected) {
    writeField(writer, input.weaponSelect, { name: 'weaponSelect', bits: 11 });
    writeChanged(writer, 'weaponSubtype', input.weaponSubtype, 6, 0);
  }
  for (const name of ['mouseDx', 'mouseDy'] as const) {
    writer.writeBoolean(input[name] !== 0);
    if (input[name] !== 0) writeSignedField(writer, input[name], { name, bits: 16 });
  }
}

function readChanged(reader: BitReader, bits: number, idle: number): number {
  return reader.readBoolean() ? reader.readUint(bits) : idle;
}

function readChangedFloat(reader: BitReader): number {
  return reader.readBoolean() ? reader.readFloat32() : 0;
}

function readChangedSigned(reader: BitReader): number {
  return reader.readBoolean() ? reader.readInt(16) : 0;
}

function writeChanged(writer: BitWriter, name: string, value: number, bits: number, idle: number): void {
  writer.writeBoolean(value !== idle);
  if (value !== idle) writeField(writer, value, { name, bits });
}
