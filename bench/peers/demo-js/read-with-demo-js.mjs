// @demostf/demo.js as its API reads unless told otherwise: it follows the players, too.
import { measureReads } from '../../demo/measure-reads.mjs';
import { analyse, summarise } from './analyse-with-demo-js.mjs';

await measureReads({
  summary: (path) => summarise(path),
  state(path) {
    const { header, match } = analyse(path);
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
