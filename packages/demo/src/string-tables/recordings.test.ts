import { describe, expect, it } from 'vitest';
import { areRecordingsAbsent, readRecording, recordingsNote } from '../../test/recordings.ts';
import { BitReader } from '../bits/bit-reader.ts';
import { commandBytes, decodeCommand } from '../commands/decode-command.ts';
import type { Command } from '../commands/encode-command.ts';
import { DemoFormatError } from '../demo-format-error.ts';
import { DEMO_HEADER_BYTES, parseDemoHeader } from '../header/demo-header.ts';
import { decodeMessages } from '../messages/message.ts';
import { wireProtocolsOf } from '../messages/wire-protocol.ts';
import { entryTextOf } from './byte-text.ts';
import { compressEntries, decompressEntries } from './compressed-entries.ts';
import { decodeSnapshot, type StringTableSnapshot } from './snapshot.ts';
import { decodeStringTableEntries } from './string-table-entries.ts';
import { StringTables } from './string-tables.ts';
import { parseUserInfo } from './user-info.ts';

const TF2_TABLES = [
  'downloadables 8192',
  'modelprecache 4096',
  'genericprecache 512',
  'soundprecache 16384',
  'decalprecache 512',
  'instancebaseline 1024',
  'lightstyles 64',
  'userinfo 256',
  'DynamicModels 2048',
  'server_query_info 4',
  'ParticleEffectNames 8192',
  'EffectDispatch 1024',
  'VguiScreen 256',
  'Materials 1024',
  'InfoPanel 128',
  'Scenes 8192',
  'ServerMapCycle 128',
  'ServerPopFiles 128',
  'ServerMapCycleMvM 128',
  'GameRulesCreation 1',
];

const recordings = [
  'tf2-pov-gullywash.dem',
  'tf2-pov-itemtest.dem',
  'tf2-pov-steel-2024.dem',
  'tf2-stv-gullywash-cut-256k.dem',
  'hl2dm-stv-airfusion.dem',
  'portal-pov.dem',
  'portal-pov-protocol15.dem',
];

function* commandsOf(bytes: Uint8Array): Generator<Command> {
  try {
    for (let at = DEMO_HEADER_BYTES; ; ) {
      const command = decodeCommand(bytes, at);
      if (command.type === 'stop') return;
      yield command;
      at += commandBytes(command);
    }
  } catch (error) {
    // A recording may end anywhere.
    if (!(error instanceof DemoFormatError)) throw error;
  }
}

const alreadyRead = new Map<string, ReturnType<typeof readTablesOnce>>();

/** Everything about the string tables of a recording: as sign-on and the snapshot left them, and who was seen. */
function readTables(name: string) {
  const read = alreadyRead.get(name) ?? readTablesOnce(name);
  alreadyRead.set(name, read);
  return read;
}

function readTablesOnce(name: string) {
  const bytes = readRecording(name);
  const [protocol] = wireProtocolsOf(parseDemoHeader(bytes).networkProtocol);
  if (protocol === undefined) throw new Error('no protocol');
  const users = new Map<number, string>();
  const tables = new StringTables({
    isWanted: () => true,
    onEntry: (table, _, { userData }) => {
      if (table.name !== 'userinfo' || userData === undefined) return;
      const user = parseUserInfo(userData);
      users.set(user.userId, `${user.name} ${user.networkId}`);
    },
  });
  const snapshot: StringTableSnapshot[] = [];
  const signOn = new Map<string, readonly (string | undefined)[]>();
  const bitsLeft: number[] = [];
  for (const command of commandsOf(bytes)) {
    if (command.type === 'string-tables') {
      for (const table of tables.tables) signOn.set(table.name, textsOf(table));
      const reader = new BitReader(command.payload);
      decodeSnapshot(reader, {
        isWanted: () => true,
        isSatisfied: false,
        take: (table) => snapshot.push(table),
      });
      bitsLeft.push(reader.bitsLeft);
      tables.readSnapshot(new BitReader(command.payload));
    }
    if (command.type !== 'signon' && command.type !== 'packet') continue;
    for (const message of decodeMessages(new BitReader(command.payload), protocol)) {
      if (message.type === 'svc_UpdateStringTable') tables.update(message);
      if (message.type !== 'svc_CreateStringTable') continue;
      tables.create(message);
      const { maxEntries, fixedUserData, entryCount, isCompressed, data } = message;
      const reader = new BitReader(isCompressed ? decompressEntries(data) : data.bytes);
      reader.enter(isCompressed ? reader.bitsLeft : data.bits);
      const put = (_: number, text: string | undefined) => entryTextOf(text ?? '');
      decodeStringTableEntries(reader, { maxEntries, fixedUserData }, entryCount, { put });
      bitsLeft.push(reader.bitsLeft);
    }
  }
  return { tables, users, snapshot, signOn, bitsLeft };
}

function textsOf({ entries }: { readonly entries: readonly ({ text: string } | undefined)[] }) {
  return entries.map((entry) => entry?.text);
}

/** Users as another reader found them; it keeps what is left over behind the NUL of a network id. */
function expectedUsers(name: string): [number, string][] {
  const json = JSON.parse(
    new TextDecoder().decode(readRecording(`expected/${name.replace('.dem', '.rust.json')}`)),
  );
  const users: { userId: number; name: string; steamId: string }[] = Object.values(json.data.users);
  return users.map((user) => [user.userId, `${user.name} ${user.steamId.split('\0')[0]}`]);
}

describe.skipIf(areRecordingsAbsent)(`StringTables on real recordings${recordingsNote}`, () => {
  it.each(recordings)('read every table and snapshot of %s to its padding', (name) => {
    const { bitsLeft } = readTables(name);
    expect(bitsLeft.length).toBeGreaterThan(15);
    expect(Math.max(...bitsLeft)).toBeLessThan(8);
  });

  it.each(recordings.slice(0, 4))('find in %s the tables Team Fortress 2 has', (name) => {
    const { tables } = readTables(name);
    const found = tables.tables.map((table) => `${table.name} ${table.maxEntries}`);
    // Builds differ in how many particle effects there may be.
    expect(found.map((each) => each.replace(/^(ParticleEffectNames) (2048|4096)$/, '$1 8192'))).toEqual(
      TF2_TABLES,
    );
  });

  it.each(recordings.slice(0, 6))('find in %s the users another reader finds', (name) => {
    const { users } = readTables(name);
    expect([...users].sort(([a], [b]) => a - b)).toEqual(expectedUsers(name));
  });

  it.each(recordings.filter((name) => !name.includes('cut')))(
    'unpack the sounds of %s to what its snapshot says',
    (name) => {
      const { signOn, snapshot, tables } = readTables(name);
      const inSnapshot = snapshot.find((table) => table.name === 'soundprecache');
      const sounds = signOn.get('soundprecache') ?? [];
      expect(sounds.length).toBeGreaterThan(600);
      expect(textsOf(inSnapshot ?? { entries: [] }).slice(0, sounds.length)).toEqual(sounds);
      expect(tables.byName('soundprecache')?.entries.length).toBe(inSnapshot?.entries.length);
    },
  );

  it('pack a real table so that it unpacks to the same', () => {
    const { tables } = readTables('tf2-pov-gullywash.dem');
    const text = new TextEncoder().encode(
      textsOf(tables.byName('soundprecache') ?? { entries: [] }).join('\0'),
    );
    expect(Buffer.compare(decompressEntries(compressEntries(text)), text)).toBe(0);
  });
});
