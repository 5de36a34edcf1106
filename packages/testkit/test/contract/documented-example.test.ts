import { GameServers, SteamWebApi } from '@demobase/steam';
import { describe, expect, it, onTestFinished } from 'vitest';
import { startSteamSimulator } from '../../src/steam-simulator/start-steam-simulator.ts';

/** What the documentation of the Python system prints, without the part of its class that is no answer of Steam. */
const documentedServer = {
  addr: '169.254.189.228:41928',
  gameport: 41928,
  steamid: '90178913460028417',
  name: 'Valve Matchmaking Server (Washington srcds1002-eat1 #94)',
  appid: 440,
  gamedir: 'tf',
  version: '8604597',
  product: 'tf',
  region: 255,
  players: 24,
  max_players: 32,
  bots: 0,
  map: 'pl_pier',
  secure: true,
  dedicated: true,
  os: 'l',
  gametype: 'hidden,increased_maxplayers,payload,valve',
};

const documentedAnswer = {
  ping_data: {
    server_ip: { v4: 2852044260 },
    query_port: 41928,
    game_port: 41928,
    server_name: 'Valve Matchmaking Server (Washington srcds1002-eat1 #94)',
    steamid: '90178913460028417',
    app_id: 440,
    gamedir: 'tf',
    map: 'pl_pier',
    game_description: 'Team Fortress',
    gametype: 'hidden,increased_maxplayers,payload,valve',
    num_players: 23,
    max_players: 32,
    num_bots: 0,
    password: false,
    secure: true,
    dedicated: true,
    version: '8604597',
    sdr_popid: 7173992,
  },
  players_data: {
    players: [
      { name: 'Javaris Jamar Javarison-Lamar', score: 0, time_played: 3079 },
      { name: 'DamitriusDamarcusBartholamyJame', score: 1, time_played: 2733 },
      { name: 'joe', score: 1, time_played: 1800 },
      { name: 'soysauce20001', score: 2, time_played: 1302 },
      { name: 'Buhda', score: 4, time_played: 1153 },
    ],
  },
};

describe('the documented example', () => {
  it('prints the documented answer', async () => {
    const steam = await startSteamSimulator({
      gameServers: [
        {
          listing: documentedServer,
          ping: { num_players: 23 },
          players: documentedAnswer.players_data.players,
        },
      ],
    });
    onTestFinished(() => steam.close());
    const printed: string[] = [];
    const print = (value: unknown) => void printed.push(JSON.stringify(value, null, 4));

    const filter = { appId: 440, hasPlayers: true, linux: true, tags: ['valve'] };
    const limit = 1;
    const webApi = new SteamWebApi({ key: steam.apiKey, baseUrl: steam.apiUrl });
    const servers = await new GameServers({ webApi }).list({ filter, limit });

    if (servers.outcome !== 'ok') throw new Error(servers.outcome);
    for (const server of servers.servers) {
      print(server.listing);
      const { ping_data, players_data, ...others } = await server.query();
      print({ ping_data, players_data });

      // What the Python system left unsaid: whose number is whose, and that the rules were asked for in vain.
      expect(others.player_counts).toEqual({ listed: 24, reported: 23, reported_bots: 0, counted: 5 });
      expect(others.outcomes.rules).toEqual({ outcome: 'no-answer' });
    }

    expect(printed).toEqual([
      JSON.stringify(documentedServer, null, 4),
      JSON.stringify(documentedAnswer, null, 4),
    ]);
    expect(steam.requests[0]?.parameters).toEqual({
      filter: '\\appid\\440\\gametype\\valve\\linux\\1\\empty\\1',
      limit: '1',
    });
  });
});
