/** A fixed HTTP answer in place of the real one. */
export interface CannedAnswer {
  readonly status: number;
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** `normal` answers as Steam does, `hang` never answers. */
export type Behaviour = 'normal' | 'hang' | CannedAnswer;

/** How each endpoint behaves. `deny` answers `is_valid:false` to whatever is asked. */
export interface SteamBehaviour {
  readonly answerCheckAuthentication: Behaviour | 'deny';
  readonly answerPlayerSummaries: Behaviour;
  readonly answerServerList: Behaviour;
  readonly answerQueryByFakeIp: Behaviour;
}

export const normalBehaviour: SteamBehaviour = {
  answerCheckAuthentication: 'normal',
  answerPlayerSummaries: 'normal',
  answerServerList: 'normal',
  answerQueryByFakeIp: 'normal',
};
