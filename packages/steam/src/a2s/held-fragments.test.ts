import { describe, expect, it } from 'vitest';
import { HeldFragments } from './held-fragments.ts';

function holderOf(held: HeldFragments) {
  const holder = {
    bytes: 0,
    hasLetGo: false,
    hold: (bytes: number) => {
      holder.bytes += bytes;
      held.change(holder, bytes);
    },
    refuseFragments: () => {
      holder.hasLetGo = true;
      const { bytes } = holder;
      holder.bytes = 0;
      held.change(holder, -bytes);
    },
  };
  return holder;
}

describe('HeldFragments', () => {
  it('makes the one who holds most let go, not the one who comes last', () => {
    const held = new HeldFragments(1_000);
    const [flood, honest, late] = [holderOf(held), holderOf(held), holderOf(held)];
    honest.hold(300);
    flood.hold(600);
    late.hold(200);
    expect([flood, honest, late].map(({ hasLetGo }) => hasLetGo)).toEqual([true, false, false]);
    late.hold(400);
    expect(late.hasLetGo).toBe(false);
    late.hold(200);
    expect(late.hasLetGo).toBe(true);
    expect(honest.hasLetGo).toBe(false);
  });

  it('counts what was let go of no longer', () => {
    const held = new HeldFragments(1_000);
    const [one, other] = [holderOf(held), holderOf(held)];
    for (let round = 0; round < 10; round += 1) {
      one.hold(900);
      one.hold(-900);
    }
    other.hold(1_000);
    expect(other.hasLetGo).toBe(false);
    one.hold(1);
    expect([one.hasLetGo, other.hasLetGo]).toEqual([false, true]);
  });
});
