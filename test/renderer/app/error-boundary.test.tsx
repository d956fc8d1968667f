// @vitest-environment happy-dom
import { act } from "react";
import { createRoot } from "react-dom/client";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { ErrorBoundary } from "../../../renderer/app/error-boundary.tsx";
import { StartFailure } from "../../../renderer/app/start-failure.tsx";

Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true });

const drawing = { isBroken: true };
function Window() {
  if (drawing.isBroken) throw new Error("a part that cannot be drawn");
  return <p>the window</p>;
}

let element: HTMLElement;
const render = async (content: React.ReactNode) => {
  await act(async () => createRoot(element, { onCaughtError: () => {}, onUncaughtError: () => {} }).render(content));
};
const press = async (label: string) => {
  const button = [...element.querySelectorAll("button")].find(({ textContent }) => textContent === label);
  if (!button) throw new Error(`There is no button ${label}.`);
  await act(async () => button.click());
};

beforeEach(() => {
  element = document.createElement("div");
  document.body.append(element);
});
afterEach(() => element.remove());

describe("an error while the window is drawn", () => {
  it("is reported once and shown in place of the window, which can be drawn again", async () => {
    drawing.isBroken = true;
    const onError = vi.fn();
    await render(
      <ErrorBoundary onError={onError}>
        <Window />
      </ErrorBoundary>,
    );
    expect(element.querySelector('[role="alert"]')?.textContent).toMatch(/Your text is safe/);
    expect(element.textContent).toContain("a part that cannot be drawn");
    expect(onError).toHaveBeenCalledOnce();
    expect(onError.mock.calls[0]?.[0]).toMatchObject({ message: "a part that cannot be drawn" });

    await press("Show the window again");
    expect(element.querySelector('[role="alert"]')).not.toBeNull();
    drawing.isBroken = false;
    await press("Show the window again");
    expect(element.textContent).toBe("the window");
  });
});

describe("drafts that cannot be read", () => {
  it("are said so, with a way to try again", async () => {
    const onRetry = vi.fn();
    await render(<StartFailure message="The disk does not answer." onRetry={onRetry} />);
    expect(element.textContent).toContain("The disk does not answer. Nothing has been overwritten.");
    await press("Try again");
    expect(onRetry).toHaveBeenCalledOnce();
  });
});
