import { X } from "lucide-react";
import { Tabs } from "radix-ui";
import { useStore } from "zustand";
import type { ContainerSummary } from "#shared/monitor.ts";
import { useSession } from "../session/use-session.ts";
import { Button } from "../ui/button.tsx";
import { IconButton } from "../ui/icon-button.tsx";
import { ContainerMark } from "./container-row.tsx";
import { toShortId, toStateSentence } from "./container-words.ts";
import { hasEnded } from "./monitor-state.ts";
import { OutputTab } from "./output-tab.tsx";
import { ProcessesTab } from "./processes-tab.tsx";
import { ProtectionTab } from "./protection-tab.tsx";
import { UsageTab } from "./usage-tab.tsx";
import "./container-details.css";

interface ContainerDetailsProps {
  one: ContainerSummary;
  onRemove(): void;
}

/** One container beside the list: what it uses, what it prints, what runs in it, and what it is kept from. */
export function ContainerDetails({ one, onRemove }: ContainerDetailsProps) {
  const { stores } = useSession();
  const close = () => {
    stores.monitor.dispatch({ type: "closed" });
    document.querySelector<HTMLElement>(".containers__table")?.focus();
  };
  return (
    <aside
      className="pane"
      aria-label={`Details of ${one.name}`}
      onKeyDown={(event) => event.key === "Escape" && close()}
    >
      <header className="container-details__head">
        <div className="container-details__titles">
          <h2 className="container-details__name" title={one.name}>
            {one.name}
          </h2>
          <ContainerMark one={one} />
        </div>
        <IconButton label="Close details" shortcut="Esc" onClick={close}>
          <X size={16} aria-hidden />
        </IconButton>
      </header>
      <p className="container-details__sentence">{toStateSentence(one)}</p>
      <Actions one={one} onRemove={onRemove} />
      <Tabs.Root defaultValue="use" className="container-details__tabs">
        <Tabs.List className="segments" aria-label="Details">
          <Tabs.Trigger className="segments__one" value="use">
            Use
          </Tabs.Trigger>
          <Tabs.Trigger className="segments__one" value="output">
            Output
          </Tabs.Trigger>
          <Tabs.Trigger className="segments__one" value="processes">
            Processes
          </Tabs.Trigger>
          <Tabs.Trigger className="segments__one" value="protection">
            Protection
          </Tabs.Trigger>
        </Tabs.List>
        <Tabs.Content value="use" className="container-details__page">
          <UsageTab one={one} />
        </Tabs.Content>
        <Tabs.Content value="output" className="container-details__page">
          <OutputTab one={one} />
        </Tabs.Content>
        <Tabs.Content value="processes" className="container-details__page">
          <ProcessesTab one={one} />
        </Tabs.Content>
        <Tabs.Content value="protection" className="container-details__page">
          <ProtectionTab one={one} />
        </Tabs.Content>
      </Tabs.Root>
      <footer className="container-details__foot">
        <span title={one.id}>{toShortId(one.id)}</span>
        <span className="container-details__image" title={one.image}>
          {one.image}
        </span>
      </footer>
    </aside>
  );
}

/** What can be done to it. Nothing at all for a container that is not ours, or that is over. */
function Actions({ one, onRemove }: ContainerDetailsProps) {
  const { stores, monitor } = useSession();
  const isBusy = useStore(stores.monitor, ({ busyIds }) => busyIds.includes(one.id));
  const isLost = useStore(stores.status, ({ status }) => status?.engine.state === "unavailable");
  if (!one.ours || hasEnded(one)) return null;
  const disabled = isBusy || isLost;
  return (
    <div className="container-details__actions">
      <Button
        size="small"
        disabled={disabled}
        title={one.role === "running" ? "Ends the program, as Stop beside it does" : "Ends the container"}
        onClick={() => void monitor.act(one.id, "stop")}
      >
        Stop
      </Button>
      <Button
        size="small"
        disabled={disabled}
        title="SIGKILL: the program ends at once, and can do nothing about it"
        onClick={() => void monitor.act(one.id, "kill")}
      >
        Kill
      </Button>
      <Button size="small" disabled={disabled} title="Ends and removes the container" onClick={onRemove}>
        Remove
      </Button>
    </div>
  );
}
