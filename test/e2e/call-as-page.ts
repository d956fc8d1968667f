import type { Page } from "playwright-core";
import type { Bridge } from "#shared/contract.ts";

/** Calls a command as a script in the page would that has taken everything over. */
export const callAsPage = (page: Page, name: string, input: unknown): Promise<unknown> =>
  page.evaluate(
    async ([command, given]) => {
      const { sandpit } = window as unknown as { sandpit?: Bridge };
      if (sandpit) return sandpit.call(command as "app.status", given as never);
      const headers = {
        "content-type": "application/json",
        "x-sandpit-page": localStorage.getItem("sandpit-page") ?? "",
        // Known to the page's own script alone: so this becomes the page that is used.
        "x-sandpit-tab": crypto.randomUUID(),
      };
      const body = JSON.stringify(given);
      return (await fetch(`/bridge/call/${command}`, { method: "POST", headers, body })).json();
    },
    [name, input] as const,
  );

/**
 * Calls a command with each of these inputs, all at once, and answers when all are answered. Only in Electron: a browser
 * itself sends no more than a few requests at a time.
 */
export const callAllAsPage = (page: Page, name: string, inputs: readonly unknown[]): Promise<unknown[]> =>
  page.evaluate(
    ([command, given]) => {
      const { sandpit } = window as unknown as { sandpit: Bridge };
      return Promise.all(given.map((input) => sandpit.call(command as "app.status", input as never)));
    },
    [name, inputs] as const,
  );
