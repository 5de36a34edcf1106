/** What the address of a Steam community profile names. */
export type ProfileUrl =
  | { readonly kind: 'id'; readonly idText: string }
  /** The name a user chose for the address. Only Steam knows whose it is, and it can change hands. */
  | { readonly kind: 'vanity-name'; readonly vanityName: string };

const SITE = String.raw`^(?:https?:\/\/)?(?:www\.)?steamcommunity\.com`;
const ID_URL = new RegExp(String.raw`${SITE}\/profiles\/(\d{17}|\[U:1:\d{1,10}\])\/?$`, 'i');
const VANITY_URL = new RegExp(String.raw`${SITE}\/id\/([A-Za-z0-9_-]{2,32})\/?$`, 'i');

/** Reads `https://steamcommunity.com/profiles/…` and `/id/…`, as people type and paste them. */
export function readProfileUrl(text: string): ProfileUrl | undefined {
  const idText = ID_URL.exec(text)?.[1];
  if (idText !== undefined) return { kind: 'id', idText };
  const vanityName = VANITY_URL.exec(text)?.[1];
  return vanityName === undefined ? undefined : { kind: 'vanity-name', vanityName };
}
