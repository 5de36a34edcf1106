import type { Random } from '../../demo-builder/random.ts';

const FIRST = [
  'Grim',
  'Lucky',
  'Tiny',
  'Brave',
  'Sour',
  'Mellow',
  'Rusty',
  'Velvet',
  'Quiet',
  'Turbo',
  'Salty',
  'Cosmic',
];
const SECOND = [
  'Pelican',
  'Teapot',
  'Walrus',
  'Biscuit',
  'Lantern',
  'Badger',
  'Pickle',
  'Rocket',
  'Anvil',
  'Otter',
];
/** Names as people really have them: other scripts, quotes, semicolons, as many bytes as fit. */
const UNUSUAL = [
  'Ünïcødé Überlord',
  'お茶の時間',
  'Алёна из подвала',
  '"quoted"; say hi',
  '<b>bold</b> & brave',
  '31 bytes, as many as there fit!',
  '  spaces  ',
  '💥boom💥',
];

const LINES = [
  'gg',
  'nice shot',
  'need a dispenser here',
  'spy sapping my sentry',
  'push now!',
  'lol',
  'where is our medic',
  'один за всех',
  'ナイス',
  'that was close; "really" close',
  'uber ready in 5',
  'ok',
  'gl hf',
  'he is behind us',
  'brb, door 🚪',
  'why do I always get the last crate in the vault',
];

const REASONS = ['Disconnect by user.', 'Kicked from server', 'Client timed out', 'Connection closing'];

/** A name nobody on the game server has. */
export function inventName(random: Random, isTaken: (name: string) => boolean): string {
  const unusual = pick(random, UNUSUAL);
  if (random.onceIn(4) && !isTaken(unusual)) return unusual;
  for (;;) {
    const name = `${pick(random, FIRST)} ${pick(random, SECOND)}`;
    const numbered = random.onceIn(3) || isTaken(name) ? `${name} ${random.below(1000)}` : name;
    if (!isTaken(numbered)) return numbered;
  }
}

export function inventLine(random: Random): string {
  return pick(random, LINES);
}

export function inventReason(random: Random): string {
  return pick(random, REASONS);
}

function pick(random: Random, texts: readonly string[]): string {
  return texts[random.below(texts.length)] ?? '';
}
