/** A fixed HTTP answer in place of the real one. */
export interface CannedAnswer {
  readonly status: number;
  readonly body: string | Uint8Array;
  readonly headers?: Readonly<Record<string, string>>;
}

/** `normal` answers as Steam does, `hang` never answers. */
export type SingleBehaviour = 'normal' | 'hang' | CannedAnswer;

/** One behaviour a request, one after the other; the last of them stays. */
export interface BehaviourSequence {
  readonly sequence: readonly SingleBehaviour[];
}

export type Behaviour = SingleBehaviour | BehaviourSequence;

/** How each endpoint behaves. `deny` answers `is_valid:false` to whatever is asked. */
export interface SteamBehaviour {
  readonly answerCheckAuthentication: Behaviour | 'deny';
  readonly answerPlayerSummaries: Behaviour;
  readonly answerPlayerBans: Behaviour;
  readonly answerFriendList: Behaviour;
  readonly answerResolveVanityUrl: Behaviour;
  readonly answerCurrentPlayers: Behaviour;
  readonly answerServerList: Behaviour;
  readonly answerQueryByFakeIp: Behaviour;
}

export const normalBehaviour: SteamBehaviour = {
  answerCheckAuthentication: 'normal',
  answerPlayerSummaries: 'normal',
  answerPlayerBans: 'normal',
  answerFriendList: 'normal',
  answerResolveVanityUrl: 'normal',
  answerCurrentPlayers: 'normal',
  answerServerList: 'normal',
  answerQueryByFakeIp: 'normal',
};
