import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import type { App } from '../app-parts.ts';

const description = `Demobase collects, keeps and serves demo recordings. Sign in at \`/provision\` to get an API key.
Send it as \`Authorization: Bearer MB-…\`; clients of the system this one replaces may go on sending it as the
query parameter \`api_key\`. Errors are plain text, and problem details (RFC 9457) under \`/api/\`.`;

/** What the bar would do, were it there. */
const followColorScheme = `const dark = matchMedia('(prefers-color-scheme: dark)');
const follow = () => document.documentElement.classList.toggle('dark-mode', dark.matches);
dark.addEventListener('change', follow);
follow();
`;

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
        { name: 'analysis', description: 'Analysis programs elsewhere: their work, and its results.' },
        { name: 'reports', description: 'Who is accused of what.' },
        { name: 'account', description: 'Signing in, API keys, deletion.' },
        { name: 'operations', description: 'Health, broadcasts.' },
      ],
    },
  });
  await app.register(swaggerUi, {
    routePrefix: '/schema',
    // Not the plugin's own policy: that upgrades to https, and a server reached without TLS shows nothing.
    staticCSP: {
      'default-src': "'none'",
      'script-src': "'self'",
      'style-src': "'self'",
      'img-src': "'self' data:",
      'connect-src': "'self'",
      'frame-ancestors': "'none'",
      'base-uri': "'none'",
      'form-action': "'none'",
    },
    theme: { title: 'Demobase API', js: [{ filename: 'color-scheme.js', content: followColorScheme }] },
    // The bar above it is left out: it asks for other documents, and needs a style the policy forbids.
    uiConfig: { deepLinking: true, tryItOutEnabled: true, layout: 'BaseLayout' },
  });
  app.get('/schema/openapi.json', { schema: { hide: true } }, () => app.swagger());
}
