import { describe, expect, it } from 'vitest';
import { commandBytes, decodeCommand } from '../../src/commands/decode-command.ts';
import { type Command, encodeCommand } from '../../src/commands/encode-command.ts';
import { DEMO_HEADER_BYTES } from '../../src/header/demo-header.ts';
import { areRecordingsAbsent, readRecording, recordingsNote } from '../recordings.ts';
import { packet } from '../small-demo.ts';
import { Campaign, inPieces, SHARE_READ } from './campaign.ts';
import { mutateBytes, mutateDemo } from './mutate-demo.ts';
import { join, mutatePayload } from './mutate-payload.ts';
import { ReaderOfEverything } from './read-everything.ts';

const RECORDINGS = [
  'tf2-pov-gullywash',
  'tf2-pov-steel-2024',
  'hl2dm-stv-airfusion',
  'portal-pov-protocol15',
];
const PACKETS = 20_000 * SHARE_READ;
/** One sign-on costs as much as hundreds of packets. */
const PACKETS_OF_A_READER = 200;
const WHOLE = 400 * SHARE_READ;
/** More of a recording than this is not read again and again. */
const MOST_COMMANDS = 400;
const PATIENCE_MS = 900_000;

describe.skipIf(areRecordingsAbsent)(`recordings, mutated${recordingsNote}`, () => {
  it.each(RECORDINGS)(
    '%s: reads what it can of mutated packets behind its sign-on',
    (name) => {
      const { header, commands } = readCommands(name);
      const syncAt = commands.findIndex(({ type }) => type === 'sync-tick');
      const signon = join(header, ...commands.slice(0, syncAt + 1).map(encodeCommand));
      const packets = commands
        .slice(syncAt)
        .flatMap((each) => (each.type === 'packet' ? [each.payload] : []));
      const campaign = new Campaign(`${name}-packets`);
      let everything = new ReaderOfEverything();
      let pieces: Uint8Array[] = [];
      let problems = 0;
      for (let input = 0; input < PACKETS / RECORDINGS.length; input++) {
        if (input % PACKETS_OF_A_READER === 0) {
          everything = new ReaderOfEverything();
          pieces = [signon];
          everything.push(signon);
          const whole = encodeCommand(packet('packet', 0, packets[0] ?? new Uint8Array()));
          pieces.push(whole);
          everything.push(whole);
        }
        campaign.next(
          (random) => {
            const payload = packets[random.below(packets.length)] ?? new Uint8Array();
            const other = packets[random.below(packets.length)] ?? new Uint8Array();
            const piece = encodeCommand(packet('packet', input, mutatePayload(payload, other, random)));
            pieces.push(piece);
            const problemsBefore = everything.reader.problemCount;
            everything.push(piece);
            if (everything.reader.problemCount > problemsBefore) problems++;
            if (input % PACKETS_OF_A_READER === PACKETS_OF_A_READER - 1) everything.read([]);
          },
          () => join(...pieces),
        );
      }
      expect(problems).toBeGreaterThan(0);
    },
    PATIENCE_MS,
  );

  it.each(RECORDINGS)(
    '%s: reads what it can of the recording, mutated anywhere',
    (name) => {
      const { header, commands } = readCommands(name);
      const campaign = new Campaign(`${name}-whole`);
      for (let input = 0; input < WHOLE / RECORDINGS.length; input++) {
        let demo = header;
        campaign.next(
          (random) => {
            const isFramingKept = random.below(2) === 0;
            demo = isFramingKept
              ? mutateDemo(header, commands, random)
              : mutateBytes(join(header, ...commands.map(encodeCommand)), random);
            new ReaderOfEverything().read(inPieces(demo, random));
          },
          () => demo,
        );
      }
    },
    PATIENCE_MS,
  );
});

function readCommands(name: string): { header: Uint8Array; commands: Command[] } {
  const demo = readRecording(`${name}.dem`);
  const commands: Command[] = [];
  for (let at = DEMO_HEADER_BYTES; at < demo.length && commands.length < MOST_COMMANDS; ) {
    const command = decodeCommand(demo, at);
    commands.push(command);
    at += commandBytes(command);
  }
  return { header: demo.slice(0, DEMO_HEADER_BYTES), commands };
}
