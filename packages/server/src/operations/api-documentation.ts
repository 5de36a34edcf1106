import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import type { App } from '../app-parts.ts';

const description = `Demobase collects, keeps and serves demo recordings. Sign in at \`/provision\` to get an API key.
Send it as \`Authorization: Bearer MB-…\`; clients of the system this one replaces may go on sending it as the
query parameter \`api_key\`. Errors are plain text, and problem details (RFC 9457) under \`/api/\`.`;

/** The API's documentation at `/schema`, with everything it needs served from here; call it before the routes. */
export async function documentApi(app: App, version: string): Promise<void> {
  await app.register(swagger, {
    openapi: {
      info: { title: 'Demobase', version, description },
      components: {
        securitySchemes: {
          bearer: { type: 'http', scheme: 'bearer', description: 'The API key, MB-…' },
          query: { type: 'apiKey', in: 'query', name: 'api_key' },
        },
      },
      security: [{ bearer: [] }, { query: [] }],
      tags: [
        { name: 'sessions', description: 'Uploading: one session per demo.' },
        { name: 'demos', description: 'Finding and downloading demos.' },
        { name: 'account', description: 'Signing in, API keys, deletion.' },
        { name: 'operations', description: 'Health.' },
      ],
    },
  });
  await app.register(swaggerUi, {
    routePrefix: '/schema',
    staticCSP: true,
    uiConfig: { deepLinking: true, tryItOutEnabled: true },
  });
  app.get('/schema/openapi.json', { schema: { hide: true } }, () => app.swagger());
}
