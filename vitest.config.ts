import { defineConfig } from 'vitest/config';

// `source` makes the workspaces' packages resolve to their TypeScript, so tests need no build.
const source = { resolve: { conditions: ['source'] }, ssr: { resolve: { conditions: ['source'] } } };

// Unit tests by their place, too slow for `npm run check`: they read real recordings, or whole built matches.
const whole = ['packages/*/src/**/*recordings.test.ts', 'packages/testkit/src/match/*.test.ts'];

export default defineConfig({
  test: {
    projects: [
      {
        ...source,
        test: { name: 'unit', include: ['packages/*/src/**/*.test.ts'], exclude: whole },
      },
      {
        ...source,
        test: { name: 'recordings', include: whole, testTimeout: 60_000 },
      },
      {
        ...source,
        test: {
          name: 'system',
          include: ['packages/*/test/**/*.test.ts'],
          globalSetup: ['packages/server/test/support/global-setup.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
