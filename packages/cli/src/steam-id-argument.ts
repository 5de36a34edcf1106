import { SteamId, SteamIdError } from '@demobase/steam';
import { UsageError } from './command-error.ts';

/** Reads a Steam ID in any spelling, given on the command line. @throws {UsageError} */
export function parseSteamId(text: string): bigint {
  if (/steamcommunity\.com\/id\//i.test(text)) {
    throw new UsageError(
      'Only Steam knows whose address of a profile that is. "demobase player ADDRESS" asks it for the Steam ID.',
    );
  }
  try {
    return SteamId.parse(text).steamId64;
  } catch (error) {
    if (error instanceof SteamIdError) throw new UsageError(error.message, { cause: error });
    throw error;
  }
}
