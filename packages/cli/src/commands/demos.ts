import type { DemobaseClient, ListedDemo } from '@demobase/client';
import type { Command } from 'commander';
import { downloadToFile, downloadToStream } from '../download.ts';
import { interruptionSignal } from '../interruption.ts';
import { print, printJson, say } from '../output.ts';
import { ProgressBar } from '../progress-bar.ts';
import { addServiceOptions, createClient, type ServiceOptions } from '../service-options.ts';
import { parseSessionId } from '../session-id.ts';
import { printTable } from '../table.ts';
import { formatBytes, formatTime } from '../units.ts';

// The service's lists take 1 to 49 here.
const PAGE_SIZE = 49;

interface ListOptions extends ServiceOptions {
  readonly all?: boolean;
  readonly json?: boolean;
}

interface GetOptions extends ServiceOptions {
  readonly output?: string;
  readonly json?: boolean;
}

/** `demobase demos list` and `demobase demos get` */
export function addDemosCommand(program: Command): void {
  const demos = program
    .command('demos')
    .summary('list and download demos')
    .description('List and download demos.');
  const list = demos
    .command('list')
    .summary('list your demos')
    .description('List your demos, oldest first.')
    .option('--all', 'everyone’s demos; needs the role analyst')
    .option('--json', 'print a JSON array')
    .addHelpText(
      'after',
      '\nExamples:\n  $ demobase demos list\n  $ demobase demos list --all --json | jq length',
    );
  addServiceOptions(list).action(runList);
  const get = demos
    .command('get <id>')
    .summary('download a demo')
    .description(
      'Download the demo of a session. Goes on with what an earlier try left, and compares the SHA-256.',
    )
    .option('-o, --output <file>', 'where to put it; - for stdout (default: <id>.dem)')
    .option('--json', 'print {"session_id", "file", "size_bytes", "sha256"}')
    .addHelpText(
      'after',
      '\nExamples:\n  $ demobase demos get 1234567890\n  $ demobase demos get 1234567890 -o - | sha256sum',
    );
  addServiceOptions(get).action(runGet);
}

async function runList(options: ListOptions): Promise<void> {
  const client = await createClient(options);
  const demos = await listAll(client, { all: options.all ?? false, signal: interruptionSignal() });
  if (options.json) {
    printJson(demos.map(toJson));
    return;
  }
  const rows = demos.map((demo) => [
    demo.sessionId,
    formatTime(demo.startTime),
    demo.map,
    demo.sizeBytes === null ? '-' : formatBytes(demo.sizeBytes),
    demo.demoName,
  ]);
  printTable(['SESSION', 'STARTED (UTC)', 'MAP', 'SIZE', 'NAME'], rows, { alignRight: ['SESSION', 'SIZE'] });
  if (demos.length === 0) say('There are no demos yet. Upload one with "demobase upload FILE".');
}

async function listAll(
  client: DemobaseClient,
  { all, signal }: { all: boolean; signal: AbortSignal },
): Promise<ListedDemo[]> {
  const demos: ListedDemo[] = [];
  for (let pageNumber = 1; ; pageNumber += 1) {
    const request = { pageSize: PAGE_SIZE, pageNumber, signal };
    const page = await (all ? client.analystListDemos(request) : client.listDemos(request));
    demos.push(...page);
    if (page.length < PAGE_SIZE) return demos;
  }
}

function toJson(demo: ListedDemo): object {
  return {
    session_id: demo.sessionId,
    demo_name: demo.demoName,
    map: demo.map,
    start_time: demo.startTime.toISOString(),
    end_time: demo.endTime?.toISOString() ?? null,
    size_bytes: demo.sizeBytes,
    anonymous_id: demo.anonymousId,
  };
}

async function runGet(id: string, options: GetOptions): Promise<void> {
  const sessionId = parseSessionId(id);
  const client = await createClient(options);
  const bar = new ProgressBar();
  const file = options.output ?? `${sessionId}.dem`;
  const request = {
    client,
    sessionId,
    signal: interruptionSignal(),
    onProgress: (bytes: number, totalBytes: number) => bar.update(bytes, totalBytes),
    onRetry: (reason: string) => {
      bar.clear();
      say(`The connection was lost: ${reason}. Trying again.`);
    },
  };
  try {
    if (file === '-') {
      await downloadToStream(process.stdout, request);
      return;
    }
    const { sizeBytes, sha256 } = await downloadToFile(file, request);
    bar.clear();
    if (options.json) printJson({ session_id: sessionId, file, size_bytes: sizeBytes, sha256 });
    else print(file);
  } finally {
    bar.clear();
  }
}
