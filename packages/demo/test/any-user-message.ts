import fc from 'fast-check';
import type { Vector } from '../src/bits/vector.ts';
import type { KnownUserMessage, UserMessage } from '../src/user-messages/user-message.ts';

const text = fc.string({ unit: 'grapheme', maxLength: 10 }).filter((each) => !each.includes('\0'));
const byte = fc.nat(255);
const short = fc.nat(65535);
const long = fc.nat(0xffffffff);
const float = fc.float();
const flag = fc.boolean();
const colour = fc.tuple(byte, byte, byte, byte);
const coord = fc.integer({ min: -16384 * 32, max: 16384 * 32 }).map((steps) => steps / 32);
const vector: fc.Arbitrary<Vector> = fc.tuple(coord, coord, coord);

type Fields<N extends KnownUserMessage['name']> = {
  [F in keyof Omit<Extract<KnownUserMessage, { name: N }>, 'name'>]: fc.Arbitrary<
    Extract<KnownUserMessage, { name: N }>[F]
  >;
};

const ignited = { igniterEntity: byte, victimEntity: byte, weapon: byte };
const affected = { actorEntity: byte, victimEntity: byte };
const changed = { playerEntity: byte };
const broken = { modelIndex: short, origin: vector, angles: vector, skin: short };

/** Values for every body there is but chat, which has two forms: a body without an entry does not compile. */
const anyFields: { readonly [N in Exclude<KnownUserMessage['name'], 'SayText2'>]: Fields<N> } = {
  SayText: { clientEntity: byte, text, isChat: flag },
  TextMsg: { destination: byte, text, parameters: fc.array(text, { maxLength: 4 }) },
  VoiceSubtitle: { clientEntity: byte, menu: byte, item: byte },
  Geiger: { range: byte },
  Train: { position: byte },
  ResetHUD: { value: byte },
  ItemPickup: { itemName: text },
  Shake: { command: byte, amplitude: float, frequency: float, durationSeconds: float },
  Fade: { durationSteps: short, holdSteps: short, flags: short, colour },
  Rumble: { effect: byte, data: byte, flags: byte },
  CloseCaption: { token: text, durationTenths: short, flags: byte },
  HudMsg: {
    channel: byte,
    x: float,
    y: float,
    colour,
    effectColour: colour,
    effect: byte,
    fadeInSeconds: float,
    fadeOutSeconds: float,
    holdSeconds: float,
    effectSeconds: float,
    text,
  },
  VGUIMenu: {
    panel: text,
    isShown: flag,
    entries: fc.array(fc.record({ key: text, value: text }), { maxLength: 4 }),
  },
  VoiceMask: {
    words: fc.array(fc.record({ audible: long, banned: long }), { minLength: 4, maxLength: 4 }),
    isVoiceOn: flag,
  },
  VoteStart: {
    team: byte,
    voteIndex: long,
    callerEntity: byte,
    issue: text,
    details: text,
    isYesOrNo: flag,
    targetEntity: byte,
  },
  VotePass: { team: byte, voteIndex: long, result: text, details: text },
  VoteFailed: { team: byte, voteIndex: long, reason: byte },
  CallVoteFailed: { reason: byte, waitSeconds: short },
  VoteSetup: {
    issues: fc.array(fc.record({ type: text, display: text, isEnabled: flag }), { maxLength: 4 }),
  },
  PlayerStatsUpdate: {
    playerClass: byte,
    isAlive: flag,
    stats: fc
      .uniqueArray(fc.record({ stat: fc.integer({ min: 1, max: 32 }), value: long }), {
        selector: ({ stat }) => stat,
        maxLength: 32,
      })
      .map((stats) => stats.toSorted((one, other) => one.stat - other.stat)),
  },
  Damage: { amount: short, damageBits: long, origin: fc.option(vector, { nil: undefined }) },
  PlayerIgnited: ignited,
  PlayerIgnitedInv: ignited,
  PlayerJarated: affected,
  PlayerJaratedFade: affected,
  PlayerExtinguished: affected,
  PlayerShieldBlocked: affected,
  AchievementEvent: { achievementId: short, count: short },
  PlayerTauntSoundLoopStart: { playerEntity: byte, soundName: text },
  PlayerLoadoutUpdated: changed,
  PlayerTauntSoundLoopEnd: changed,
  MVMResetPlayerStats: changed,
  BreakModel: broken,
  BreakModel_Pumpkin: broken,
  BreakModelRocketDud: { modelIndex: short, origin: vector, angles: vector },
  CheapBreakModel: { modelIndex: short, origin: vector },
};

const anySayText2: fc.Arbitrary<UserMessage> = fc.oneof(
  fc.record({
    name: fc.constant('SayText2' as const),
    form: fc.constant('formatted' as const),
    clientEntity: byte,
    isChat: flag,
    format: text,
    sender: text,
    text,
    parameters: fc.tuple(text, text),
  }),
  fc.record({
    name: fc.constant('SayText2' as const),
    form: fc.constant('plain' as const),
    clientEntity: byte,
    isChat: flag,
    text,
  }),
);

/** Every user message there is a body for: its name, and any such message. */
export const anyUserMessages: readonly (readonly [name: string, message: fc.Arbitrary<UserMessage>])[] = [
  ...Object.entries(anyFields).map(
    ([name, fields]) =>
      [
        name,
        // The entry has a value for every field of the message of that name.
        fc.record({ name: fc.constant(name), ...(fields as object) }) as unknown as fc.Arbitrary<UserMessage>,
      ] as const,
  ),
  ['SayText2', anySayText2],
];
