import { describe, expect, it } from 'vitest';
import { recordedMessages } from '../../test/recorded-messages.ts';
import { areRecordingsAbsent, readRecording, recordingsNote } from '../../test/recordings.ts';
import { BitReader } from '../bits/bit-reader.ts';
import { decodeGameEventList } from '../game-events/game-event-list.ts';
import { parseDemoHeader } from '../header/demo-header.ts';
import { stripColours } from './strip-colours.ts';
import { decodeUserMessage, encodeUserMessage, type UserMessage } from './user-message.ts';
import { userMessageRegistryOf } from './user-message-registry.ts';

interface RecordedUserMessage {
  readonly tick: number;
  readonly serverTick: number;
  readonly message: UserMessage;
}

/** All user messages of a recording; each one that is known is also written again, bit by bit the same. */
function userMessagesOf(name: string): readonly RecordedUserMessage[] {
  const demo = readRecording(name);
  const { gameDirectory, networkProtocol } = parseDemoHeader(demo);
  let registry = userMessageRegistryOf({ gameDirectory, networkProtocol });
  const found: RecordedUserMessage[] = [];
  let serverTick = 0;
  for (const { tick, message: recorded } of recordedMessages(demo)) {
    if (recorded.type === 'net_Tick') serverTick = recorded.serverTick;
    if (recorded.type === 'svc_GameEventList') {
      const gameEvents = decodeGameEventList(new BitReader(recorded.data.bytes), recorded.eventCount);
      registry = userMessageRegistryOf({ gameDirectory, networkProtocol, gameEvents });
    }
    if (recorded.type !== 'svc_UserMessage') continue;
    const { userMessageType, data } = recorded;
    const message = decodeUserMessage({ userMessageType, data }, registry);
    expect(encodeUserMessage(message, registry)).toEqual(recorded);
    found.push({ tick, serverTick, message });
  }
  return found;
}

function expected(name: string): unknown {
  return JSON.parse(new TextDecoder().decode(readRecording(`expected/${name}`)));
}

describe.skipIf(areRecordingsAbsent)(`user messages of real recordings${recordingsNote}`, () => {
  it('hold all the chat that two other readers found, at the same ticks of both clocks', () => {
    const chat = userMessagesOf('hl2dm-stv-airfusion.dem').flatMap(({ tick, serverTick, message }) =>
      message.name === 'SayText2' ? [{ tick, serverTick, text: stripColours(message.text) }] : [],
    );
    expect(chat).toHaveLength(37);
    const onDemoClock = chat.map(({ tick, text }) => expect.objectContaining({ tick, text }));
    expect(expected('hl2dm-stv-airfusion.rust.json')).toMatchObject({ data: { chat: onDemoClock } });
    const onServerClock = chat.map(({ serverTick, text }) => ({ tick: serverTick, text }));
    expect(expected('hl2dm-stv-airfusion.summary.json')).toMatchObject({ chat: onServerClock });
  });

  it.each([
    ['hl2dm-stv-airfusion.dem', { VGUIMenu: 2, Fade: 1, Shake: 12, SayText2: 37 }],
    ['tf2-pov-gullywash.dem', { ResetHUD: 1, Train: 1, TextMsg: 1 }],
    ['tf2-pov-itemtest.dem', { ResetHUD: 2, Train: 2, TextMsg: 2 }],
    ['tf2-pov-steel-2024.dem', { ResetHUD: 2, Train: 2 }],
    ['tf2-stv-gullywash-cut-256k.dem', {}],
    ['portal-pov.dem', { ResetHUD: 1, Battery: 1, Train: 1 }],
    ['portal-pov-protocol15.dem', { Rumble: 1, ResetHUD: 1, Battery: 1, Train: 1, HapSetConst: 1 }],
  ])('are those that belong there in %s', (name, counts) => {
    const found: Record<string, number> = {};
    for (const { message } of userMessagesOf(name)) {
      const key = message.name === 'unknown' ? (message.likelyName ?? 'unknown') : message.name;
      found[key] = (found[key] ?? 0) + 1;
    }
    expect(found).toEqual(counts);
  });

  it.each(['tf2-pov-gullywash.dem', 'tf2-pov-itemtest.dem', 'tf2-pov-steel-2024.dem'])(
    'are those of a build since Robot Destruction, says the event list of %s',
    (name) => {
      const lists = [...recordedMessages(readRecording(name))].flatMap(({ message }) =>
        message.type === 'svc_GameEventList' ? [message] : [],
      );
      expect(lists).toHaveLength(1);
      for (const { data, eventCount } of lists) {
        const gameEvents = decodeGameEventList(new BitReader(data.bytes), eventCount);
        expect(gameEvents.some((event) => event.name === 'rd_team_points_changed')).toBe(true);
      }
    },
  );

  it('hold the notice of a map that begins, with what its translation puts in', () => {
    expect(userMessagesOf('tf2-pov-gullywash.dem').map(({ message }) => message)).toContainEqual({
      name: 'TextMsg',
      destination: 3,
      text: '#TF_timeleft',
      parameters: ['29', '55', '', ''],
    });
  });
});
