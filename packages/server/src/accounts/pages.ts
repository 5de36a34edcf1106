import { html } from 'ghtml';
import type { Role } from '../database/schema.ts';
import { type ApiKeyInfo, maxApiKeys, type NewApiKey } from './api-keys.ts';
import type { LatestSession } from './store.ts';

// ghtml escapes what stands in `${…}`; a `!` before it inserts markup as it is, used here for our own parts only.

/** What the account page shows. */
export interface AccountView {
  readonly steamId: bigint;
  readonly roles: ReadonlySet<Role>;
  readonly apiKeys: readonly ApiKeyInfo[];
  readonly latestSession: LatestSession | undefined;
  readonly formToken: string;
}

/** What a page with one message says, and where it leads. */
export interface Message {
  readonly title: string;
  readonly text: string;
  readonly link: Link;
  /** A second way on, such as to where the problem can be solved. */
  readonly extraLink?: Link;
}

interface Link {
  readonly href: string;
  readonly label: string;
}

export const signInLink: Link = { href: '/provision', label: 'Sign in through Steam' };
export const accountLink: Link = { href: '/account', label: 'Back to your account' };
export const homeLink: Link = { href: '/', label: 'To the start page' };

export function homePage(): string {
  return layout({
    title: 'Demobase',
    body: html`<section>
      <h1>A library of demo recordings</h1>
      <p>
        Demobase keeps the demos of your matches. Your game client uploads each one while it is being
        recorded, and analysts look for cheaters and bots in what was seen.
      </p>
      <p>Sign in through Steam once, create an API key, and put it into your client. That is all.</p>
      <p class="row"><a class="button" href="/account">Your account and API keys</a></p>
      <p>For developers: the <a href="/schema">documentation of the API</a>.</p>
    </section>`,
  });
}

export function signInPage(): string {
  return layout({
    title: 'Sign in',
    body: html`<section>
      <h1>Sign in</h1>
      <p>
        Steam tells us your Steam ID and nothing else: you enter your password on Steam's own page, and we
        never see it.
      </p>
      <p><a class="button" href="/provision">Sign in through Steam</a></p>
    </section>`,
  });
}

export function messagePage({ title, text, link, extraLink }: Message): string {
  const extra = extraLink ? html`<a href="${extraLink.href}" rel="noreferrer">${extraLink.label}</a>` : '';
  return layout({
    title,
    body: html`<section>
      <h1>${title}</h1>
      <p>${text}</p>
      <p class="row"><a class="button" href="${link.href}">${link.label}</a></p>
      <p>!${extra}</p>
    </section>`,
  });
}

/** The only page that ever shows a key. */
export function newApiKeyPage({ key }: NewApiKey): string {
  return layout({
    title: 'Your new API key',
    body: html`<section>
      <h1>Your new API key</h1>
      <p>Copy it into your client now. It is shown this once: we keep only a fingerprint of it.</p>
      <p><code id="api-key">${key}</code></p>
      <p class="muted">Whoever has this key can upload and read demos as you. If it gets out, replace it.</p>
      <p class="row"><a class="button" href="/account">Back to your account</a></p>
    </section>`,
  });
}

export function accountPage(view: AccountView): string {
  const sections = [aboutSection(view), apiKeysSection(view), deletionSection(view)];
  return layout({
    title: 'Your account',
    headerForm: form(view, {
      action: '/account/sign-out',
      button: html`<button class="quiet">Sign out</button>`,
    }),
    body: html`<h1>Your account</h1>!${sections}`,
  });
}

function aboutSection({ steamId, roles, latestSession }: AccountView): string {
  const latest = latestSession
    ? html`${latestSession.demo_name || `Session ${latestSession.id}`} on ${latestSession.map},
        !${time(latestSession.opened_at)} (${latestSession.state})`
    : 'None yet';
  return html`<section>
    <dl>
      <dt>Steam ID</dt>
      <dd><code>${steamId}</code></dd>
      <dt>Roles</dt>
      <dd>${[...roles].join(', ') || 'none'}</dd>
      <dt>Last demo received</dt>
      <dd>!${latest}</dd>
    </dl>
  </section>`;
}

function apiKeysSection(view: AccountView): string {
  const table = html`<div class="scroll">
    <table>
      <thead>
        <tr><th>Key</th><th>Made</th><th>Last used</th><th><span class="muted">Actions</span></th></tr>
      </thead>
      <tbody>!${view.apiKeys.map((key) => apiKeyRow(view, key))}</tbody>
    </table>
  </div>`;
  const create = form(view, { action: '/account/keys', button: '<button>Create an API key</button>' });
  return html`<section>
    <h2>API keys</h2>
    <p>A key lets your client upload demos as you. Use one for each program or computer.</p>
    !${view.apiKeys.length > 0 ? table : ''}
    !${view.apiKeys.length < maxApiKeys ? create : `<p>You have ${maxApiKeys} keys, the most there can be.</p>`}
  </section>`;
}

function apiKeyRow(view: AccountView, key: ApiKeyInfo): string {
  const button = (action: 'replace' | 'revoke', label: string) =>
    form(view, {
      action: `/account/keys/${key.id}/${action}`,
      button: html`<button class="quiet" aria-label="${label} the key ${key.prefix}…">${label}</button>`,
    });
  return html`<tr>
    <td><code>${key.prefix}…</code></td>
    <td>!${time(key.createdAt)}</td>
    <td>!${key.lastUsedAt ? time(key.lastUsedAt) : 'never'}</td>
    <td class="actions">!${button('replace', 'Replace')}!${button('revoke', 'Revoke')}</td>
  </tr>`;
}

function deletionSection(view: AccountView): string {
  const button = html`<label for="steam-id">Type your Steam ID, ${view.steamId}, to confirm</label>
    <div class="row">
      <input id="steam-id" name="steam_id" required inputmode="numeric" autocomplete="off" />
      <button class="danger">Delete my account</button>
    </div>`;
  return html`<section>
    <h2>Delete the account</h2>
    <p>Deletes your keys, your sessions, your demos and everything found in them. This cannot be undone.</p>
    !${form(view, { action: '/account/delete', button })}
  </section>`;
}

function form(view: AccountView, { action, button }: { action: string; button: string }): string {
  return html`<form method="post" action="${action}">
    <input type="hidden" name="form_token" value="${view.formToken}" />!${button}
  </form>`;
}

function time(date: Date): string {
  const iso = date.toISOString();
  return html`<time datetime="${iso}">${iso.slice(0, 16).replace('T', ' ')} UTC</time>`;
}

function layout({
  title,
  body,
  headerForm = '',
}: {
  title: string;
  body: string;
  headerForm?: string;
}): string {
  return html`<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>${title === 'Demobase' ? title : `${title} – Demobase`}</title>
    <link rel="stylesheet" href="/style.css" />
  </head>
  <body>
    <header><a class="brand" href="/">Demobase</a>!${headerForm}</header>
    <main>!${body}</main>
  </body>
</html>
`;
}
