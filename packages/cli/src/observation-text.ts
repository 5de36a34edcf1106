import type { GameServerObservation, GameServerPart, PingData } from '@demobase/steam';
import { type Fact, formatFacts } from './facts.ts';
import { describePartOutcome } from './part-outcome-text.ts';
import { formatTable } from './table.ts';
import { formatDuration, formatTime } from './units.ts';

/** What a person reads about one game server: facts, who plays, rules, and in words what is missing. */
export function formatObservation(
  observation: GameServerObservation,
  { parts }: { parts: readonly GameServerPart[] },
): string[] {
  const { ping_data: ping, players_data: players, rules_data: rules } = observation;
  const facts: Fact[] = [
    ...(ping ? pingFacts(ping) : []),
    ['players', playerCountLines(observation)],
    ...parts.flatMap((part) => gapOf(part, observation)),
    ['asked', describeAsking(observation)],
  ];
  return [
    ...formatFacts(facts),
    ...(players ? ['', ...indent(playerTable(players.players ?? []))] : []),
    ...(rules ? ['', ...indent(ruleTable(rules.rules ?? []))] : []),
  ];
}

/** Who says how many play there, one a line: none of the three is the truth. */
function playerCountLines({ player_counts: counts, ping_data: ping }: GameServerObservation): string[] {
  const { listed, reported, reported_bots: bots, counted } = counts;
  const max = ping?.max_players === undefined ? '' : ` of ${ping.max_players}`;
  return [
    ...(reported === undefined ? [] : [`${reported}${max}${botsText(bots)}, says the server`]),
    ...(listed === undefined ? [] : [`${listed}, says Steam’s list`]),
    ...(counted === undefined ? [] : [`${counted} in the list of players`]),
  ];
}

function botsText(bots: number | undefined): string {
  if (bots === undefined) return '';
  return bots === 0 ? ', no bots' : `, ${bots} of them ${bots === 1 ? 'a bot' : 'bots'}`;
}

function pingFacts(ping: PingData): Fact[] {
  const { spectator_port: tvPort, spectator_server_name: tvName = '' } = ping;
  return [
    ['name', ping.server_name],
    ['map', ping.map],
    ['game', ping.game_description],
    ['app', join([ping.app_id, ping.gamedir, ping.version && `version ${ping.version}`])],
    ['kind', join([...flagsOf(ping)])],
    ['tags', ping.gametype?.replaceAll(',', ', ')],
    ['game port', ping.game_port?.toString()],
    ['SourceTV', tvPort === undefined ? undefined : `port ${tvPort} ${tvName}`.trim()],
    ['Steam ID', ping.steamid],
    ['location', ping.sdr_popid === undefined ? undefined : readPopId(ping.sdr_popid)],
  ];
}

function* flagsOf({ dedicated, secure, password }: PingData): Generator<string> {
  if (dedicated !== undefined) yield dedicated ? 'dedicated' : 'not dedicated';
  if (secure !== undefined) yield secure ? 'VAC' : 'no VAC';
  if (password !== undefined) yield password ? 'password' : 'no password';
}

/** Three or four letters packed into a number, as 7173992 for `mwh`: a place of Steam's relay. */
function readPopId(id: number): string {
  const letters = [24, 16, 8, 0].map((shift) => (id >>> shift) & 0xff).filter((code) => code !== 0);
  return String.fromCharCode(...letters);
}

/** Parts that were asked for and not answered whole. */
function gapOf(part: GameServerPart, { outcomes }: GameServerObservation): Fact[] {
  const outcome = outcomes[part];
  return outcome.outcome === 'ok' ? [] : [[part, describePartOutcome(outcome)]];
}

function describeAsking({ via, observed_at, outcomes }: GameServerObservation): string {
  const rttMs = [outcomes.ping, outcomes.players, outcomes.rules].find(({ rtt_ms }) => rtt_ms !== undefined);
  const way = via === 'relay' ? 'through Steam’s relay' : 'over UDP';
  const time = `${formatTime(new Date(observed_at))} UTC`;
  return join([`${way}, ${time}`, rttMs && `answered in ${rttMs.rtt_ms} ms`]) ?? way;
}

function playerTable(players: readonly { name: string; score: number; time_played?: number }[]): string[] {
  if (players.length === 0) return ['Nobody is on.'];
  const rows = players.map(({ name, score, time_played: seconds }) => [
    String(score),
    seconds === undefined || seconds < 0 ? '-' : formatDuration(seconds),
    name,
  ]);
  return formatTable(['SCORE', 'TIME', 'PLAYER'], rows, { alignRight: ['SCORE', 'TIME'] });
}

function ruleTable(rules: readonly { rule: string; value: string }[]): string[] {
  if (rules.length === 0) return ['It tells no rules.'];
  return formatTable(
    ['RULE', 'VALUE'],
    rules.map(({ rule, value }) => [rule, value]),
  );
}

function indent(lines: readonly string[]): string[] {
  return lines.map((line) => `  ${line}`);
}

function join(parts: readonly (string | number | undefined)[]): string | undefined {
  const said = parts.filter((part) => part !== undefined && part !== '');
  return said.length === 0 ? undefined : said.join(', ');
}
