import { escapeHtml, toPage } from "../html.ts";
import type { ShownQuestion } from "./consent-desk.ts";

/** Until the page can be read, a click on it was meant for what was there before. */
const STYLE = `
@keyframes readable { from { pointer-events: none; opacity: 0.4; } }
button.alarm { animation: readable 1.2s steps(1, end); }
`;

interface Question {
  title: string;
  body: string;
  agree: string;
}

/** Text of the subject is escaped in bodies here, and nowhere else; a title is text. */
const QUESTIONS: Record<ShownQuestion["about"], (text: string) => Question> = {
  isolation: (text) => ({
    title: "Run programs without isolation?",
    body: `${text === "" ? "" : `<p>${escapeHtml(text)}</p>`}
<p>Without a container a program runs as you: it can read, change and delete your files, and use the network.
Agree only if you trust every program that you run. This holds until Sandpit’s server ends, or programs can be isolated again.</p>
<p class="quiet">If you did not just ask Sandpit to run a program, cancel.</p>`,
    agree: "Run Without Isolation",
  }),
  key: (text) => ({
    title: "Trust the key that this bundle is signed with?",
    body: `<p><code>${escapeHtml(text)}</code></p>
<p>Compare these digits with whoever made the bundle. If you agree, bundles that are signed with this key are imported
without this question from now on.</p>
<p class="quiet">If you did not just ask Sandpit to import a bundle, cancel.</p>`,
    agree: "Trust This Key",
  }),
  build: (text) => ({
    title: `Build the image for “${text}”?`,
    body: `<p>Its Dockerfile did not come with Sandpit. While the image is built, the commands in it run in your container engine
and may use the network. Agree only if you wrote these files or trust who did.</p>
<p class="quiet">If you did not just ask Sandpit to add a language, cancel.</p>`,
    agree: "Build",
  }),
};

/** Asks what the window's page must not answer. Cancel comes first: it is what Enter presses. */
export function toQuestionPage({ about, text, token }: ShownQuestion): string {
  const { title, body, agree } = QUESTIONS[about](text);
  const form = `<form method="post" class="card alarm">
<h1>${escapeHtml(title)}</h1>
${body}
<input type="hidden" name="token" value="${escapeHtml(token)}">
<div class="actions">
<button name="answer" value="no" autofocus>Cancel</button>
<button name="answer" value="yes" class="alarm">${agree}</button>
</div>
</form>`;
  return toPage(title, form, STYLE);
}

export const toAnsweredPage = (agreed: boolean): string =>
  toMessagePage(agreed ? "Agreed" : "Nothing was done", "Close this page and go back to Sandpit’s window.");

export const toUnknownPage = (): string =>
  toMessagePage("This question is no longer open", "Close this page, and ask again in Sandpit’s window.");

/** A page with a heading and one sentence. */
export const toMessagePage = (title: string, text: string): string =>
  toPage(title, `<div class="card"><h1>${escapeHtml(title)}</h1><p>${escapeHtml(text)}</p></div>`);
