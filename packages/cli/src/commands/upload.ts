import { basename } from 'node:path';
import {
  DemobaseApiError,
  type DemobaseClient,
  DemoUploadError,
  type UploadedDemo,
  type UploadProgress,
  uploadDemo,
} from '@demobase/client';
import type { Command } from 'commander';
import { InterruptedError } from '../command-error.ts';
import { FileSource } from '../file-source.ts';
import { interruptionSignal } from '../interruption.ts';
import { print, printJson } from '../output.ts';
import { addServiceOptions, createClient, type ServiceOptions } from '../service-options.ts';
import { parseSessionId } from '../session-id.ts';
import { UploadDisplay } from '../upload-display.ts';
import { UploadRecord } from '../upload-record.ts';

interface UploadCommandOptions extends ServiceOptions {
  readonly session?: string;
  readonly map?: string;
  readonly fakeIp?: string;
  readonly name?: string;
  readonly json?: boolean;
}

/** Errors that mean the session noted for a file is of no use any more, and a new one is. */
const GONE_CODES: ReadonlySet<string> = new Set([
  'session_ended',
  'session_unknown',
  'session_of_another_account',
  'source_mismatch',
]);

/** Errors after which the session is still there to go on with. */
const RESUMABLE_CODES: ReadonlySet<string> = new Set(['connection_lost', 'stream_taken_over']);

/** `demobase upload FILE` */
export function addUploadCommand(program: Command): void {
  const command = program
    .command('upload <file>')
    .summary('upload a demo')
    .description(
      'Upload a demo and print its session id. A lost connection or a restart of the service only delays it; ' +
        'after an interruption, the same command goes on where it was.',
    )
    .option('--session <id>', 'go on with this session', parseSessionId)
    .option('--map <name>', 'map (default: from the demo)')
    .option('--fake-ip <address>', 'address of the game server (default: from the demo)')
    .option('--name <name>', 'name of the demo (default: name of the file)')
    .option('--json', 'print {"session_id", "size_bytes", "sha256"}')
    .addHelpText(
      'after',
      '\nExamples:\n  $ demobase upload match.dem\n' +
        '  $ demobase upload match.dem --url https://demos.example --api-key-file ~/.demobase-key',
    );
  addServiceOptions(command).action(runUpload);
}

async function runUpload(path: string, options: UploadCommandOptions): Promise<void> {
  const client = await createClient(options);
  const source = await FileSource.open(path);
  const display = new UploadDisplay();
  try {
    const { sessionId, sizeBytes, sha256 } = await uploadFile(source, { client, display, options });
    display.say(`Stored ${path} as session ${sessionId}.`);
    if (options.json) printJson({ session_id: sessionId, size_bytes: sizeBytes, sha256: sha256 ?? null });
    else print(sessionId);
  } catch (error) {
    if (!(error instanceof InterruptedError)) throw error;
    throw new InterruptedError('Interrupted. Run the same command again to go on.', { cause: error });
  } finally {
    display.end();
    await source.close();
  }
}

/** Goes on in the session given or remembered for this file; starts anew where the remembered one is gone. */
async function uploadFile(
  source: FileSource,
  {
    client,
    display,
    options,
  }: { client: DemobaseClient; display: UploadDisplay; options: UploadCommandOptions },
): Promise<UploadedDemo> {
  const record = new UploadRecord(source, client);
  const onProgress = (progress: UploadProgress) => {
    if (progress.sessionId !== record.sessionId) record.write(progress.sessionId);
    display.show(progress);
  };
  const upload = async (sessionId: string | undefined) => {
    try {
      const uploaded = await uploadDemo({
        client,
        source,
        sessionId,
        map: options.map,
        fakeIp: options.fakeIp,
        demoName: options.name ?? basename(source.path),
        onProgress,
        signal: interruptionSignal(),
      });
      record.remove();
      return uploaded;
    } catch (error) {
      if (error instanceof DemoUploadError && !RESUMABLE_CODES.has(error.code)) record.remove();
      throw error;
    }
  };
  if (options.session !== undefined) return upload(options.session);
  const remembered = record.sessionId;
  try {
    return await upload(remembered);
  } catch (error) {
    if (remembered === undefined || !isGone(error)) throw error;
    display.say(`The upload begun in session ${remembered} cannot go on: ${error.message} Starting anew.`);
    return upload(undefined);
  }
}

function isGone(error: unknown): error is Error {
  const isOfService = error instanceof DemoUploadError || error instanceof DemobaseApiError;
  return isOfService && GONE_CODES.has(error.code ?? '');
}
