import type { FastifyRequest } from 'fastify';
import Type from 'typebox';
import type { App, AppParts } from '../app-parts.ts';
import { createApiKey, listApiKeys, replaceApiKey, revokeApiKey } from './api-keys.ts';
import { cookiesFor } from './cookies.ts';
import { deleteAccount, type EndSessions } from './delete-account.ts';
import { sendPage } from './html-pages.ts';
import { accountPage, homeLink, messagePage, newApiKeyPage, signInPage } from './pages.ts';
import { rolesOf } from './roles.ts';
import { findSignedIn, forgetBrowser, redeemForm } from './signed-in-browser.ts';
import { findLatestSession } from './store.ts';

// For people; the documentation of the API leaves them out.
const hide = true;
// Optional, so that a form without one is refused as any other stale form is.
const Form = Type.Object({ form_token: Type.Optional(Type.String({ maxLength: 100 })) });
const DeletionForm = Type.Object({ ...Form.properties, steam_id: Type.String({ maxLength: 100 }) });
const KeyParams = Type.Object({ id: Type.String({ pattern: '^[1-9][0-9]{0,17}$' }) });

/** The account page and its forms. A key is shown in the answer to a POST only, never on a page one can reload. */
export function accountPageRoutes(
  app: App,
  { parts, endSessions }: { parts: AppParts; endSessions: EndSessions },
): void {
  const tokenOf = (request: FastifyRequest) => request.cookies[cookiesFor(parts.publicUrl()).signIn.name];
  const redeem = (request: FastifyRequest<{ Body: { form_token?: string } }>) =>
    redeemForm(parts, { token: tokenOf(request), formToken: request.body.form_token });

  app.get('/account', { schema: { summary: 'Account page', hide } }, async (request, reply) => {
    const signedIn = await findSignedIn(parts, tokenOf(request));
    if (!signedIn) return sendPage(reply, signInPage());
    const { steamId } = signedIn;
    const [roles, apiKeys, latestSession] = await Promise.all([
      rolesOf(parts.db, steamId),
      listApiKeys(parts.db, steamId),
      findLatestSession(parts.db, steamId),
    ]);
    return sendPage(reply, accountPage({ ...signedIn, roles, apiKeys, latestSession }));
  });

  const createSchema = { summary: 'Create an API key and show it once', hide, body: Form };
  app.post('/account/keys', { schema: createSchema }, async (request, reply) => {
    const { steamId } = await redeem(request);
    return sendPage(reply, newApiKeyPage(await createApiKey(parts.db, steamId)));
  });

  const replaceSchema = { summary: 'Replace an API key', hide, body: Form, params: KeyParams };
  app.post('/account/keys/:id/replace', { schema: replaceSchema }, async (request, reply) => {
    const { steamId } = await redeem(request);
    const keyId = BigInt(request.params.id);
    return sendPage(reply, newApiKeyPage(await replaceApiKey(parts.db, { steamId, keyId })));
  });

  const revokeSchema = { summary: 'Revoke an API key', hide, body: Form, params: KeyParams };
  app.post('/account/keys/:id/revoke', { schema: revokeSchema }, async (request, reply) => {
    const { steamId } = await redeem(request);
    await revokeApiKey(parts.db, { steamId, keyId: BigInt(request.params.id) });
    return reply.redirect('/account', 303);
  });

  const signOutSchema = { summary: 'Sign this browser out', hide, body: Form };
  app.post('/account/sign-out', { schema: signOutSchema }, async (request, reply) => {
    await redeem(request);
    await forgetBrowser(parts, tokenOf(request));
    const { signIn } = cookiesFor(parts.publicUrl());
    return reply.clearCookie(signIn.name, signIn.options).redirect('/', 303);
  });

  const deleteSchema = { summary: 'Delete the account and everything of it', hide, body: DeletionForm };
  app.post('/account/delete', { schema: deleteSchema }, async (request, reply) => {
    const { steamId } = await redeem(request);
    await deleteAccount(parts, { steamId, confirmation: request.body.steam_id, endSessions });
    const { signIn } = cookiesFor(parts.publicUrl());
    const page = messagePage({
      title: 'Your account is deleted',
      text: 'Your keys no longer work, and your demos are being removed. You can come back at any time.',
      link: homeLink,
    });
    return sendPage(reply.clearCookie(signIn.name, signIn.options), page);
  });
}
