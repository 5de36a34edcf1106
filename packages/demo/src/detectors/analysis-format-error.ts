/** A text is no analysis; `reason` says where and why. */
export class AnalysisFormatError extends Error {
  readonly reason: string;

  constructor(reason: string, options?: ErrorOptions) {
    super(`This is no analysis: ${reason}.`, options);
    this.name = 'AnalysisFormatError';
    this.reason = reason;
  }
}
