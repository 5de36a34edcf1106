import { JsonFields, UnexpectedAnswerError } from './json-fields.ts';

/** A closed session as the lists show it. */
export interface ListedDemo {
  readonly sessionId: string;
  readonly demoName: string;
  readonly map: string;
  readonly startTime: Date;
  readonly endTime: Date | null;
  /** Null when the session left no demo. */
  readonly sizeBytes: number | null;
  /** Stands for the account without naming it: the same for all demos of one account. */
  readonly anonymousId: string | null;
}

/** Reads the answer of `/list_demos` and `/analyst_list_demos`. */
export function parseDemoList(answer: unknown): readonly ListedDemo[] {
  if (!Array.isArray(answer)) throw new UnexpectedAnswerError('The service sent something else than a list.');
  return answer.map((item: unknown) => {
    const fields = new JsonFields(item);
    const endTime = fields.stringOrNull('end_time');
    return {
      sessionId: fields.string('session_id'),
      demoName: fields.string('demo_name'),
      map: fields.string('map'),
      startTime: new Date(fields.string('start_time')),
      endTime: endTime === null ? null : new Date(endTime),
      sizeBytes: fields.integerOrNull('demo_size'),
      anonymousId: fields.stringOrNull('anonymous_id'),
    };
  });
}
