/** A detector failed; which one, and `cause` says why. Nothing that it found, or others did, is kept from asking. */
export class DetectorError extends Error {
  readonly detector: string;

  constructor(detector: string, cause: unknown) {
    super(`The detector ${detector} failed: ${cause instanceof Error ? cause.message : String(cause)}`, {
      cause,
    });
    this.name = 'DetectorError';
    this.detector = detector;
  }
}
