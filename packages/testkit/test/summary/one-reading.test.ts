import { Analysis, DemoReader, SummaryBuilder, summariseDemo } from '@demobase/demo';
import { buildMatch } from '@demobase/testkit';
import { expect, it } from 'vitest';

it.each(['stv', 'pov'] as const)(
  'a summary tells the same, whoever else listens to the reading (%s)',
  async (kind) => {
    const { bytes } = buildMatch({ kind, ticks: 3000, players: 10 });
    const reader = new DemoReader();
    const builder = new SummaryBuilder(reader);
    new Analysis(reader);
    await reader.readAll([bytes]);
    const alone = await summariseDemo([bytes]);
    expect(builder.summary()).toEqual(alone);
    expect(alone.scores).not.toBeNull();
  },
);
