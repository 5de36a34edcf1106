/** What the process answers to its caller. */
export const exitCode = { done: 0, failed: 1, wrongUsage: 2, interrupted: 130 } as const;
