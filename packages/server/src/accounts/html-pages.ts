import type { FastifyReply } from 'fastify';
import type { App, AppParts } from '../app-parts.ts';
import { DemobaseError } from '../errors.ts';
import { accountLink, homeLink, homePage, type Message, messagePage, signInLink } from './pages.ts';
import { icon, styleSheet } from './style-sheet.ts';

const profileLink = {
  href: 'https://steamcommunity.com/my/edit/info',
  label: 'Set up your profile on Steam',
};
const signInAgainLink = { ...signInLink, label: 'Sign in again' };

/** How each refusal a person can meet is titled, and where its page leads. */
const refusals: Readonly<Record<string, Omit<Message, 'text'>>> = {
  sign_in_required: { title: 'Sign in first', link: signInLink },
  sign_in_refused: { title: 'The sign-in was refused', link: signInLink },
  sign_in_unconfirmed: { title: 'Steam does not answer', link: signInLink },
  account_limited: { title: 'Your Steam profile is limited', link: profileLink, extraLink: signInAgainLink },
  form_stale: { title: 'Nothing was changed', link: accountLink },
  api_key_limit: { title: 'No more keys', link: accountLink },
  api_key_not_found: { title: 'There is no such key', link: accountLink },
  account_unknown: { title: 'There is no such account', link: signInLink },
  account_not_confirmed: { title: 'Nothing was deleted', link: accountLink },
};

/**
 * Makes an instance serve pages: headers that keep secrets in and other sites out, errors as pages, the
 * start page, the style sheet and the icon. Pages run no scripts and load nothing from elsewhere.
 */
export function htmlPages(app: App, config: AppParts['config']): void {
  const steamOrigin = new URL(config.steam.openIdUrl).origin;
  const headers = {
    'content-security-policy': `default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self' ${steamOrigin}; frame-ancestors 'none'; base-uri 'none'`,
    'cache-control': 'no-store',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
  };
  app.addHook('onRequest', async (_request, reply) => {
    reply.headers(headers);
  });
  app.setErrorHandler((error, _request, reply) => {
    // Anything that is not ours to explain goes on to the handler of the whole server.
    if (!(error instanceof DemobaseError)) throw error;
    const page = refusals[error.code] ?? { title: 'That did not work', link: homeLink };
    return sendPage(reply.code(error.httpStatus), messagePage({ ...page, text: error.message }));
  });

  app.get('/', { schema: { hide: true } }, (_request, reply) => sendPage(reply, homePage()));
  const files = { '/style.css': ['text/css', styleSheet], '/icon.svg': ['image/svg+xml', icon] } as const;
  for (const [path, [type, content]] of Object.entries(files)) {
    app.get(path, { schema: { hide: true } }, (_request, reply) =>
      reply.header('cache-control', 'public, max-age=3600').type(`${type}; charset=utf-8`).send(content),
    );
  }
}

export function sendPage(reply: FastifyReply, page: string): FastifyReply {
  return reply.type('text/html; charset=utf-8').send(page);
}
