import type { UploadProgress } from '@demobase/client';
import { say } from './output.ts';
import { ProgressBar } from './progress-bar.ts';
import { formatDuration } from './units.ts';

/** What a person sees of an upload on stderr: a bar on a terminal, and a line for each lost connection. */
export class UploadDisplay {
  readonly #bar = new ProgressBar();

  show({ status, durableBytes, sizeBytes, retry }: UploadProgress): void {
    if (retry) this.say(`${retry.reason} Trying again in ${formatDuration(retry.inMs / 1000)}.`);
    if (status !== 'connecting') this.#bar.update(durableBytes, sizeBytes);
  }

  say(line: string): void {
    this.#bar.clear();
    say(line);
  }

  end(): void {
    this.#bar.clear();
  }
}
