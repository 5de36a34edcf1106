/** Thrown for a server filter Steam would not understand; the message names the option and what is allowed. */
export class ServerFilterError extends Error {
  override readonly name = 'ServerFilterError';
  /** Where it stands, as `nor[0].map`; empty for the filter itself. */
  readonly option: string;

  constructor(option: string, problem: string) {
    super(option === '' ? `Server filter: ${problem}` : `Server filter option ${option}: ${problem}`);
    this.option = option;
  }
}
