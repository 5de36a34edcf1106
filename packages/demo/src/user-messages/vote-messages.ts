import type { BitReader } from '../bits/bit-reader.ts';
import { writeField } from '../bits/write-field.ts';
import { bodyOf, type UserMessageBodies, type UserMessageBody } from './user-message-body.ts';

/** A vote begins. */
export interface VoteStart {
  readonly name: 'VoteStart';
  /** Who may vote: 2 RED, 3 BLU, 255 everyone. */
  readonly team: number;
  readonly voteIndex: number;
  /** Entity index of who called it. */
  readonly callerEntity: number;
  /** Such as `#TF_vote_kick_player_other`. */
  readonly issue: string;
  /** What it is about, such as the name of who is to be kicked. */
  readonly details: string;
  /** Whether the choices are yes and no. */
  readonly isYesOrNo: boolean;
  /** Entity index of whom it concerns. */
  readonly targetEntity: number;
}

export interface VotePass {
  readonly name: 'VotePass';
  readonly team: number;
  readonly voteIndex: number;
  readonly result: string;
  readonly details: string;
}

export interface VoteFailed {
  readonly name: 'VoteFailed';
  readonly team: number;
  readonly voteIndex: number;
  /** 0 generic, 3 not more yes than no, 4 too few voted, … */
  readonly reason: number;
}

/** A vote could not be called. */
export interface CallVoteFailed {
  readonly name: 'CallVoteFailed';
  readonly reason: number;
  /** How long until it may be tried again. */
  readonly waitSeconds: number;
}

/** What may be voted about. */
export interface VoteSetup {
  readonly name: 'VoteSetup';
  readonly issues: readonly {
    /** Such as `Kick`. */
    readonly type: string;
    /** How the menu shows it; may be empty. */
    readonly display: string;
    readonly isEnabled: boolean;
  }[];
}

export type VoteMessage = VoteStart | VotePass | VoteFailed | CallVoteFailed | VoteSetup;

const voteSetup: UserMessageBody<VoteSetup> = {
  decode: (reader) => ({
    name: 'VoteSetup',
    issues: Array.from({ length: reader.readUint(8) }, () => readIssue(reader)),
  }),
  encode: (writer, { issues }) => {
    writeField(writer, issues.length, { name: 'The number of issues of VoteSetup', bits: 8 });
    for (const { type, display, isEnabled } of issues) {
      writer.writeString(type);
      writer.writeString(display);
      writer.writeUint(isEnabled ? 1 : 0, 8);
    }
  },
};

function readIssue(reader: BitReader): VoteSetup['issues'][number] {
  return {
    type: reader.readString(),
    display: reader.readString(),
    isEnabled: reader.readUint(8) !== 0,
  };
}

export const voteBodies: UserMessageBodies<VoteMessage> = {
  VoteStart: bodyOf<VoteStart>('VoteStart', [
    ['team', 'byte'],
    ['voteIndex', 'long'],
    ['callerEntity', 'byte'],
    ['issue', 'string'],
    ['details', 'string'],
    // One bit: what follows is no longer aligned to bytes.
    ['isYesOrNo', 'bit'],
    ['targetEntity', 'byte'],
  ]),
  VotePass: bodyOf<VotePass>('VotePass', [
    ['team', 'byte'],
    ['voteIndex', 'long'],
    ['result', 'string'],
    ['details', 'string'],
  ]),
  VoteFailed: bodyOf<VoteFailed>('VoteFailed', [
    ['team', 'byte'],
    ['voteIndex', 'long'],
    ['reason', 'byte'],
  ]),
  CallVoteFailed: bodyOf<CallVoteFailed>('CallVoteFailed', [
    ['reason', 'byte'],
    ['waitSeconds', 'short'],
  ]),
  VoteSetup: voteSetup,
};
