/**
 * Which game servers to list: all the conditions given must hold. Absent means "either way".
 *
 * Bounds seen in practice, which nothing here enforces: at most 48 operands in one `or`, at most 24 `gameAddress`
 * operands in one `nor` and never a single one, and a filter of a few kilobytes. Past them Steam answers as if
 * nothing matched.
 *
 * @example
 * // Team Fortress 2, somebody is on, and not one of Valve's own:
 * const filter: ServerFilter = { appId: 440, hasPlayers: true, nor: [{ tags: ['valve'] }] };
 */
export interface ServerFilter {
  /** Runs this app; 440 is Team Fortress 2. */
  readonly appId?: number | undefined;
  /** Does not run this app. */
  readonly notAppId?: number | undefined;
  /** Folder of the mod, exactly: `tf`, `cstrike`. */
  readonly gameDir?: string | undefined;
  /** Name of the map, exactly; no wildcards. */
  readonly map?: string | undefined;
  /** Every one of these is among the tags of the game server (`sv_tags`). */
  readonly tags?: readonly string[] | undefined;
  /** Every one of these is among its hidden tags, which few games set. */
  readonly hiddenTagsAll?: readonly string[] | undefined;
  /** At least one of these is among its hidden tags. */
  readonly hiddenTagsAny?: readonly string[] | undefined;
  /** The host name fits this pattern, in which `*` stands for any text. */
  readonly nameMatch?: string | undefined;
  /** The version fits this pattern, in which `*` stands for any text. */
  readonly versionMatch?: string | undefined;
  readonly dedicated?: boolean | undefined;
  /** Anti-cheat (VAC) is on. */
  readonly secure?: boolean | undefined;
  /** The host runs Linux. */
  readonly linux?: boolean | undefined;
  readonly passwordProtected?: boolean | undefined;
  /** `false`: nobody is on. */
  readonly hasPlayers?: boolean | undefined;
  readonly notFull?: boolean | undefined;
  /** Relays a match to spectators (SourceTV). */
  readonly spectatorProxy?: boolean | undefined;
  /** On Valve's whitelist. */
  readonly whitelisted?: boolean | undefined;
  /**
   * One game server an IP address. About the whole list, so not allowed in operands. Steam honours it unreliably
   * and answers with nothing when it is the only condition: `SteamWebApi.serverList` thins the list itself.
   */
  readonly uniqueAddress?: true | undefined;
  /** Where games connect to: `192.0.2.10` or `192.0.2.10:27015`. */
  readonly gameAddress?: string | undefined;
  /** Where queries go to: `192.0.2.10` or `192.0.2.10:27015`. */
  readonly queryAddress?: string | undefined;
  /** At least one of these holds. */
  readonly or?: readonly ServerFilter[] | undefined;
  /** All of these hold; of use inside other operands. */
  readonly and?: readonly ServerFilter[] | undefined;
  /** None of these holds. */
  readonly nor?: readonly ServerFilter[] | undefined;
  /** Not all of these hold. */
  readonly nand?: readonly ServerFilter[] | undefined;
}

/** Options that hold other filters. */
export type ServerFilterOperator = 'or' | 'and' | 'nor' | 'nand';

/** Options that say one thing of a game server. */
export type ServerFilterCondition = Exclude<keyof ServerFilter, ServerFilterOperator>;
