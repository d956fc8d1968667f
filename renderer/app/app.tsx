import { lazy, Suspense } from "react";
import { useStore } from "zustand";
import { InsecureBanner } from "../isolation/insecure-banner.tsx";
import { toIsolation } from "../isolation/isolation.ts";
import { useSession } from "../session/use-session.ts";
import { CodeScreen } from "./code-screen.tsx";
import { DropOverlay } from "./drop-overlay.tsx";
import { Notices } from "./notices.tsx";
import { Rail } from "./rail.tsx";
import { SCREENS } from "./screens.ts";
import { StatusBar } from "./status-bar.tsx";
import "./app.css";

const CloseDialog = lazy(async () => ({ default: (await import("../workspace/close-dialog.tsx")).CloseDialog }));

/** The frame of the window. What it looks like depends on nothing but whether programs are isolated. */
export function App() {
  const { stores } = useSession();
  const isolation = useStore(stores.status, toIsolation);
  const screenId = useStore(stores.view, (state) => state.screen);
  const closingId = useStore(stores.view, (state) => state.closingId);
  const Content = SCREENS.find(({ id }) => id === screenId)?.Content;
  return (
    <div className="app" data-isolation={isolation}>
      {isolation === "not_isolated" && <InsecureBanner />}
      <div className="app__body">
        <Rail />
        <div className="app__screen" data-hidden={Content ? true : undefined}>
          {/* Never taken away: the editor's history, what was typed for the program and where one has read stay. */}
          <CodeScreen />
        </div>
        {Content && (
          <div className="app__screen">
            <Suspense>
              <Content />
            </Suspense>
          </div>
        )}
      </div>
      <StatusBar />
      <Notices />
      <DropOverlay />
      {closingId !== null && (
        <Suspense>
          <CloseDialog draftId={closingId} />
        </Suspense>
      )}
    </div>
  );
}
