import Type from 'typebox';

const Count = Type.Optional(Type.Integer());
const PartOutcome = Type.Object(
  {
    outcome: Type.String({ description: 'ok, partial, no-answer, … as @demobase/steam tells them.' }),
    reason: Type.Optional(Type.String()),
    rtt_ms: Type.Optional(Type.Number()),
    sends: Type.Optional(Type.Integer({ description: 'Datagrams sent; absent for the relay.' })),
  },
  { additionalProperties: true },
);

/** `GameServerObservation` of `@demobase/steam`, which is served as it is: what is not named here passes, too. */
export const Observation = Type.Object(
  {
    address: Type.String(),
    remote_address: Type.Optional(Type.String({ description: 'What a host name stood for; over UDP only.' })),
    via: Type.String({ description: 'udp, relay (of Steam), or none: then failure says why.' }),
    observed_at: Type.String(),
    failure: Type.Optional(Type.Object({ outcome: Type.String(), reason: Type.String() })),
    outcomes: Type.Object({ ping: PartOutcome, players: PartOutcome, rules: PartOutcome }),
    player_counts: Type.Object(
      { listed: Count, reported: Count, reported_bots: Count, counted: Count },
      { description: 'How many play there, as Steam, the game server and its list of players say.' },
    ),
    ping_data: Type.Optional(
      Type.Object(
        {},
        { additionalProperties: true, description: 'As in Steam’s QueryByFakeIP: server_name, map, …' },
      ),
    ),
  },
  { additionalProperties: true },
);
