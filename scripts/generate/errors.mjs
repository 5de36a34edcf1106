import { catalogue, errorCode, errors } from '../../packages/server/src/errors.ts';
import { generatedNote, markdownTable } from './markdown.mjs';

/** The page of the errors. */
export function renderErrors() {
  const rows = Object.entries(catalogue).map(([name, entry]) => [
    `\`${errorCode(name)}\``,
    entry.httpStatus,
    errors[name]({}).closeCode,
    entry.text.replace(/\{(\w+)\}/g, '*$1*'),
  ]);
  return `${generatedNote('packages/server/src/errors.ts')}

# Errors

Codes are never renamed and never reused. An HTTP answer that is an error carries its code in the header
\`Demobase-Error\`; only refused WebSocket handshakes and the pages for people do not. Under \`/api/\` the body is a
problem document (RFC 9457) with \`code\` and \`detail\`; elsewhere it is the text alone, as clients in the field
expect, or a page.

A WebSocket that speaks \`demobase.v1\` is told \`{"type":"error","code":…,"detail":…}\` before it is closed with the
close code. [The upload protocol](upload-protocol.md#how-a-connection-ends) says what to do then.

${markdownTable(['code', 'HTTP status', 'WebSocket close code', 'text'], rows)}
`;
}
