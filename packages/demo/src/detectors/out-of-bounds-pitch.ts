import type { Detector } from './detector.ts';

const VALVE_SERVER = 'Valve Matchmaking Server';

/**
 * Anti-aim: a view further up or down than the game lets anybody look. Reported when it begins, not again until
 * the player has been seen alive and looking somewhere a player can, or has died.
 */
export const outOfBoundsPitch: Detector<{ readonly limitDegrees: number }> = {
  name: 'out_of_bounds_pitch',
  description: 'Looks further up or down than the game allows.',
  defaults: {
    /** The game stops at 89, and demos write 90 for whatever is beyond. */
    limitDegrees: 89.999,
  },
  start({ state, reader, judged, parameters, perPlayer, report }) {
    const outside = perPlayer(() => ({ is: false }));
    return {
      onTick() {
        for (const player of state.players)
          if (player.isInPvs && !player.isAlive) outside.of(player).is = false;
        for (const player of judged) {
          const { pitch } = player.viewAngles;
          const before = outside.of(player);
          const isOutside = Math.abs(pitch) > parameters.limitDegrees;
          if (isOutside && !before.is)
            report(player, { pitch, is_valve_server: isValveServer(reader.serverInfo) });
          before.is = isOutside;
        }
      },
    };
  },
};

/** Valve's own game servers refuse such views, so there it is rather the recording that is odd. */
function isValveServer(serverInfo: { readonly hostName: string } | undefined): boolean {
  return serverInfo?.hostName.trimStart().startsWith(VALVE_SERVER) ?? false;
}
