/** Text as HTML shows it. */
export const escapeHtml = (text: string): string =>
  text.replaceAll(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);

/** The window's colours; see `renderer/styles/tokens.css`. */
const STYLE = `
:root { color-scheme: light dark; --canvas: light-dark(#f4f0e8, #191714); --paper: light-dark(#fffdf9, #211f1b); --ink: light-dark(#24211c, #ece6da); --quiet: light-dark(#6a6355, #aca391); --line: light-dark(#e2dbcd, #38342c); --accent: light-dark(#2c55c9, #8fabff); --alarm: light-dark(#a51f17, #ff9488); }
* { box-sizing: border-box; }
body { margin: 0; padding: 48px 24px; background: var(--canvas); color: var(--ink); font: 16px/1.55 system-ui, sans-serif; }
main { max-width: 720px; margin: 0 auto; }
h1 { font-size: 28px; line-height: 1.2; margin: 0 0 8px; }
h2 { font-size: 16px; margin: 0 0 4px; }
p { margin: 0 0 12px; }
a { color: var(--accent); }
code, pre { font: 13px/1.5 ui-monospace, monospace; }
pre { overflow-x: auto; padding: 12px 16px; margin: 12px 0; background: var(--canvas); border-radius: 8px; }
.quiet { color: var(--quiet); }
.card { padding: 20px 24px; margin: 16px 0; background: var(--paper); border: 1px solid var(--line); border-radius: 12px; }
.method { display: inline-block; min-width: 44px; font-weight: 600; color: var(--accent); }
.alarm { border-color: var(--alarm); border-width: 2px; }
.alarm h1 { color: var(--alarm); }
.actions { display: flex; flex-wrap: wrap; gap: 12px; margin-top: 20px; }
button { font: inherit; padding: 8px 16px; border: 1px solid var(--line); border-radius: 8px; background: var(--canvas); color: inherit; cursor: pointer; }
button.alarm { border-color: var(--alarm); color: var(--alarm); }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
`;

/** A whole page with a style of its own: nothing is loaded from anywhere. `body` is HTML. */
export const toPage = (title: string, body: string, extraStyle = ""): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="data:,">
<title>${escapeHtml(title)}</title>
<style>${STYLE}${extraStyle}</style>
</head>
<body><main>
${body}
</main></body>
</html>
`;
