import type { Vector } from '../bits/vector.ts';
import { bodyOf, type UserMessageBodies } from './user-message-body.ts';

/** A model falls to pieces. */
export interface BreakModel<N extends 'BreakModel' | 'BreakModel_Pumpkin'> {
  readonly name: N;
  /** Number in the string table `modelprecache`. */
  readonly modelIndex: number;
  readonly origin: Vector;
  readonly angles: Vector;
  readonly skin: number;
}

/** A rocket that does not explode falls to pieces. */
export interface BreakModelRocketDud {
  readonly name: 'BreakModelRocketDud';
  /** Number in the string table `modelprecache`. */
  readonly modelIndex: number;
  readonly origin: Vector;
  readonly angles: Vector;
}

/** A model falls to pieces that matter to nobody. */
export interface CheapBreakModel {
  readonly name: 'CheapBreakModel';
  /** Number in the string table `modelprecache`. */
  readonly modelIndex: number;
  readonly origin: Vector;
}

export type ModelMessage =
  | BreakModel<'BreakModel'>
  | BreakModel<'BreakModel_Pumpkin'>
  | BreakModelRocketDud
  | CheapBreakModel;

const breakModelFields = [
  ['modelIndex', 'short'],
  ['origin', 'vector'],
  ['angles', 'vector'],
  ['skin', 'short'],
] as const;

export const modelBodies: UserMessageBodies<ModelMessage> = {
  BreakModel: bodyOf('BreakModel', breakModelFields),
  BreakModel_Pumpkin: bodyOf('BreakModel_Pumpkin', breakModelFields),
  BreakModelRocketDud: bodyOf<BreakModelRocketDud>('BreakModelRocketDud', [
    ['modelIndex', 'short'],
    ['origin', 'vector'],
    ['angles', 'vector'],
  ]),
  CheapBreakModel: bodyOf<CheapBreakModel>('CheapBreakModel', [
    ['modelIndex', 'short'],
    ['origin', 'vector'],
  ]),
};
