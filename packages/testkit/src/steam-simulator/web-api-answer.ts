/** What a Web API method answers with; `undefined` in its place stands for parameters that are missing or wrong. */
export interface WebApiAnswer {
  readonly status: number;
  readonly json: unknown;
}

export function ok(json: unknown): WebApiAnswer {
  return { status: 200, json };
}
