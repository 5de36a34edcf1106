import type { App, AppParts } from '../app-parts.ts';
import { cookiesFor } from './cookies.ts';
import { sendPage } from './html-pages.ts';
import { accountLink, messagePage, signInLink } from './pages.ts';
import { finishSignIn, startSignIn } from './sign-in.ts';

/** Each start leaves a row for ten minutes, and each answer may make a call to Steam. */
const rateLimit = { max: 30, timeWindow: '1 minute' };

/** Steam sign-in: off to Steam, and back. */
export function signInRoutes(app: App, parts: AppParts): void {
  const startSchema = { summary: 'Sign in through Steam', tags: ['account'], security: [] };
  app.get('/provision', { schema: startSchema, config: { rateLimit } }, async (_request, reply) => {
    const { redirectUrl, attemptCookie } = await startSignIn(parts);
    const { attempt } = cookiesFor(parts.publicUrl());
    return reply.setCookie(attempt.name, attemptCookie, attempt.options).redirect(redirectUrl, 303);
  });

  const finishSchema = {
    summary: 'Where Steam sends the browser back',
    description: 'Signs the browser in and leads to the account page. Shows no key, so it may be reloaded.',
    tags: ['account'],
    security: [],
  };
  app.get('/provision_handler', { schema: finishSchema, config: { rateLimit } }, async (request, reply) => {
    // Raw, as it came: a parsed query may already hide what makes an answer a forged one.
    const [, rawQuery = ''] = /\?(.*)/s.exec(request.raw.url ?? '') ?? [];
    if (rawQuery === '') {
      return sendPage(
        reply,
        messagePage({
          title: 'Sign in through Steam',
          text: 'Steam leads here at the end of a sign-in. To get an API key, begin with the button below.',
          link: signInLink,
        }),
      );
    }
    const { attempt, signIn } = cookiesFor(parts.publicUrl());
    const attemptCookie = request.cookies[attempt.name];
    const finished = await finishSignIn(parts, { rawQuery, attemptCookie });
    if (finished.outcome === 'cancelled') {
      return sendPage(
        reply,
        messagePage({
          title: 'You cancelled the sign-in',
          text: 'Nothing was changed. You can sign in whenever you like.',
          link: signInLink,
        }),
      );
    }
    return reply
      .clearCookie(attempt.name, attempt.options)
      .setCookie(signIn.name, finished.token, signIn.options)
      .redirect(accountLink.href, 303);
  });
}
