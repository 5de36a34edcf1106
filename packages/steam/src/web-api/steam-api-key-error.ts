/** Thrown when a file gives no Steam Web API key; the message names the file and what is missing, never its content. */
export class SteamApiKeyError extends Error {
  override readonly name = 'SteamApiKeyError';
  readonly path: string;

  constructor(path: string, problem: string) {
    super(`No Steam Web API key in ${path}: ${problem}`);
    this.path = path;
  }
}
