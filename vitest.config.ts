import { defineConfig } from 'vitest/config';

// `source` makes the workspaces' packages resolve to their TypeScript, so tests need no build.
const source = { resolve: { conditions: ['source'] }, ssr: { resolve: { conditions: ['source'] } } };

// Tests that read real recordings, whole built matches, or a hundred thousand broken demos: nothing but the processor
// keeps them busy, so they share both its cores, and are too slow for `npm run check`.
const demos = [
  'packages/*/src/**/*recordings.test.ts',
  'packages/testkit/src/match/*.test.ts',
  'packages/demo/test/**/*.test.ts',
  'packages/testkit/test/{detectors,summary}/*.test.ts',
];

export default defineConfig({
  test: {
    projects: [
      {
        ...source,
        // A test takes milliseconds, seconds on a busy machine: what takes longer hangs.
        test: {
          name: 'unit',
          include: ['packages/*/src/**/*.test.ts'],
          exclude: demos,
          testTimeout: 30_000,
        },
      },
      {
        ...source,
        test: { name: 'demos', include: demos, testTimeout: 600_000 },
      },
      {
        ...source,
        test: {
          name: 'system',
          include: ['packages/*/test/**/*.test.ts'],
          exclude: demos,
          globalSetup: ['packages/server/test/support/global-setup.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
