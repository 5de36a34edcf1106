import type { CookieSerializeOptions } from '@fastify/cookie';
import { attemptLifetimeMs } from './sign-in.ts';
import { signInLifetimeMs } from './signed-in-browser.ts';

interface Cookie {
  readonly name: string;
  readonly options: CookieSerializeOptions;
}

/**
 * The two cookies, for the address players reach the service at. Lax, not Strict: Steam sends the browser
 * back by a cross-site link, and a Strict cookie would stay behind. Behind https the `__Host-` prefix makes
 * browsers refuse a cookie that another host of the same domain planted.
 */
export function cookiesFor(publicUrl: string): { readonly attempt: Cookie; readonly signIn: Cookie } {
  const secure = publicUrl.startsWith('https:');
  const prefix = secure ? '__Host-' : '';
  const options = { path: '/', httpOnly: true, sameSite: 'lax', secure } as const;
  return {
    attempt: {
      name: `${prefix}demobase-sign-in`,
      options: { ...options, maxAge: attemptLifetimeMs / 1000 },
    },
    signIn: { name: `${prefix}demobase`, options: { ...options, maxAge: signInLifetimeMs / 1000 } },
  };
}
