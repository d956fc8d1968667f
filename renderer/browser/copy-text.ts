import type { Reply } from "#shared/errors.ts";

/** Puts text on the clipboard, which a browser allows right after a click. */
export async function copyText({ navigator }: Window, text: string): Promise<Reply<object>> {
  try {
    await navigator.clipboard.writeText(text);
    return { ok: true, value: {} };
  } catch {
    const message = "The browser did not allow copying. Select the text, and copy it with the keyboard.";
    return { ok: false, error: { code: "policy_forbids", message } };
  }
}
