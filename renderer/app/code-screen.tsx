import { Group, Panel, Separator } from "react-resizable-panels";
import { useStore } from "zustand";
import { CodeEditor } from "../editor/code-editor.tsx";
import { RunPanel } from "../run/run-panel.tsx";
import { useSession, useWorkspace } from "../session/use-session.ts";
import { DiskBar } from "../workspace/disk-bar.tsx";
import { EmptyWorkspace } from "../workspace/empty-workspace.tsx";
import { FileTabs } from "../workspace/file-tabs.tsx";
import { Toolbar } from "./toolbar.tsx";
import "./code-screen.css";

/** The program on one side, what it does on the other. */
export function CodeScreen() {
  const { stores, setPreferences } = useSession();
  const side = useStore(stores.preferences, (state) => state.panelSide);
  const isOpen = useWorkspace((state) => state.activeId !== null);
  // Read once: from then on the group itself knows its layout, and tells it to the preferences.
  const percent = stores.preferences.getState().panelPercent;
  return (
    <main className="code-screen" data-side={side}>
      <h1 className="visually-hidden">Sandpit: your program</h1>
      <header className="code-screen__head">
        <FileTabs />
        <Toolbar />
      </header>
      <Group
        className="code-screen__panels"
        orientation={side === "right" ? "horizontal" : "vertical"}
        defaultLayout={{ program: 100 - percent, run: percent }}
        onLayoutChanged={(layout, { isUserInteraction }) => {
          const share = layout.run;
          if (isUserInteraction && share !== undefined) setPreferences({ panelPercent: Math.round(share * 10) / 10 });
        }}
      >
        <Panel id="program" className="program" minSize="20%">
          <DiskBar />
          {isOpen ? <CodeEditor /> : <EmptyWorkspace />}
        </Panel>
        <Separator className="separator" aria-label="Resize output" />
        <Panel id="run" className="run" minSize="20%">
          <RunPanel />
        </Panel>
      </Group>
    </main>
  );
}
