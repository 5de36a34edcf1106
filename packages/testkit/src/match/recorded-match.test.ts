import { DemoReader, type Entity, FramingReader, type GameEvent, summariseDemo } from '@demobase/demo';
import { describe, expect, it } from 'vitest';
import type { MatchFacts } from './match-facts.ts';
import { completeMatchOptions } from './match-options.ts';
import { Match } from './simulation/match.ts';
import { buildMatch } from './stream-match.ts';

const CHEATS = [
  { player: 2, kind: 'half-turn', atTick: 700 },
  { player: 3, kind: 'silent-aim', atTick: 900 },
  { player: 5, kind: 'out-of-bounds-pitch', atTick: 1100 },
] as const;
/** Short rounds, much talk, and everything else a match has, within a minute. */
const BUSY = {
  ticks: 3000,
  roundSeconds: 14,
  chatEverySeconds: 1,
  leaveEverySeconds: 8,
  voteEverySeconds: 20,
  pauseEverySeconds: 60,
  cheats: CHEATS,
} as const;

const MATCHES = {
  stv: buildMatch({ ...BUSY, kind: 'stv', ticksPerPacket: 4, bots: 2 }),
  pov: buildMatch({ ...BUSY, kind: 'pov', ticks: 1800, players: 16, recorder: 3 }),
};

/** Reads a demo in small pieces, and keeps what the game server told in it. */
function read(bytes: Uint8Array, prepare: (reader: DemoReader) => void = () => {}): GameEvent[] {
  const reader = new DemoReader();
  const events: GameEvent[] = [];
  reader.on('game-event', (event) => events.push(event));
  reader.on('message', () => {});
  prepare(reader);
  for (let at = 0; at < bytes.length; at += 10_000) reader.push(bytes.subarray(at, at + 10_000));
  reader.end();
  expect(reader.problems).toEqual([]);
  expect(reader.isComplete).toBe(true);
  return events;
}

function sumBy(events: readonly GameEvent[], event: string, who: string, what: string): Map<number, number> {
  const sums = new Map<number, number>();
  for (const { name, values } of events) {
    if (name !== event || values.userid === values[who] || values[who] === 0) continue;
    const user = Number(values[who]);
    sums.set(user, (sums.get(user) ?? 0) + Number(values[what]));
  }
  return sums;
}

describe.each(['stv', 'pov'] as const)('a built %s match', (kind) => {
  const { bytes, facts } = MATCHES[kind];

  it('is a whole demo whose header tells the truth', () => {
    const reader = new FramingReader();
    reader.push(bytes);
    reader.end();
    expect(reader).toMatchObject({ isComplete: true, bytesRead: facts.sizeBytes });
    expect(reader).toMatchObject({ playbackTicks: facts.lastTick, playbackFrames: facts.packetCount });
    expect(reader.completedLateBytes()).toEqual(reader.header?.late);
    expect(facts.lateBytes).toEqual(reader.header?.late);
  });

  it('holds what its facts say: kills, damage, healing, rounds, votes, pauses, captures', async () => {
    const events = read(bytes);
    const summary = await summariseDemo([bytes]);
    expect(facts.kills.length).toBeGreaterThan(4);
    expect(
      summary.kills.map(({ tick, victim, attacker, assister, weapon, crit, customKill, isFeigned }) => ({
        ...{ tick, weapon, crit, customKill, isFeigned },
        ...{ victim: victim.userId, attacker: attacker?.userId ?? 0, assister: assister?.userId },
      })),
    ).toEqual(facts.kills);
    const told = (of: (player: MatchFacts['players'][number]) => number) =>
      new Map(facts.players.filter((player) => of(player) > 0).map((player) => [player.userId, of(player)]));
    expect(sumBy(events, 'player_hurt', 'attacker', 'damageamount')).toEqual(told(({ damage }) => damage));
    expect(sumBy(events, 'player_healed', 'healer', 'amount')).toEqual(told(({ healing }) => healing));
    expect(summary.rounds.map(({ startTick, endTick }) => [startTick, endTick ?? undefined])).toEqual(
      facts.rounds.map(({ startTick, winTick }) => [startTick, winTick]),
    );
    expect(summary.pauses.map(({ fromTick, toTick }) => ({ fromTick, toTick: toTick ?? undefined }))).toEqual(
      facts.pauses,
    );
    expect(summary.votes.map(({ outcome, ballots }) => [outcome, ballots.length])).toEqual(
      facts.votes.map(({ outcome, ballots }) => [outcome, ballots.length]),
    );
    expect(summary.captures.map(({ tick }) => tick)).toEqual(facts.captures.map(({ tick }) => tick));
  });

  it('names everybody who was there, and when they came and went', async () => {
    const summary = await summariseDemo([bytes]);
    const found = summary.players
      .filter(({ isSourceTv }) => !isSourceTv)
      .flatMap(({ networkId, connections }) =>
        connections.map(({ userId, disconnectTick }) => ({
          userId,
          networkId,
          disconnectedAtTick: disconnectTick ?? undefined,
        })),
      );
    const byUserId = (a: { userId: number }, b: { userId: number }) => a.userId - b.userId;
    // Bots share what they are called by, so that a reader may count them as one.
    expect(found.filter(({ networkId }) => networkId !== 'BOT').sort(byUserId)).toEqual(
      facts.players
        .filter(({ isBot }) => !isBot)
        .map(({ userId, networkId, disconnectedAtTick }) => ({ userId, networkId, disconnectedAtTick }))
        .sort(byUserId),
    );
    expect(facts.players.some(({ disconnectedAtTick }) => disconnectedAtTick !== undefined)).toBe(true);
    expect(facts.players.some(({ connectedAtTick }) => connectedAtTick > 0)).toBe(true);
  });

  it('ends with every entity as the match left it', () => {
    const players = new Map<number, Entity>();
    read(bytes, (reader) => {
      reader.watchEntities({
        propertiesOf: () => 'all',
        onEnter: (entity) => {
          if (entity.serverClass.name === 'CTFPlayer') players.set(entity.index, entity);
        },
        onDelete: (entity) => {
          players.delete(entity.index);
        },
      });
    });
    const options = kind === 'stv' ? { ticksPerPacket: 4, bots: 2 } : { players: 16, recorder: 3 };
    const match = new Match(completeMatchOptions({ ...BUSY, kind, ...options }));
    while (match.state.tick < facts.lastTick) match.advance();
    let seen = 0;
    for (const player of match.state.players) {
      const entity = player === undefined ? undefined : players.get(player.entityIndex);
      if (player === undefined || entity?.isInPvs !== true) continue;
      seen++;
      const table =
        player.userId === facts.recorder ? 'DT_TFLocalPlayerExclusive' : 'DT_TFNonLocalPlayerExclusive';
      const place = entity.plan.slotOf(`${table}.m_vecOrigin`);
      expect(Math.abs(entity.number(place) - player.x)).toBeLessThan(0.07);
      expect(Math.abs(entity.number(place + 1) - player.y)).toBeLessThan(0.07);
      expect(entity.value('DT_BasePlayer.m_iHealth')).toBe(player.health);
      expect(entity.value('DT_BaseEntity.m_iTeamNum')).toBe(player.team);
      expect(entity.value('DT_TFPlayerClassShared.m_iClass')).toBe(player.playerClass.number);
      const yaw = Number(entity.value(`${table}.m_angEyeAngles[1]`));
      expect(Math.abs(yaw - player.yaw)).toBeLessThan(0.2);
    }
    expect(seen).toBeGreaterThan(kind === 'stv' ? 20 : 1);
  });
});

describe('a match that is recorded by SourceTV', () => {
  it('tells of chat to everybody, in the words and by the names of then', async () => {
    const { bytes, facts } = MATCHES.stv;
    const { chat } = await summariseDemo([bytes]);
    const lines = chat.filter(({ format }) => format?.startsWith('TF_Chat') ?? false);
    expect(lines.map(({ tick, from, text, format }) => [tick, from, text, format])).toEqual(
      facts.chat.map(({ tick, name, text, isDead }) => [
        tick,
        name,
        text,
        isDead ? 'TF_Chat_AllDead' : 'TF_Chat_All',
      ]),
    );
    expect(facts.chat.length).toBeGreaterThan(5);
  });

  it('shows each cheat in its ticks, and nobody else doing the same', () => {
    const { bytes, facts } = MATCHES.stv;
    const outOfBounds = new Set<string>();
    read(bytes, (reader) => {
      const take = (entity: Entity) => {
        const pitch = Number(entity.value('DT_TFNonLocalPlayerExclusive.m_angEyeAngles[0]'));
        if (Math.abs(pitch) > 89.999) outOfBounds.add(`${entity.index} ${reader.tick}`);
      };
      const propertiesOf = ({ name }: { name: string }) =>
        name === 'CTFPlayer' ? ('all' as const) : undefined;
      reader.watchEntities({ propertiesOf, onEnter: take, onUpdate: take });
    });
    const entityOf = (userId: number) =>
      facts.players.find((player) => player.userId === userId)?.entityIndex;
    expect(facts.cheats.map(({ kind }) => kind).sort()).toEqual(CHEATS.map(({ kind }) => kind).sort());
    expect(facts.cheats.every(({ isSeen }) => isSeen)).toBe(true);
    const planted = facts.cheats.flatMap(({ kind, userId, fromTick, toTick }) => {
      const at = (tick: number) => `${entityOf(userId)} ${tick}`;
      if (kind === 'half-turn') return [at(fromTick - 1), at(fromTick)];
      return kind === 'out-of-bounds-pitch'
        ? Array.from({ length: toTick - fromTick + 1 }, (_, i) => at(fromTick + i))
        : [];
    });
    expect([...outOfBounds].sort()).toEqual(planted.sort());
  });

  it('numbers who fires bullets from 0, and names who swings by their entity', () => {
    const { bytes, facts } = MATCHES.stv;
    const shooters = new Set<number>();
    read(bytes, (reader) => {
      reader.watchTempEntities({
        propertiesOf: ({ name }) => (SHOTS.includes(name) ? 'all' : undefined),
        onTempEntity: (effect) => {
          const shooter = effect.value('DT_TEFireBullets.m_iPlayer');
          const handle = effect.value('DT_TEPlayerAnimEvent.m_hPlayer');
          shooters.add(shooter === undefined ? Number(handle) & 0x7ff : Number(shooter) + 1);
        },
      });
    });
    const entities = new Set(facts.players.map(({ entityIndex }) => entityIndex));
    expect(shooters.size).toBeGreaterThan(10);
    expect([...shooters].filter((entity) => !entities.has(entity))).toEqual([]);
  });
});

const SHOTS = ['CTEFireBullets', 'CTEPlayerAnimEvent'];

describe('a match that a player records', () => {
  const { bytes, facts } = MATCHES.pov;

  it('has their camera where their entity is, and their input', () => {
    let apart = 0;
    let inputs = 0;
    read(bytes, (reader) => {
      const entities: Entity[] = [];
      const recorder = facts.players.find(({ userId }) => userId === facts.recorder);
      reader.watchEntities({
        propertiesOf: ({ name }) => (name === 'CTFPlayer' ? 'all' : undefined),
        onEnter: (entity) => {
          if (entity.index === recorder?.entityIndex) entities[0] = entity;
        },
      });
      reader.on('packet-end', ({ info }) => {
        const [entity] = entities;
        if (entity === undefined) return;
        const x = entity.number(entity.plan.slotOf('DT_TFLocalPlayerExclusive.m_vecOrigin'));
        apart = Math.max(apart, Math.abs(x - info.views[0].origin[0]));
      });
      reader.on('user-command', () => inputs++);
    });
    expect(apart).toBe(0);
    expect(inputs).toBe(facts.packetCount);
  });

  it('loses others from sight and finds them again, and hears its own team only', () => {
    let left = 0;
    let entered = 0;
    read(bytes, (reader) => {
      reader.watchEntities({
        propertiesOf: ({ name }) => (name === 'CTFPlayer' ? 'all' : undefined),
        onEnter: () => entered++,
        onLeave: () => left++,
      });
    });
    expect(left).toBeGreaterThan(3);
    expect(entered).toBeGreaterThan(left);
    const team = (userId: number, tick: number) =>
      facts.players
        .find((player) => player.userId === userId)
        ?.teams.findLast(({ fromTick }) => fromTick <= tick)?.team;
    const ownTeam = facts.chat.filter(({ isTeamOnly }) => isTeamOnly);
    for (const { userId, tick } of ownTeam) expect(team(userId, tick)).toBe(team(facts.recorder ?? 0, tick));
  });
});
