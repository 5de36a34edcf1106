import { describe, expect, it } from 'vitest';
import { recordedMessages } from '../../test/recorded-messages.ts';
import { areRecordingsAbsent, readRecording, recordingsNote } from '../../test/recordings.ts';
import { BitReader } from '../bits/bit-reader.ts';
import { BitWriter } from '../bits/bit-writer.ts';
import { decodeGameEvent, encodeGameEvent, GAME_EVENT_ID_BITS, type GameEvent } from './game-event.ts';
import { decodeGameEventList, encodeGameEventList, type GameEventDefinition } from './game-event-list.ts';

interface RecordedGameEvents {
  readonly definitions: readonly GameEventDefinition[];
  readonly events: readonly { readonly tick: number; readonly event: GameEvent }[];
}

/** The event list and all events of a recording, each read to its last bit and written again the same. */
function gameEventsOf(name: string): RecordedGameEvents {
  const events: { tick: number; event: GameEvent }[] = [];
  let definitions: readonly GameEventDefinition[] = [];
  for (const { tick, message } of recordedMessages(readRecording(name))) {
    if (message.type === 'svc_GameEventList') {
      definitions = decodeGameEventList(new BitReader(message.data.bytes), message.eventCount);
      const writer = new BitWriter();
      encodeGameEventList(writer, definitions);
      expect(writer.toBitString()).toEqual(message.data);
    }
    if (message.type === 'svc_GameEvent') {
      const reader = new BitReader(message.data.bytes);
      reader.enter(message.data.bits);
      const id = reader.readUint(GAME_EVENT_ID_BITS);
      const definition = definitions.find((each) => each.id === id);
      if (definition === undefined) throw new Error(`No event has the id ${id}.`);
      const event = decodeGameEvent(reader, definition);
      expect(reader.bitsLeft).toBe(0);
      const writer = new BitWriter();
      encodeGameEvent(writer, definition, event);
      expect(writer.toBitString()).toEqual(message.data);
      events.push({ tick, event });
    }
  }
  return { definitions, events };
}

function fieldsOf({ definitions }: RecordedGameEvents, name: string): number | undefined {
  return definitions.find((each) => each.name === name)?.fields.length;
}

describe.skipIf(areRecordingsAbsent)(`game events of real recordings${recordingsNote}`, () => {
  it.each([
    ['hl2dm-stv-airfusion.dem', 81],
    ['portal-pov.dem', 82],
    ['portal-pov-protocol15.dem', 62],
    ['tf2-pov-gullywash.dem', 316],
    ['tf2-pov-itemtest.dem', 403],
    ['tf2-pov-steel-2024.dem', 403],
  ])('are read to the last bit in %s, whose list names %i', (name, count) => {
    expect(gameEventsOf(name).definitions).toHaveLength(count);
  });

  it('tell of a death in 26 fields in 2024', () => {
    expect(fieldsOf(gameEventsOf('tf2-pov-steel-2024.dem'), 'player_death')).toBe(26);
  });

  it('hold all the deaths that another reader found', () => {
    const { events } = gameEventsOf('hl2dm-stv-airfusion.dem');
    const deaths = events
      .filter(({ event }) => event.name === 'player_death')
      .map(({ tick, event: { values } }) => ({
        tick,
        victim: values.userid,
        killer: values.attacker,
        weapon: values.weapon,
      }));
    expect(deaths).toHaveLength(31);
    expect(
      JSON.parse(new TextDecoder().decode(readRecording('expected/hl2dm-stv-airfusion.rust.json'))),
    ).toMatchObject({ data: { deaths } });
  });
});
