/** The look of the pages, served as `/style.css`: the content security policy allows no inline styles. */
export const styleSheet = `
:root {
  color-scheme: light dark;
  --page: #f6f5f2; --card: #ffffff; --line: #dedad2; --text: #23211d; --muted: #6a665d;
  --accent: #b4471f; --accent-text: #ffffff; --danger: #a3221b; --key: #f1eee6;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #171614; --card: #211f1c; --line: #3a3732; --text: #ece9e2; --muted: #a39e92;
    --accent: #e07a4b; --accent-text: #1c120c; --danger: #f08a80; --key: #2b2824;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0; background: var(--page); color: var(--text);
  font: 1rem/1.55 system-ui, "Segoe UI", Roboto, "Helvetica Neue", sans-serif;
}
header, main { max-width: 46rem; margin: 0 auto; padding: 1.25rem 1rem; }
header { display: flex; align-items: center; gap: 1rem; justify-content: space-between; }
main { padding-top: 0; padding-bottom: 4rem; }
.brand { font-weight: 700; letter-spacing: -0.01em; color: inherit; text-decoration: none; }
section {
  background: var(--card); border: 1px solid var(--line); border-radius: 0.75rem;
  padding: 1.25rem 1.5rem; margin-bottom: 1rem;
}
h1 { font-size: 1.6rem; line-height: 1.2; letter-spacing: -0.02em; margin: 0 0 0.75rem; }
h2 { font-size: 1.05rem; margin: 0 0 0.75rem; }
p { margin: 0 0 0.75rem; }
section > :last-child { margin-bottom: 0; }
a { color: var(--accent); }
.muted { color: var(--muted); }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 0.35rem 1.25rem; margin: 0; }
dt { color: var(--muted); }
dd { margin: 0; overflow-wrap: anywhere; }
.scroll { overflow-x: auto; margin-bottom: 0.75rem; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; padding: 0.5rem 0.75rem 0.5rem 0; border-bottom: 1px solid var(--line); white-space: nowrap; }
th { font-weight: 600; color: var(--muted); font-size: 0.875rem; }
td.actions { display: flex; gap: 0.5rem; justify-content: flex-end; padding-right: 0; }
code { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; font-size: 0.95em; }
#api-key {
  display: block; padding: 0.9rem 1rem; border-radius: 0.5rem; background: var(--key);
  border: 1px solid var(--line); overflow-wrap: anywhere; user-select: all;
}
button, .button {
  display: inline-block; font: inherit; font-weight: 600; cursor: pointer; text-decoration: none;
  border: 1px solid transparent; border-radius: 0.5rem; padding: 0.5rem 1rem;
  background: var(--accent); color: var(--accent-text);
}
button.quiet { background: transparent; color: var(--text); border-color: var(--line); padding: 0.3rem 0.7rem; }
button.danger { background: transparent; color: var(--danger); border-color: currentColor; }
button:hover, .button:hover { filter: brightness(1.08); }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
label { display: block; margin-bottom: 0.35rem; }
input {
  font: inherit; color: inherit; background: var(--page); border: 1px solid var(--line);
  border-radius: 0.5rem; padding: 0.5rem 0.75rem; width: 15rem; max-width: 100%;
}
.row { display: flex; flex-wrap: wrap; gap: 0.5rem; }
`;
