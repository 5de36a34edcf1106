import { InterruptedError } from './command-error.ts';
import { exitCode } from './exit-code.ts';

let controller: AbortController | undefined;

/**
 * Aborted by Ctrl+C or SIGTERM, so that a command can leave things in order; the second time the process ends
 * at once. Nothing listens before the first call: `serve` has its own way to stop.
 */
export function interruptionSignal(): AbortSignal {
  controller ??= listen();
  return controller.signal;
}

function listen(): AbortController {
  const created = new AbortController();
  const interrupt = () => {
    if (created.signal.aborted) process.exit(exitCode.interrupted);
    created.abort(new InterruptedError('Interrupted.'));
  };
  process.on('SIGINT', interrupt);
  process.on('SIGTERM', interrupt);
  return created;
}
