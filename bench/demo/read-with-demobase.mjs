// Our own reader as it is installed: built, without a TypeScript loader, just as the Node peer runs. It never has the
// whole file: it is handed what comes from the disk, piece by piece.
import { createReadStream } from 'node:fs';
import { analyseDemo, DemoReader, summariseDemo } from '@demobase/demo';
import { measureReads } from './measure-reads.mjs';

const CHUNK_BYTES = 256 * 1024;

const open = (path) => createReadStream(path, { highWaterMark: CHUNK_BYTES });

await measureReads({
  async skip(path) {
    const reader = new DemoReader();
    for await (const chunk of open(path)) reader.push(chunk);
    reader.end();
    return { header: reader.header };
  },
  async summary(path) {
    const summary = await summariseDemo(open(path));
    const { players, kills, chat } = summary;
    return {
      summary,
      found: { players: players.length, kills: kills.length, chatLines: chat.length },
    };
  },
  state: (path) => analyseDemo(open(path)),
});
