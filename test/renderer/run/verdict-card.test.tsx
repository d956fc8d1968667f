// @vitest-environment happy-dom
import { act } from "react";
import { createRoot, type Root } from "react-dom/client";
import { afterEach, beforeEach, expect, it } from "vitest";
import { VerdictCard } from "../../../renderer/run/verdict-card.tsx";
import { connectEvents } from "../../../renderer/session/connect.ts";
import { createSession } from "../../../renderer/session/session.ts";
import { SessionContext } from "../../../renderer/session/use-session.ts";
import { toNewDraft } from "../../../renderer/workspace/drafts.ts";
import { createFakeBridge, type FakeOptions, UNAVAILABLE } from "../fake-bridge.ts";

Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true });

let element: HTMLElement;
let root: Root;
beforeEach(() => {
  element = document.createElement("div");
  document.body.append(element);
  root = createRoot(element);
});
afterEach(async () => {
  await act(async () => root.unmount());
  element.remove();
});

/** The card of a run of `main.py` that has ended; or of `other.py`, which stands beside it. */
async function show(options: FakeOptions = {}, entry: "main.py" | "other.py" = "main.py") {
  const session = createSession(createFakeBridge(options));
  connectEvents(session);
  const [python] = session.stores.languages.getState().list;
  if (!python) throw new Error("There is no language.");
  session.stores.workspace.dispatch({ type: "added", draft: toNewDraft("first", python, [], "print(1)") });
  if (entry === "other.py") {
    const languages = session.stores.languages.getState().list;
    const draft = toNewDraft("other", python, ["main.py"], "import main");
    session.stores.workspace.dispatch({ type: "added", draft });
    session.stores.workspace.dispatch({ type: "renamed", id: "other", name: entry, languages });
  }
  await session.isolation.refresh();
  await session.run.start();
  await act(async () =>
    root.render(
      <SessionContext value={session}>
        <VerdictCard />
      </SessionContext>,
    ),
  );
  const addInFront = () =>
    act(async () => {
      const draft = toNewDraft("second", python, ["main.py"], "print(2)");
      session.stores.workspace.dispatch({ type: "added", draft });
    });
  const close = () => act(async () => session.stores.workspace.dispatch({ type: "closed", id: "first" }));
  return { addInFront, close };
}

const buttons = () => [...element.querySelectorAll("button")];
const labels = () => buttons().map(({ textContent }) => textContent);

it("offers to run the program again", async () => {
  await show();
  expect(labels()).toEqual(["Run again"]);
  expect(buttons()[0]?.className).not.toContain("button--danger");
});

it("says which program that is where another is in front", async () => {
  const { addInFront } = await show();
  await addInFront();
  expect(labels()).toEqual(["Run main.py again"]);
});

it("offers nothing where the program is no longer open, and says so", async () => {
  const { addInFront, close } = await show();
  await addInFront();
  await close();
  expect(labels()).toEqual([]);
  expect(element.textContent).toContain("main.py is no longer open here, so it cannot be run again.");
});

it("says that it would not be isolated, as the main button does", async () => {
  await show({ engine: UNAVAILABLE });
  expect(labels()).toEqual(["Run again without isolation"]);
  expect(buttons()[0]?.className).toContain("button--danger");
});

it("has the interpreter's own words beside the plainer ones", async () => {
  await show({
    program({ complain, end }) {
      complain(
        "Traceback (most recent call last):\n  File \"/tmp/run/main.py\", line 1, in <module>\n    x\nNameError: name 'x' is not defined\n",
      );
      end({ outcome: "failed", exitCode: 1 });
    },
  });
  expect(element.textContent).toContain("NameError: name 'x' is not defined");
  expect(element.textContent).toContain("Python does not know the name x.");
});

it("explains an error for which no line of the program is named", async () => {
  await show({
    program({ complain, end }) {
      complain(
        "node:events:495\n      throw er; // Unhandled 'error' event\n      ^\n\nError: getaddrinfo EAI_AGAIN example.com\n    at GetAddrInfoReqWrap.onlookup [as oncomplete] (node:dns:107:26)\n\nNode.js v18.20.4\n",
      );
      end({ outcome: "failed", exitCode: 1 });
    },
  });
  expect(element.textContent).toContain("Error: getaddrinfo EAI_AGAIN example.com");
  expect(element.textContent).toContain("Programs run without a network here");
  expect(labels()).toEqual(["Run again"]);
});

it("names no line for an error that the program has handled", async () => {
  await show({
    program({ complain, end }) {
      complain(
        'ERROR:root:failed\nTraceback (most recent call last):\n  File "/tmp/run/main.py", line 3, in <module>\n    1/0\nZeroDivisionError: division by zero\nGiving up\n',
      );
      end({ outcome: "failed", exitCode: 2 });
    },
  });
  expect(element.querySelector("h3")?.textContent).toBe("Stopped by an error");
  expect(element.textContent).toContain("Your program ended with exit code 2");
  expect(element.textContent).not.toContain("divided by zero");
  expect(labels()).toEqual(["Run again"]);
});

it.each([
  ["main.py", "main.py", "Stopped by an error in line 3"],
  ["other.py", "other.py", "Stopped by an error in line 3"],
  ["other.py", "main.py", "Stopped by an error in line 3 of main.py"],
] as const)("names the file where the error is in another than was run: %s, %s", async (entry, file, title) => {
  const program: FakeOptions["program"] = ({ complain, end }) => {
    complain(
      `Traceback (most recent call last):\n  File "/tmp/run/${file}", line 3, in <module>\n    x\nNameError: name 'x' is not defined\n`,
    );
    end({ outcome: "failed", exitCode: 1 });
  };
  await show({ program }, entry);
  expect(element.querySelector("h3")?.textContent).toBe(title);
});
