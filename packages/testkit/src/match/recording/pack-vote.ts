import type { VoteEvent } from '../simulation/match-event.ts';
import type { BitPacker } from './bit-packer.ts';
import { packGameEvent, packUserMessage } from './message-packer.ts';

const EVERYBODY = 255;
const YES = 0;
const NO = 1;
const MORE_NO_THAN_YES = 3;

/** Writes what a recording tells of a vote: messages at both ends, events in between. */
export function packVote(packer: BitPacker, event: VoteEvent): void {
  const { voteIndex } = event;
  switch (event.type) {
    case 'vote-start': {
      const options = { count: 2, option1: 'Yes', option2: 'No', voteidx: voteIndex };
      packGameEvent(packer, 'vote_options', options);
      packUserMessage(packer, {
        name: 'VoteStart',
        team: EVERYBODY,
        voteIndex,
        callerEntity: event.caller.entityIndex,
        issue: '#TF_vote_kick_player_other',
        details: event.target.name,
        isYesOrNo: true,
        targetEntity: event.target.entityIndex,
      });
      break;
    }
    case 'vote-cast': {
      const { voter, isYes } = event;
      const ballot = { vote_option: isYes ? YES : NO, team: voter.team, entityid: voter.entityIndex };
      packGameEvent(packer, 'vote_cast', { ...ballot, voteidx: voteIndex });
      break;
    }
    case 'vote-end':
      if (event.hasPassed) {
        const result = '#TF_vote_passed_kick_player';
        const details = event.target.name;
        packUserMessage(packer, { name: 'VotePass', team: EVERYBODY, voteIndex, result, details });
      } else {
        const reason = MORE_NO_THAN_YES;
        packUserMessage(packer, { name: 'VoteFailed', team: EVERYBODY, voteIndex, reason });
      }
      break;
  }
}
