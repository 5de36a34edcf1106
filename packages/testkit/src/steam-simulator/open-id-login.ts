import { AssertionRegister } from './assertion-register.ts';
import { answer, behave, type Exchange, redirect } from './exchange.ts';
import { errorPage, openIdPage } from './open-id-page.ts';
import type { SteamState } from './steam-state.ts';

const IDENTIFIER_SELECT = 'http://specs.openid.net/auth/2.0/identifier_select';

/** /openid/login: the choice of player, its result, and the confirmation asked for behind the browser's back. */
export function openIdLogin(exchange: Exchange, state: SteamState): void {
  const { method, parameters } = exchange;
  const isConfirmation = method === 'POST' && parameters.get('openid.mode') === 'check_authentication';
  const fault = isConfirmation ? undefined : findRequestFault(parameters);
  if (isConfirmation) checkAuthentication(exchange, state);
  else if (fault) answer(exchange, { status: 400, body: errorPage('Bad sign-in request', fault) });
  else if (method === 'POST') returnToRelyingParty(exchange, state);
  else answer(exchange, { status: 200, body: openIdPage(parameters, state.players.values()) });
}

function checkAuthentication(exchange: Exchange, state: SteamState): void {
  const { answerCheckAuthentication } = state.behaviour;
  const answerValid = (isValid: boolean) => {
    const headers = { 'content-type': 'text/plain;charset=utf-8' };
    answer(exchange, { status: 200, body: AssertionRegister.answer(isValid), headers });
  };
  if (answerCheckAuthentication === 'deny') answerValid(false);
  else
    behave(exchange, state.sequences.step(answerCheckAuthentication), () =>
      answerValid(state.assertions.confirm(exchange.parameters)),
    );
}

function findRequestFault(parameters: URLSearchParams): string | undefined {
  const value = (name: string) => parameters.get(`openid.${name}`) ?? '';
  if (value('ns') !== 'http://specs.openid.net/auth/2.0') return 'openid.ns is not that of OpenID 2.0.';
  if (value('mode') !== 'checkid_setup') return 'openid.mode is not checkid_setup.';
  if (value('claimed_id') !== IDENTIFIER_SELECT || value('identity') !== IDENTIFIER_SELECT) {
    return 'openid.claimed_id and openid.identity are not identifier_select.';
  }
  if (!URL.canParse(value('return_to')) || !URL.canParse(value('realm'))) {
    return 'openid.return_to and openid.realm are not both absolute URLs.';
  }
  const returnTo = new URL(value('return_to'));
  const realm = new URL(value('realm'));
  const isCovered = returnTo.origin === realm.origin && returnTo.pathname.startsWith(realm.pathname);
  return isCovered ? undefined : 'openid.realm does not cover openid.return_to.';
}

function returnToRelyingParty(exchange: Exchange, state: SteamState): void {
  const { parameters, origin } = exchange;
  const returnTo = parameters.get('openid.return_to') ?? '';
  const steamId = parameters.get('steamid') ?? '';
  if (parameters.has('cancel')) {
    const cancelled = { 'openid.ns': parameters.get('openid.ns') ?? '', 'openid.mode': 'cancel' };
    redirect(exchange, withOpenIdFields(returnTo, cancelled));
  } else if (/^\d{17}$/.test(steamId)) {
    redirect(exchange, withOpenIdFields(returnTo, state.assertions.issue({ origin, steamId, returnTo })));
  } else {
    answer(exchange, { status: 400, body: errorPage('Not a SteamID64', 'It has 17 digits.') });
  }
}

/** Appends as text: what the relying party wrote in its own URL stays as it is, byte for byte. */
function withOpenIdFields(returnTo: string, fields: Record<string, string>): string {
  const query = new URLSearchParams(fields);
  return `${returnTo}${returnTo.includes('?') ? '&' : '?'}${query}`;
}
