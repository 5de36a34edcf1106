import { AnalysisFormatError, type DemoAnalysis, decodeAnalysis, encodeAnalysis } from '@demobase/demo';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AnalysisDocument, type StorableDetection } from './ingest-document.ts';

const ANALYSIS: DemoAnalysis = {
  author: 'somebody',
  detections: [
    {
      tick: 66,
      algorithm: 'aim_snap',
      player: 76561198006409531n,
      data: { degrees: [1.5, 90], note: '{"[,' },
    },
    { tick: 67, algorithm: 'view_180', player: 76561198006409533n, data: null },
  ],
  duration: 12_000,
  map: 'cp_process_final',
  server_ip: '169.254.71.12:27015',
};

async function readAll(text: string): Promise<StorableDetection[]> {
  const document = await AnalysisDocument.open(Buffer.from(text));
  return [...document.batches()].flat();
}

describe('AnalysisDocument', () => {
  it('reads what a program wrote, and every digit of its Steam IDs', async () => {
    const document = await AnalysisDocument.open(Buffer.from(encodeAnalysis(ANALYSIS)));
    expect(document.head).toEqual({
      author: 'somebody',
      durationTicks: 12_000,
      map: 'cp_process_final',
      serverIp: '169.254.71.12:27015',
      detectionCount: 2,
    });
    expect([...document.batches()]).toEqual([
      [
        {
          ...{ tick: 66, algorithm: 'aim_snap', steamId: 76561198006409531n },
          data: '{"degrees":[1.5,90],"note":"{\\"[,"}',
        },
        { tick: 67, algorithm: 'view_180', steamId: 76561198006409533n, data: 'null' },
      ],
    ]);
  });

  it('reads the same however it is laid out, in any order of its parts, after a byte order mark', async () => {
    const { detections, ...rest } = JSON.parse(encodeAnalysis(ANALYSIS).replaceAll(/\d{17}/g, '1'));
    const expected = await readAll(JSON.stringify({ detections, ...rest }));
    for (const value of [
      { detections, ...rest },
      { ...rest, detections, more: [{ a: [] }] },
    ]) {
      for (const indent of [0, 2, '\t', ' \r\n']) {
        expect(await readAll(`\ufeff \n${JSON.stringify(value, null, indent)}\r\n\t `)).toEqual(expected);
      }
    }
  });

  it('reads any analysis as decodeAnalysis does, in batches of some hundred', async () => {
    const detection = fc.record({
      tick: fc.integer(),
      algorithm: fc.string(),
      player: fc.bigInt(0n, 2n ** 63n - 1n),
      data: fc.jsonValue().filter((value) => !JSON.stringify(value).includes('e-')),
    });
    const analysis = fc.record({
      author: fc.string(),
      detections: fc.array(detection, { maxLength: 30 }),
      duration: fc.nat(),
      map: fc.string(),
      server_ip: fc.string(),
    });
    await fc.assert(
      fc.asyncProperty(analysis, async (value) => {
        const text = encodeAnalysis(value as DemoAnalysis);
        const read = await readAll(text);
        expect(read.map(({ tick, steamId }) => [tick, steamId])).toEqual(
          decodeAnalysis(text).detections.map(({ tick, player }) => [tick, player]),
        );
      }),
      { numRuns: 100 },
    );
    const many = Array.from({ length: 1_201 }, (_, tick) => ({
      ...{ tick, algorithm: 'a', player: 1n, data: null },
    }));
    const document = await AnalysisDocument.open(
      Buffer.from(encodeAnalysis({ ...ANALYSIS, detections: many })),
    );
    const batches = [...document.batches()];
    expect(batches.map((batch) => batch.length)).toEqual([500, 500, 201]);
    expect(batches.flat().map(({ tick }) => tick)).toEqual(many.map(({ tick }) => tick));
    expect(document.head.detectionCount).toBe(1_201);
  });

  it('reads ticks as far as the database goes, and no further', async () => {
    const at = (tick: number) =>
      readAll(
        encodeAnalysis({ ...ANALYSIS, detections: [{ tick, algorithm: 'a', player: 1n, data: null }] }),
      );
    for (const tick of [-(2 ** 31), -1, 0, 2 ** 31 - 1]) expect(await at(tick)).toMatchObject([{ tick }]);
    for (const tick of [-(2 ** 31) - 1, 2 ** 31]) await expect(at(tick)).rejects.toThrow(/tick/);
  });

  it('reads an analysis that found nothing', async () => {
    const document = await AnalysisDocument.open(
      Buffer.from(encodeAnalysis({ ...ANALYSIS, detections: [] })),
    );
    expect(document.head.detectionCount).toBe(0);
    expect([...document.batches()]).toEqual([]);
  });

  it('makes texts fit for the database, and keeps large numbers in data', async () => {
    const text =
      '{"author":"a\\u0000b","detections":[{"tick":1,"algorithm":"\\ud800x","player":0,' +
      '"data":{"k\\u0000":["\\u0000",18446744073709551615,-0.5]}}],"duration":1,"map":"","server_ip":""}';
    const document = await AnalysisDocument.open(Buffer.from(text));
    expect(document.head.author).toBe('a\ufffdb');
    expect([...document.batches()].flat()).toEqual([
      {
        ...{ tick: 1, algorithm: '\ufffdx', steamId: 0n },
        data: '{"k\ufffd":["\ufffd",18446744073709551615,-0.5]}',
      },
    ]);
  });

  it.each(['demobase', 'Demobase', ' demobase\n'])('lets nobody pass for us, as %j', async (author) => {
    const document = await AnalysisDocument.open(Buffer.from(encodeAnalysis({ ...ANALYSIS, author })));
    expect(document.head.author).toBe('demobase (elsewhere)');
  });

  const head = '"author":"a","duration":1,"map":"m","server_ip":"s"';
  const detection = '{"tick":1,"algorithm":"a","player":76561198006409531,"data":null}';
  it.each([
    ['nothing', '', /no object/],
    ['no object', '[]', /no object/],
    ['a text', '"x"', /no object/],
    ['no detections', `{${head}}`, /detections/],
    ['detections that are no list', `{${head},"detections":{}}`, /detections/],
    ['detections twice', `{${head},"detections":[],"detections":[]}`, /twice/],
    ['detections twice, once escaped', `{${head},"detections":[],"d\\u0065tections":[]}`, /twice/],
    ['no author', '{"detections":[],"duration":1,"map":"m","server_ip":"s"}', /author/],
    ['a duration that is a text', `{${head},"duration":"1","detections":[]}`, /duration/],
    ['more after its end', `{${head},"detections":[]}{}`, /goes on/],
    ['no end', `{${head},"detections":[`, /detections\[0\]|early/],
    ['no end of a text', `{${head},"detections":["`, /does not end/],
    ['a comma too many', `{${head},"detections":[${detection},]}`, /bracket|missing/],
    ['two commas', `{${head},"detections":[${detection},,${detection}]}`, /missing/],
    ['no comma', `{${head},"detections":[${detection}${detection}]}`, /comma/],
    ['brackets that do not match', `{${head},"detections":[{"tick":[1}]]}`, /bracket/],
    ['brackets that would match elsewhere', `{${head},"detections":[1],"x":[2}`, /bracket/],
    ['a word that is none', `{${head},"detections":[${detection},tru]}`, /JSON/],
    ['a word with a quotation mark', `{${head},"detections":[1",","]}`, /JSON|does not end|comma/],
    ['a detection that is none', `{${head},"detections":[${detection},7]}`, /detections\[1\] is no object/],
    [
      'a tick that is a text',
      `{${head},"detections":[${detection.replace(':1,', ':"1",')}]}`,
      /detections\[0\]\.tick/,
    ],
    [
      'a tick beyond 32 bits',
      `{${head},"detections":[${detection.replace(':1,', ':4294967296,')}]}`,
      /detections\[0\]\.tick/,
    ],
    [
      'a player beyond 64 bits',
      `{${head},"detections":[${detection.replace('76561198006409531', '18446744073709551616')}]}`,
      /player/,
    ],
    [
      'a player beyond what a database holds',
      `{${head},"detections":[${detection.replace('76561198006409531', '18446744073709551615')}]}`,
      /player/,
    ],
    [
      'a player that is a fraction',
      `{${head},"detections":[${detection.replace('76561198006409531', '7.5')}]}`,
      /player/,
    ],
    ['depth', `{${head},"detections":[${'['.repeat(100_000)}${']'.repeat(100_000)}]}`, /64 levels deep/],
    ['depth besides', `{${head},"x":${'{"a":'.repeat(65)}`, /64 levels deep/],
    ['a large detection', `{${head},"detections":["${'x'.repeat(70_000)}"]}`, /65536 bytes/],
    ['a large part', `{${head},"x":[${'[],'.repeat(30_000)}1],"detections":[]}`, /65536 bytes/],
    ['many parts', `{${'"x":"yyyyyyyyyyyyyyyyyyyyyyyy",'.repeat(3_000)}${head}}`, /65536 bytes/],
    ['a large name', `{"${'x'.repeat(70_000)}":1}`, /65536 bytes/],
    ['binary', '\x00\x01\x02', /no object/],
  ])('refuses %s, and says where', async (_what, text, reason) => {
    const refusal = readAll(text);
    await expect(refusal).rejects.toBeInstanceOf(AnalysisFormatError);
    await expect(refusal).rejects.toMatchObject({ reason: expect.stringMatching(reason) });
  });

  it('says the place of what is wrong in the whole list, far behind the first batch', async () => {
    const list = Array.from({ length: 1_300 }, (_, i) => (i === 1_234 ? '{"tick":1}' : detection));
    await expect(readAll(`{${head},"detections":[${list.join(',')}]}`)).rejects.toMatchObject({
      reason: expect.stringContaining('detections[1234].'),
    });
  });

  it('refuses or reads whatever is cut off or changed, and throws nothing else', async () => {
    const bytes = Buffer.from(encodeAnalysis(ANALYSIS));
    for (let length = 0; length < bytes.length; length += 1) {
      await expect(readAll(bytes.subarray(0, length).toString())).rejects.toBeInstanceOf(AnalysisFormatError);
    }
    const at = fc.nat(bytes.length - 1);
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(at, fc.nat(255)), { minLength: 1 }), async (changes) => {
        const changed = Buffer.from(bytes);
        for (const [place, byte] of changes) changed[place] = byte;
        try {
          const document = await AnalysisDocument.open(changed);
          [...document.batches()];
        } catch (error) {
          expect(error).toBeInstanceOf(AnalysisFormatError);
        }
      }),
      { numRuns: 500 },
    );
  });
});
