// The parse modes of @demostf/demo.js: MINIMAL, in which its own program gives chat, players, deaths and rounds, and
// ENTITIES, which follows the players too and is what its API does unless told otherwise.
import { readFileSync } from 'node:fs';
import { Demo } from '@demostf/demo.js';
import { measureReads } from '../../demo/measure-reads.mjs';

const MINIMAL = 0;
const ENTITIES = 1;

function analyse(path, mode) {
  // A file of a few KB would share its buffer with others, and the reader takes all of a buffer.
  const { buffer, byteOffset, byteLength } = readFileSync(path);
  const analyser = new Demo(buffer.slice(byteOffset, byteOffset + byteLength)).getAnalyser(mode);
  const header = analyser.getHeader();
  return { header, match: analyser.getBody() };
}

await measureReads({
  summary(path) {
    const { header, match } = analyse(path, MINIMAL);
    const state = match.getState();
    const { users, deaths, chat } = state;
    return {
      header,
      state,
      found: { players: Object.keys(users).length, kills: deaths.length, chatLines: chat.length },
    };
  },
  state(path) {
    const { header, match } = analyse(path, ENTITIES);
    const players = Array.from(match.playerEntityMap.values(), ({ user, ...player }) => ({
      name: user.name,
      steamId: user.steamId,
      health: player.health,
      position: player.position,
      viewAngle: player.viewAngle,
      team: player.team,
      classId: player.classId,
    }));
    return { header, state: match.getState(), players };
  },
});
