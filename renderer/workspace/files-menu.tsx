import { ChevronDown } from "lucide-react";
import { DropdownMenu } from "radix-ui";
import { useState } from "react";
import type { FileRef } from "#shared/workspace.ts";
import { isApple } from "../session/shortcuts.ts";
import { useSession, useWorkspace } from "../session/use-session.ts";

const withShift = isApple ? "⇧⌘" : "Ctrl+Shift+";
const withMod = isApple ? "⌘" : "Ctrl+";

/** Everything that can be done with files, for those who look for it in the page. */
export function FilesMenu() {
  const { call, files } = useSession();
  const [recent, setRecent] = useState<readonly FileRef[]>([]);
  const isOpen = useWorkspace((state) => state.activeId !== null);
  const canReopen = useWorkspace((state) => state.closed.length > 0);

  const onOpenChange = (open: boolean) => {
    if (!open) return;
    void call("files.recent", {}).then((reply) => {
      if (reply.ok) setRecent(reply.value);
    });
  };
  const clearRecent = () => {
    setRecent([]);
    void call("files.clearRecent", {});
  };

  return (
    <DropdownMenu.Root modal={false} onOpenChange={onOpenChange}>
      <DropdownMenu.Trigger className="select">
        File
        <ChevronDown size={16} aria-hidden />
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal container={document.querySelector("main")}>
        <DropdownMenu.Content className="popup" align="end" sideOffset={4}>
          <Item label="New file" hint={`${withMod}N`} onSelect={files.create} />
          <Item label="Open…" hint={`${withMod}O`} onSelect={() => void files.open()} />
          <Item label="Save" hint={`${withMod}S`} disabled={!isOpen} onSelect={() => void files.save()} />
          <Item label="Save as…" hint={`${withShift}S`} disabled={!isOpen} onSelect={() => void files.saveAs()} />
          <DropdownMenu.Separator className="popup__separator" />
          <Item label="Close tab" hint={`${withMod}W`} disabled={!isOpen} onSelect={() => files.requestClose()} />
          <Item label="Reopen closed tab" hint={`${withShift}T`} disabled={!canReopen} onSelect={files.reopen} />
          <DropdownMenu.Separator className="popup__separator" />
          <DropdownMenu.Label className="popup__label">
            {recent.length > 0 ? "Recent files" : "No recent files"}
          </DropdownMenu.Label>
          {recent.map(({ handle, name, displayPath }) => (
            <DropdownMenu.Item
              key={handle}
              className="popup__item"
              title={displayPath}
              onSelect={() => void files.openRecent(handle)}
            >
              {name}
              <span className="popup__hint popup__path">{displayPath}</span>
            </DropdownMenu.Item>
          ))}
          {recent.length > 0 && <Item label="Clear recent files" onSelect={clearRecent} />}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}

interface ItemProps {
  label: string;
  hint?: string;
  disabled?: boolean;
  onSelect(): void;
}

function Item({ label, hint, disabled = false, onSelect }: ItemProps) {
  return (
    <DropdownMenu.Item className="popup__item" disabled={disabled} onSelect={onSelect}>
      {label}
      {hint !== undefined && <span className="popup__hint">{hint}</span>}
    </DropdownMenu.Item>
  );
}
