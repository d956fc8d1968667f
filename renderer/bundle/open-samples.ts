import type { BundleImport } from "#shared/bundle.ts";
import type { Session } from "../session/session.ts";
import { toNewDraft } from "../workspace/drafts.ts";
import { isTakenName } from "../workspace/free-name.ts";

/** Opens programs that came with a bundle, as drafts: they belong to whoever works on them. */
export function openSamples({ stores }: Pick<Session, "stores">, samples: BundleImport["samples"]): void {
  const { workspace, languages } = stores;
  for (const { language: id, name, content } of samples) {
    const language = languages.getState().list.find((known) => known.id === id);
    if (!language) continue;
    const taken = workspace.getState().drafts.map((draft) => draft.name);
    const draft = toNewDraft(crypto.randomUUID(), language, taken, content);
    workspace.dispatch({ type: "added", draft: isTakenName(name, taken) ? draft : { ...draft, name } });
  }
}
