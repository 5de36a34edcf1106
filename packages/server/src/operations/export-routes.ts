import Type from 'typebox';
import { requireRole } from '../accounts/authenticate.ts';
import { allowsRole } from '../accounts/roles.ts';
import type { App, AppParts } from '../app-parts.ts';
import { Exports } from './export.ts';

/** A reader that takes nothing for this long is gone. */
const STALLED_MS = 60_000;

/** HTTP in, HTTP out: `GET /db_export`. */
export function exportRoutes(parts: AppParts): (app: App) => Promise<void> {
  return async (app) => {
    const exports = new Exports(parts);
    app.get(
      '/db_export',
      {
        exposeHeadRoute: false,
        onRequest: requireRole(parts, 'analyst'),
        schema: {
          tags: ['demos'],
          summary: 'A whole table as CSV',
          description:
            'Who uploaded a demo is told to administrators; for analysts that column is empty. Texts that a ' +
            'spreadsheet would run as a formula begin with an apostrophe.',
          produces: ['text/csv'],
          querystring: Type.Object({
            api_key: Type.Optional(
              Type.String({ description: 'The API key, unless it is sent as a bearer token.' }),
            ),
            table: Type.Union([Type.Literal('demo_sessions'), Type.Literal('reports')]),
          }),
        },
      },
      async (request, reply) => {
        const { table } = request.query;
        const showsUploaders = allowsRole(request.principal.roles, 'admin');
        const rows = await exports.open(table, { showsUploaders });
        const { socket } = request.raw;
        const drop = () => socket.destroy();
        socket.setTimeout(STALLED_MS, drop);
        rows.once('close', () => socket.setTimeout(0).off('timeout', drop));
        return reply
          .type('text/csv; charset=utf-8')
          .header('Content-Disposition', `attachment; filename="${table}.csv"`)
          .header('Cache-Control', 'no-store')
          .send(rows);
      },
    );
  };
}
