import { describe, expect, it } from 'vitest';
import { event, say, setSlot, stageDemo, user, userMessage } from '../../test/staged-demo.ts';
import type { ChatEntry } from './chat-entry.ts';
import { summariseDemo } from './summarise-demo.ts';

const gordon = user(3, 'Gordon');
const barney = user(300, 'Barney');

async function chatOf(scenes: Parameters<typeof stageDemo>[1]): Promise<readonly ChatEntry[]> {
  const { chat, problems } = await summariseDemo([stageDemo({ users: [gordon, barney] }, scenes)]);
  expect(problems).toEqual([]);
  return chat;
}

const inShort = ({ tick, kind, from, text }: ChatEntry) => [tick, kind, from, text];

describe('the chat', () => {
  it('tells team chat from what is said to everybody, by whom, and without colours', async () => {
    const chat = await chatOf([
      [10, say(2, 'TF_Chat_All', 'Barney', '\x07FF0000hello\x01')],
      [20, say(2, 'TF_Chat_AllDead', 'Barney', 'ouch')],
      [30, say(1, 'TF_Chat_Team_Loc', 'Gordon', 'help')],
      [40, say(1, 'TF_Chat_Team_Dead', 'Gordon', 'late')],
      [50, say(1, 'TF_Chat_AllSpec', 'Gordon', 'nice')],
      [60, say(1, 'TF_Chat_Spec', 'Gordon', 'quiet')],
    ]);
    expect(chat.map(inShort)).toEqual([
      [10, 'say', 'Barney', 'hello'],
      [20, 'say', 'Barney', 'ouch'],
      [30, 'say-team', 'Gordon', 'help'],
      [40, 'say-team', 'Gordon', 'late'],
      [50, 'say', 'Gordon', 'nice'],
      [60, 'say-team', 'Gordon', 'quiet'],
    ]);
    expect(chat[0]).toMatchObject({
      player: { userId: 300, steamId64: '76561197960267028' },
      rawText: '\x07FF0000hello\x01',
      format: 'TF_Chat_All',
    });
  });

  it('keeps ready-made lines, the game’s own lines, and the chat of SourceTV as kinds of their own', async () => {
    const plain = { name: 'SayText2', form: 'plain', isChat: true } as const;
    const talk = { name: 'TextMsg', parameters: ['29', '55', '', ''] } as const;
    const chat = await chatOf([
      [10, userMessage({ ...plain, clientEntity: 2, text: '\x01[Admin] \x03Barney\x01 :  hi' })],
      [20, userMessage({ ...plain, clientEntity: 0, text: '\x04[SM] Map ends soon' })],
      [30, userMessage({ name: 'SayText', clientEntity: 0, text: 'Console: hi', isChat: true })],
      [40, userMessage({ ...talk, destination: 3, text: '#TF_timeleft' })],
      [50, userMessage({ ...talk, destination: 4, text: 'in the middle of the screen' })],
      [60, event('hltv_chat', { text: 'great match' })],
    ]);
    expect(chat.map(inShort)).toEqual([
      [10, 'plugin', 'Barney', '[Admin] Barney :  hi'],
      [20, 'plugin', null, '[SM] Map ends soon'],
      [30, 'plugin', null, 'Console: hi'],
      [40, 'message', null, '#TF_timeleft'],
      [60, 'source-tv', null, 'great match'],
    ]);
    expect(chat[3]?.parameters).toEqual(['29', '55']);
  });

  it('has what plugins print with nothing to fill in, not even empty texts', async () => {
    const parameters: readonly string[] = [];
    const chat = await chatOf([
      [10, userMessage({ name: 'TextMsg', destination: 3, text: '\x04[SM] Nominated', parameters })],
    ]);
    expect(chat.map(inShort)).toEqual([[10, 'message', null, '[SM] Nominated']]);
  });

  it('keeps the parameters of a line in their places, also behind an empty one', async () => {
    const parameters = ['', 'Barney', '', ''] as const;
    const chat = await chatOf([
      [10, userMessage({ name: 'TextMsg', destination: 3, text: '#joined', parameters })],
    ]);
    expect(chat[0]?.parameters).toEqual(['', 'Barney']);
  });

  it('has a name change once, however many ways and in whatever order it is told', async () => {
    const chat = await chatOf([
      [10, event('player_changename', { userid: 300, oldname: 'Barney', newname: 'Bernie' })],
      [10, say(2, '#TF_Name_Change', 'Barney', 'Bernie')],
      [12, setSlot(1, user(300, 'Bernie'))],
      [20, setSlot(1, user(300, 'Barney'))],
      [21, say(2, '#TF_Name_Change', 'Bernie', 'Barney')],
      [30, event('player_changename', { userid: 300, oldname: 'Barney', newname: 'Bernie' })],
    ]);
    expect(chat.map(inShort)).toEqual([
      [10, 'name-change', 'Barney', 'Bernie'],
      [20, 'name-change', 'Bernie', 'Barney'],
      [30, 'name-change', 'Barney', 'Bernie'],
    ]);
  });

  it('has a name change by the name before and as the player of the name after, whoever tells it first', async () => {
    const chat = await chatOf([
      [10, say(2, '#TF_Name_Change', 'Barney', 'Bernie')],
      [11, setSlot(1, user(300, 'Bernie'))],
      [20, say(2, 'TF_Chat_All', 'Bernie', 'hello')],
    ]);
    expect(chat.map(inShort)).toEqual([
      [10, 'name-change', 'Barney', 'Bernie'],
      [20, 'say', 'Bernie', 'hello'],
    ]);
    expect(chat.map(({ player }) => player?.name)).toEqual(['Bernie', 'Bernie']);
  });

  it('has who comes and goes, with the reason even when it is told late, and not who was there before', async () => {
    const left = (userId: number, reason: string) => event('player_disconnect', { userid: userId, reason });
    const chat = await chatOf([
      [10, setSlot(5, user(301, 'Alyx'))],
      [20, left(301, 'Disconnect by user.'), setSlot(5, undefined)],
      [30, setSlot(1, undefined), left(300, 'Barney timed out')],
      [40, setSlot(0, undefined)],
    ]);
    expect(chat.map(inShort)).toEqual([
      [10, 'connect', 'Alyx', ''],
      [20, 'disconnect', 'Alyx', 'Disconnect by user.'],
      [30, 'disconnect', 'Barney', 'Barney timed out'],
      [40, 'disconnect', 'Gordon', ''],
    ]);
  });
});
