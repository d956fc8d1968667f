/** Text as HTML shows it. */
export const escapeHtml = (text: string): string =>
  text.replaceAll(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);

const STYLE = `
:root { color-scheme: light dark; --canvas: #f4f0e8; --paper: #fffdf8; --ink: #23201b; --quiet: #6b6357; --line: #ddd5c7; --accent: #2f6f5e; --alarm: #a8321f; }
@media (prefers-color-scheme: dark) { :root { --canvas: #191714; --paper: #23201c; --ink: #ece6da; --quiet: #a79d8d; --line: #3a352e; --accent: #7cc4ad; --alarm: #f0917f; } }
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
