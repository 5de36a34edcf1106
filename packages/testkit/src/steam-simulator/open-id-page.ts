import type { SimulatedPlayer } from './simulated-player.ts';

/** The page on which a person chooses who to sign in as. */
export function openIdPage(openIdFields: URLSearchParams, players: Iterable<SimulatedPlayer>): string {
  const hidden = [...openIdFields]
    .map(([name, value]) => `<input type="hidden" name="${escapeHtml(name)}" value="${escapeHtml(value)}">`)
    .join('');
  const buttons = [...players]
    .map(
      ({ steamId, personaName }) =>
        `<li><button name="steamid" value="${escapeHtml(steamId)}">${escapeHtml(personaName)} <small>${escapeHtml(steamId)}</small></button></li>`,
    )
    .join('\n');
  const realm = escapeHtml(openIdFields.get('openid.realm') ?? '');
  return `<!DOCTYPE html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Steam simulator</title>
<style>
  body { font: 1rem/1.5 system-ui, sans-serif; max-width: 32rem; margin: 3rem auto; padding: 0 1rem }
  ul { list-style: none; padding: 0 }
  button, input { font: inherit; padding: .4rem .8rem; margin: .2rem 0 }
</style>
<main>
<h1>Steam simulator</h1>
<p>Nothing here is Steam, and no password is needed. <strong>${realm}</strong> asks who you are.</p>
<form method="post" action="/openid/login">
${hidden}
<h2 id="known">Sign in as</h2>
<ul aria-labelledby="known">
${buttons}
</ul>
</form>
<form method="post" action="/openid/login">
${hidden}
<label for="steamid">Or as any SteamID64</label><br>
<input id="steamid" name="steamid" required inputmode="numeric" pattern="[0-9]{17}" title="17 digits">
<button>Sign in</button>
</form>
<form method="post" action="/openid/login">
${hidden}
<button name="cancel" value="1">Cancel</button>
</form>
</main>
</html>
`;
}

/** A short page that says what was wrong with a request. */
export function errorPage(title: string, detail: string): string {
  return `<!DOCTYPE html><html lang="en"><title>${escapeHtml(title)}</title><h1>${escapeHtml(title)}</h1><p>${escapeHtml(detail)}</p></html>\n`;
}

function escapeHtml(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
