import { exitCode } from './exit-code.ts';

/** A command that cannot do its work. The message says what happened and what to do next. */
export class CommandError extends Error {
  override readonly name: string = 'CommandError';
  readonly exitCode: number = exitCode.failed;
}

/** A command called the wrong way. */
export class UsageError extends CommandError {
  override readonly name = 'UsageError';
  override readonly exitCode = exitCode.wrongUsage;
}

/** Somebody pressed Ctrl+C, or the process was asked to end. */
export class InterruptedError extends CommandError {
  override readonly name = 'InterruptedError';
  override readonly exitCode = exitCode.interrupted;
}
