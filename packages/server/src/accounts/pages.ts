import { html } from 'ghtml';
import type { Role, SessionState } from '../database/schema.ts';
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
  /** What most people will want to do next. */
  readonly link: Link;
  /** Another way on. */
  readonly extraLink?: Link;
}

interface Link {
  readonly href: string;
  readonly label: string;
}

export const signInLink: Link = { href: '/provision', label: 'Sign in through Steam' };
export const accountLink: Link = { href: '/account', label: 'Back to your account' };
export const homeLink: Link = { href: '/', label: 'To the start page' };

/** What each state of a session means to whoever uploads. */
const stateTexts: Readonly<Record<SessionState, string>> = {
  open: 'open: nothing received yet',
  streaming: 'streaming: being received now',
  detached: 'detached: its connection is gone and may come back',
  closing: 'closing: being stored',
  closed: 'closed: received and kept',
  rejected: 'rejected: what was received is not a demo',
  pruned: 'pruned: no longer kept',
};

export function homePage(): string {
  return layout({
    title: 'Demobase',
    body: html`<section>
      <h1>A library of demo recordings</h1>
      <p>
        Demobase keeps the demos of your matches. Your game client uploads each one while it is being
        recorded, and analysts look for cheaters and bots in what was seen.
      </p>
      <p>To take part:</p>
      <ol>
        <li>Sign in through Steam. Your password stays with Steam.</li>
        <li>Create an API key.</li>
        <li>Paste the key into your client. From then on it uploads by itself.</li>
      </ol>
      <p class="row"><a class="button" href="/account">Your account and API keys</a></p>
    </section>
    <p class="muted">Are you writing a client? See the <a href="/schema">documentation of the API</a>.</p>`,
  });
}

export function signInPage(): string {
  return layout({
    title: 'Sign in',
    current: '/account',
    body: html`<section>
      <h1>Sign in</h1>
      <p>
        You enter your password on Steam's own page, and we never see it. Steam tells us your Steam ID, and
        nothing else.
      </p>
      <p>Back here, you can create an API key for your client.</p>
      <p class="row"><a class="button" href="/provision">Sign in through Steam</a></p>
    </section>`,
  });
}

export function messagePage({ title, text, link, extraLink }: Message): string {
  const extra = extraLink
    ? html`<a class="quiet button" href="${extraLink.href}">${extraLink.label}</a>`
    : '';
  return layout({
    title,
    body: html`<section>
      <h1>${title}</h1>
      <p>${text}</p>
      <p class="row"><a class="button" href="${link.href}">${link.label}</a>!${extra}</p>
    </section>`,
  });
}

/**
 * The only page that ever shows a key. A text area, since without scripts it is what can be selected as a
 * whole by mouse, keyboard and finger alike; browsers are told not to keep what stands in it.
 */
export function newApiKeyPage({ key }: NewApiKey): string {
  return layout({
    title: 'Your new API key',
    body: html`<section>
      <h1>Your new API key</h1>
      <p><strong>Copy it now.</strong> This page shows it once, and nobody can look it up later.</p>
      <label for="api-key">API key</label>
      <textarea class="key" rows="2" readonly autofocus autocomplete="off" spellcheck="false"
        aria-describedby="how-to-copy" id="api-key">${key}</textarea>
      <p id="how-to-copy" class="muted">To copy: select all of it (Ctrl+A or ⌘A), then copy (Ctrl+C or ⌘C).</p>
      <h2>What to do next</h2>
      <p>Paste it into your client, where it asks for an API key. That is all.</p>
      <p>
        Whoever has this key can upload and read demos as you, so treat it as a password. If somebody else
        may have seen it, replace it on your account page.
      </p>
      <p class="row"><a class="button" href="/account">Back to your account</a></p>
    </section>`,
  });
}

export function accountPage(view: AccountView): string {
  const signOut = form(view, {
    action: '/account/sign-out',
    fields: '<button class="quiet">Sign out</button>',
  });
  return layout({
    title: 'Your account',
    current: '/account',
    body: html`<div class="heading"><h1>Your account</h1>!${signOut}</div>
      !${aboutSection(view)}!${apiKeysSection(view)}!${deletionSection(view)}`,
  });
}

function aboutSection({ steamId, roles, latestSession }: AccountView): string {
  const latest = latestSession
    ? html`${latestSession.demo_name || `Session ${latestSession.id}`} on ${latestSession.map}<br />
        <span class="muted">!${time(latestSession.opened_at)}, ${stateTexts[latestSession.state]}</span>`
    : 'None yet. Your client sends the first one as soon as it has an API key.';
  return html`<section>
    <dl>
      <dt>Steam ID</dt>
      <dd><code>${steamId}</code></dd>
      <dt>Roles</dt>
      <dd>${[...roles].join(', ') || 'none'}</dd>
      <dt>Last demo</dt>
      <dd>!${latest}</dd>
    </dl>
  </section>`;
}

function apiKeysSection(view: AccountView): string {
  const { apiKeys } = view;
  const list = html`<ul class="keys">!${apiKeys.map((apiKey) => apiKeyItem(view, apiKey))}</ul>
    <p class="muted">Replace makes a new key and stops the old one at once. Revoke only stops it.</p>`;
  const create = form(view, { action: '/account/keys', fields: '<button>Create an API key</button>' });
  return html`<section aria-labelledby="api-keys">
    <h2 id="api-keys">API keys</h2>
    <p>With a key, your client uploads demos as you. Use one for each program or computer.</p>
    !${apiKeys.length > 0 ? list : ''}
    !${apiKeys.length < maxApiKeys ? create : `<p>You have ${maxApiKeys} keys, the most there can be. To make another, revoke one.</p>`}
  </section>`;
}

function apiKeyItem(view: AccountView, { id, prefix, createdAt, lastUsedAt }: ApiKeyInfo): string {
  const button = (action: 'replace' | 'revoke', label: string) =>
    form(view, {
      action: `/account/keys/${id}/${action}`,
      fields: html`<button class="quiet" aria-label="${label} the key ${prefix}…">${label}</button>`,
    });
  return html`<li>
    <div>
      <code>${prefix}…</code>
      <p class="muted">Made: !${time(createdAt)}<br />Last used: !${lastUsedAt ? time(lastUsedAt) : 'never'}</p>
    </div>
    <div class="row">!${button('replace', 'Replace')}!${button('revoke', 'Revoke')}</div>
  </li>`;
}

function deletionSection(view: AccountView): string {
  const fields = html`<label for="steam-id">To confirm, type your Steam ID: ${view.steamId}</label>
    <div class="row">
      <input id="steam-id" name="steam_id" required inputmode="numeric" autocomplete="off" />
      <button class="danger">Delete my account</button>
    </div>`;
  return html`<section aria-labelledby="deletion">
    <h2 id="deletion">Delete the account</h2>
    <p>Deletes your keys, your sessions, your demos and everything found in them. This cannot be undone.</p>
    !${form(view, { action: '/account/delete', fields })}
  </section>`;
}

function form(view: AccountView, { action, fields }: { action: string; fields: string }): string {
  return html`<form method="post" action="${action}">
    <input type="hidden" name="form_token" value="${view.formToken}" />!${fields}
  </form>`;
}

function time(date: Date): string {
  const iso = date.toISOString();
  return html`<time datetime="${iso}">${iso.slice(0, 16).replace('T', ' ')} UTC</time>`;
}

interface Layout {
  readonly title: string;
  readonly body: string;
  /** The entry of the navigation that leads to this page. */
  readonly current?: '/account';
}

function layout({ title, body, current }: Layout): string {
  const here = current === '/account' ? 'aria-current="page"' : '';
  return html`<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>${title === 'Demobase' ? title : `${title} – Demobase`}</title>
    <link rel="icon" type="image/svg+xml" href="/icon.svg" />
    <link rel="stylesheet" href="/style.css" />
  </head>
  <body>
    <header>
      <a class="brand" href="/"><img src="/icon.svg" alt="" width="24" height="24" />Demobase</a>
      <nav aria-label="Pages"><a href="/account" !${here}>Account</a><a href="/schema">API</a></nav>
    </header>
    <main>!${body}</main>
  </body>
</html>
`;
}
