import { afterAll, beforeAll, beforeEach } from 'vitest';
import { type RunningInstance, startInstance } from '../integration/sessions/running-instance.ts';
import { createPeople, type People, type Person } from './people.ts';
import { createTestDatabase, type TestDatabase } from './test-database.ts';

export interface InstanceAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly json: unknown;
}

/** What a request is made of; a body is sent as it is, `json` as JSON. */
export interface InstanceQuestion {
  readonly method?: string;
  readonly json?: unknown;
  readonly body?: string | Uint8Array;
  readonly headers?: Readonly<Record<string, string>>;
}

/** One instance with a database for the tests of a file, and new people for each test. */
export interface InstanceSetup {
  readonly database: TestDatabase;
  readonly instance: RunningInstance;
  readonly people: People;
  /** Asks with somebody's key, as the clients in the field send it; with none for nobody. */
  ask(person: Person | undefined, path: string, question?: InstanceQuestion): Promise<InstanceAnswer>;
}

export function useInstance(settings: Record<string, string> = {}): () => InstanceSetup {
  let database: TestDatabase;
  let instance: RunningInstance;
  let people: People;

  beforeAll(async () => {
    database = await createTestDatabase();
    instance = await startInstance(database, settings);
  });
  beforeEach(async () => {
    await database.db.deleteFrom('accounts').execute();
    people = await createPeople(database);
  });
  afterAll(async () => {
    await instance.remove();
    await database.drop();
  });

  const ask = async (person: Person | undefined, path: string, question: InstanceQuestion = {}) => {
    const url = new URL(path, instance.url);
    if (person) url.searchParams.append('api_key', person.key);
    const { json, headers = {} } = question;
    const body = json === undefined ? question.body : JSON.stringify(json);
    const response = await fetch(url, {
      method: question.method ?? (body === undefined ? 'GET' : 'POST'),
      headers: { ...(json !== undefined && { 'content-type': 'application/json' }), ...headers },
      ...(body !== undefined && { body }),
    });
    const text = await response.text();
    const isJson = /json/.test(response.headers.get('content-type') ?? '');
    return {
      status: response.status,
      headers: response.headers,
      text,
      json: isJson ? JSON.parse(text) : undefined,
    };
  };
  return () => ({ database, instance, people, ask });
}
