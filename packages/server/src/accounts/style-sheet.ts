/** The look of the pages, served as `/style.css`: the content security policy allows no inline styles. */
export const styleSheet = `
:root {
  color-scheme: light dark;
  --page: #f6f5f2; --card: #ffffff; --line: #dedad2; --edge: #8a857a; --text: #23211d; --muted: #625e55;
  --accent: #b4471f; --accent-strong: #97380f; --accent-text: #ffffff; --danger: #a3221b; --field: #f6f5f2;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #171614; --card: #211f1c; --line: #3a3732; --edge: #7f796d; --text: #ece9e2; --muted: #aba696;
    --accent: #e8875a; --accent-strong: #f29c73; --accent-text: #1c120c; --danger: #f4958c; --field: #171614;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0; background: var(--page); color: var(--text);
  font: 1rem/1.55 system-ui, "Segoe UI", Roboto, "Helvetica Neue", sans-serif;
}
header, main { max-width: 44rem; margin: 0 auto; padding: 1.25rem 1rem; }
header { display: flex; align-items: center; flex-wrap: wrap; gap: 0.5rem 1.25rem; }
main { padding-top: 0; padding-bottom: 4rem; }
.brand {
  display: flex; align-items: center; gap: 0.5rem; margin-right: auto;
  font-weight: 700; font-size: 1.125rem; letter-spacing: -0.01em; color: inherit; text-decoration: none;
}
nav { display: flex; gap: 1.25rem; }
nav a { color: var(--muted); text-decoration: none; padding: 0.25rem 0; }
nav a:hover { color: var(--text); text-decoration: underline; }
nav a[aria-current] { color: var(--text); box-shadow: 0 2px var(--accent); }
section {
  background: var(--card); border: 1px solid var(--line); border-radius: 0.75rem;
  padding: 1.5rem; margin-bottom: 1rem;
}
h1 { font-size: 1.75rem; line-height: 1.2; letter-spacing: -0.02em; margin: 0 0 1rem; text-wrap: balance; }
h2 { font-size: 1.125rem; line-height: 1.3; margin: 0 0 0.5rem; }
p, ol { margin: 0 0 1rem; text-wrap: pretty; }
p + h2 { margin-top: 1.75rem; }
.heading { display: flex; flex-wrap: wrap; align-items: center; gap: 0.5rem 1rem; margin-bottom: 1rem; }
.heading h1 { margin: 0 auto 0 0; }
ol { padding-left: 1.5rem; }
li { padding-left: 0.25rem; }
li::marker { color: var(--muted); }
section > :last-child { margin-bottom: 0; }
a { color: var(--accent); text-underline-offset: 0.15em; }
a:hover { color: var(--accent-strong); }
.muted { color: var(--muted); font-size: 0.9375rem; }
section + .muted { padding: 0 1.5rem; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 0.5rem 1.5rem; margin: 0; }
dt { color: var(--muted); }
dd { margin: 0; overflow-wrap: anywhere; }
.keys { list-style: none; margin: 0 0 1rem; padding: 0; border-bottom: 1px solid var(--line); }
.keys li {
  display: flex; flex-wrap: wrap; align-items: center; justify-content: space-between; gap: 0.5rem 1rem;
  padding: 0.75rem 0; border-top: 1px solid var(--line);
}
.keys p { margin: 0; }
time { white-space: nowrap; }
code, .key { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; font-size: 0.9375rem; }
button, .button {
  display: inline-block; font: inherit; font-weight: 600; cursor: pointer; text-decoration: none;
  border: 1px solid transparent; border-radius: 0.5rem; padding: 0.5rem 1rem;
  background: var(--accent); color: var(--accent-text);
}
button:hover, .button:hover { background: var(--accent-strong); color: var(--accent-text); }
.quiet, .danger { background: transparent; color: var(--text); border-color: var(--edge); }
.quiet:hover { background: var(--field); color: var(--text); }
button.quiet { padding: 0.25rem 0.75rem; font-weight: 500; }
.danger { color: var(--danger); border-color: currentColor; }
.danger:hover { background: var(--danger); color: var(--card); border-color: var(--danger); }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
label { display: block; margin-bottom: 0.375rem; font-weight: 500; }
input, textarea {
  font: inherit; color: inherit; background: var(--field); border: 1px solid var(--edge);
  border-radius: 0.5rem; padding: 0.5rem 0.75rem; width: 15rem; max-width: 100%;
}
textarea.key {
  display: block; width: 100%; margin-bottom: 0.5rem; padding: 0.75rem 1rem;
  resize: none; field-sizing: content; word-break: break-all;
}
.row { display: flex; flex-wrap: wrap; gap: 0.5rem; }
@media (max-width: 32rem) {
  section { padding: 1.25rem 1rem; }
  section + .muted { padding: 0 1rem; }
  dl { display: block; }
  dd + dt { margin-top: 0.75rem; }
}
`;

/** What browsers show beside the name of a page, served as `/icon.svg`: the dot that says it records. */
export const icon = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24">
  <rect width="24" height="24" rx="6" fill="#b4471f"/>
  <circle cx="12" cy="12" r="7" fill="none" stroke="#fff" stroke-width="2"/>
  <circle cx="12" cy="12" r="3.5" fill="#fff"/>
</svg>
`;
