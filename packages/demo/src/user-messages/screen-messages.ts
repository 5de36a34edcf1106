import { bodyOf, type Colour, type UserMessageBodies } from './user-message-body.ts';

/** How close radiation is. */
export interface Geiger {
  readonly name: 'Geiger';
  readonly range: number;
}

/** Where the lever of the train a player drives stands; 0 for none. */
export interface Train {
  readonly name: 'Train';
  readonly position: number;
}

/** The screen begins afresh: the recorder spawned, or the recording began. */
export interface ResetHud {
  readonly name: 'ResetHUD';
  readonly value: number;
}

export interface ItemPickup {
  readonly name: 'ItemPickup';
  readonly itemName: string;
}

export interface Shake {
  readonly name: 'Shake';
  /** 0 start, 1 stop, 2 another amplitude, 3 another frequency. */
  readonly command: number;
  readonly amplitude: number;
  readonly frequency: number;
  readonly durationSeconds: number;
}

/** The screen takes on a colour, or loses it; times are in 1/512 s. */
export interface Fade {
  readonly name: 'Fade';
  readonly durationSteps: number;
  readonly holdSteps: number;
  /** Bit 0: from the colour to the picture; bit 1: to the colour; bit 3: stay until told otherwise. */
  readonly flags: number;
  readonly colour: Colour;
}

/** A controller shakes. */
export interface Rumble {
  readonly name: 'Rumble';
  readonly effect: number;
  readonly data: number;
  readonly flags: number;
}

/** A caption for what is heard. */
export interface CloseCaption {
  readonly name: 'CloseCaption';
  readonly token: string;
  /** How long it stays, in tenths of a second. */
  readonly durationTenths: number;
  readonly flags: number;
}

/** Text anywhere on the screen. */
export interface HudMsg {
  readonly name: 'HudMsg';
  readonly channel: number;
  /** 0 to 1 across the screen; −1 is its middle. */
  readonly x: number;
  /** 0 to 1 down the screen; −1 is its middle. */
  readonly y: number;
  readonly colour: Colour;
  readonly effectColour: Colour;
  readonly effect: number;
  readonly fadeInSeconds: number;
  readonly fadeOutSeconds: number;
  readonly holdSeconds: number;
  readonly effectSeconds: number;
  readonly text: string;
}

export type ScreenMessage =
  | Geiger
  | Train
  | ResetHud
  | ItemPickup
  | Shake
  | Fade
  | Rumble
  | CloseCaption
  | HudMsg;

export const screenBodies: UserMessageBodies<ScreenMessage> = {
  Geiger: bodyOf<Geiger>('Geiger', [['range', 'byte']]),
  Train: bodyOf<Train>('Train', [['position', 'byte']]),
  ResetHUD: bodyOf<ResetHud>('ResetHUD', [['value', 'byte']]),
  ItemPickup: bodyOf<ItemPickup>('ItemPickup', [['itemName', 'string']]),
  Shake: bodyOf<Shake>('Shake', [
    ['command', 'byte'],
    ['amplitude', 'float'],
    ['frequency', 'float'],
    ['durationSeconds', 'float'],
  ]),
  Fade: bodyOf<Fade>('Fade', [
    ['durationSteps', 'short'],
    ['holdSteps', 'short'],
    ['flags', 'short'],
    ['colour', 'colour'],
  ]),
  Rumble: bodyOf<Rumble>('Rumble', [
    ['effect', 'byte'],
    ['data', 'byte'],
    ['flags', 'byte'],
  ]),
  CloseCaption: bodyOf<CloseCaption>('CloseCaption', [
    ['token', 'string'],
    ['durationTenths', 'short'],
    ['flags', 'byte'],
  ]),
  HudMsg: bodyOf<HudMsg>('HudMsg', [
    ['channel', 'byte'],
    ['x', 'float'],
    ['y', 'float'],
    ['colour', 'colour'],
    ['effectColour', 'colour'],
    ['effect', 'byte'],
    ['fadeInSeconds', 'float'],
    ['fadeOutSeconds', 'float'],
    ['holdSeconds', 'float'],
    ['effectSeconds', 'float'],
    ['text', 'string'],
  ]),
};
