import type { ConnectionState } from "./server-connection.ts";
import "./connection-bar.css";

export interface ConnectionBar {
  showState(state: ConnectionState): void;
  /** A question is open in a tab of its own; `null` where none is. */
  showQuestion(show: (() => void) | null): void;
}

interface Message {
  text: string;
  action?: { label: string; run(): void };
  /** Covers the window, which is of no use as long as this holds. */
  covers?: boolean;
}

/** Says in the window, above everything, what only a window in a browser can suffer from. */
export function createConnectionBar(page: Window, retry: () => void): ConnectionBar {
  const { document } = page;
  const bar = document.createElement("div");
  bar.className = "connection-bar";
  bar.setAttribute("role", "alert");
  let state: ConnectionState = "connecting";
  let showQuestionAgain: (() => void) | null = null;

  const toMessage = (): Message | null => {
    switch (state) {
      case "lost":
        return {
          text: "Sandpit’s server does not answer. Your text is kept in this page, and saved as soon as the server is back.",
          action: { label: "Try now", run: retry },
        };
      case "ended":
        return {
          text: "Sandpit was started anew and does not know this page any more. Press Enter in its terminal and open the new link. Your text is still here; copy what you typed last.",
        };
      case "taken":
        return {
          text: "Sandpit is open in another tab. Only one can be used at a time, so that nothing is written over.",
          action: { label: "Use it here", run: () => page.location.reload() },
          covers: true,
        };
      default:
        return showQuestionAgain === null
          ? null
          : {
              text: "Sandpit asks you something in a tab of its own, because it must not be answered from here.",
              action: { label: "Show the question", run: showQuestionAgain },
            };
    }
  };

  const show = (): void => {
    const message = toMessage();
    if (!message) {
      bar.remove();
      return;
    }
    const text = document.createElement("p");
    text.textContent = message.text;
    const children: HTMLElement[] = [text];
    const { action } = message;
    if (action) {
      const button = document.createElement("button");
      button.textContent = action.label;
      button.addEventListener("click", () => action.run());
      children.push(button);
    }
    bar.replaceChildren(...children);
    bar.dataset.covers = String(message.covers === true);
    document.body.append(bar);
  };

  return {
    showState(next) {
      state = next;
      show();
    },
    showQuestion(again) {
      showQuestionAgain = again;
      show();
    },
  };
}
