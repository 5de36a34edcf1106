import type { App, AppParts } from '../app-parts.ts';
import { accountApiRoutes } from './account-api-routes.ts';
import { accountPageRoutes } from './account-page-routes.ts';
import type { EndSessions } from './delete-account.ts';
import { htmlPages } from './html-pages.ts';
import { signInRoutes } from './sign-in-routes.ts';

/** What accounts need of another capability. */
export interface AccountRoutesOptions {
  readonly endSessions: EndSessions;
}

/**
 * Everything about accounts over HTTP: the start page, Steam sign-in and the account page for people, and
 * `/api/account` for programs. The instance needs `@fastify/cookie`, `@fastify/formbody` and
 * `decorateWithPrincipal`.
 */
export function accountRoutes(parts: AppParts, options: AccountRoutesOptions): (app: App) => Promise<void> {
  return async (app) => {
    await app.register(async (pages: App) => {
      htmlPages(pages, parts.config);
      signInRoutes(pages, parts);
      accountPageRoutes(pages, { parts, ...options });
    });
    accountApiRoutes(app, { parts, ...options });
  };
}
