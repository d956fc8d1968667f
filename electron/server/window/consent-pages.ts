import { escapeHtml, toPage } from "../html.ts";

/** Until the page can be read, a click on it was meant for what was there before. */
const STYLE = `
@keyframes readable { from { pointer-events: none; opacity: 0.4; } }
button.alarm { animation: readable 1.2s steps(1, end); }
`;

/** Asks whether programs may run without isolation. Cancel comes first: it is what Enter presses. */
export function toQuestionPage({ reason, token }: { reason: string; token: string }): string {
  const body = `<form method="post" class="card alarm">
<h1>Run programs without isolation?</h1>
${reason === "" ? "" : `<p>${escapeHtml(reason)}</p>`}
<p>Without a container a program runs as you: it can read, change and delete your files, and use the network.
Agree only if you trust every program that you run. This holds until Sandpit’s server ends or Docker comes back.</p>
<p class="quiet">If you did not just ask Sandpit to run a program, cancel.</p>
<input type="hidden" name="token" value="${escapeHtml(token)}">
<div class="actions">
<button name="answer" value="no" autofocus>Cancel</button>
<button name="answer" value="yes" class="alarm">Run Without Isolation</button>
</div>
</form>`;
  return toPage("Run without isolation?", body, STYLE);
}

export const toAnsweredPage = (agreed: boolean): string =>
  toMessagePage(
    agreed ? "Programs may run without isolation" : "Nothing was run",
    "Close this page and go back to Sandpit’s window.",
  );

export const toUnknownPage = (): string =>
  toMessagePage("This question is no longer open", "Close this page, and ask again in Sandpit’s window.");

/** A page with a heading and one sentence. */
export const toMessagePage = (title: string, text: string): string =>
  toPage(title, `<div class="card"><h1>${escapeHtml(title)}</h1><p>${escapeHtml(text)}</p></div>`);
