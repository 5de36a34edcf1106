/** The service answered with an error. `message` is its own text, written for people. */
export class DemobaseApiError extends Error {
  override readonly name = 'DemobaseApiError';
  /** The HTTP status. */
  readonly status: number;
  /** The stable code of the service's error catalogue, where the route sends one (RFC 9457 documents do). */
  readonly code: string | undefined;

  constructor({ status, code, message }: { status: number; code?: string | undefined; message: string }) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

/** The service could not be reached at all; `cause` holds what the network said. */
export class DemobaseConnectionError extends Error {
  override readonly name = 'DemobaseConnectionError';

  constructor(baseUrl: string, cause: unknown) {
    super(`Cannot reach ${baseUrl}: ${describeCause(cause)}`, { cause });
  }
}

/** fetch() says only "fetch failed"; the reason is in its cause, or in the parts of an AggregateError. */
function describeCause(cause: unknown): string {
  if (cause instanceof AggregateError && cause.errors.length > 0) return describeCause(cause.errors[0]);
  if (!(cause instanceof Error)) return String(cause);
  return cause.cause === undefined ? cause.message : describeCause(cause.cause);
}

/**
 * Reads the error out of a response that is not a success: a problem document (RFC 9457) under `/api/`,
 * plain text on the older routes.
 */
export async function readApiError(response: Response): Promise<DemobaseApiError> {
  const text = (await response.text()).trim();
  const problem = response.headers.get('content-type')?.includes('json') ? parseProblem(text) : undefined;
  return new DemobaseApiError({
    status: response.status,
    code: problem?.code,
    message: problem?.message ?? (text || `The service answered ${response.status}.`),
  });
}

function parseProblem(text: string): { code?: string; message?: string } | undefined {
  try {
    const problem: unknown = JSON.parse(text);
    if (typeof problem !== 'object' || problem === null) return undefined;
    const field = (name: string) => {
      const value = Object.entries(problem).find(([key]) => key === name)?.[1];
      return typeof value === 'string' ? value : undefined;
    };
    const code = field('code');
    const message = field('detail') ?? field('title');
    return { ...(code !== undefined && { code }), ...(message !== undefined && { message }) };
  } catch {
    return undefined;
  }
}
