import { Check, ChevronDown } from "lucide-react";
import { DropdownMenu } from "radix-ui";
import { useStore } from "zustand";
import { useActiveLanguageId, useSession } from "../session/use-session.ts";
import { PLAIN_TEXT } from "./drafts.ts";

/** The language of the program in front. A menu and no select box, which would hide the rest of the page from readers. */
export function LanguageMenu() {
  const { stores, files } = useSession();
  const languages = useStore(stores.languages, (state) => state.list);
  const languageId = useActiveLanguageId() ?? PLAIN_TEXT;
  const current = languages.find(({ id }) => id === languageId);
  const label = current?.label ?? "Plain text";
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger className="select" aria-label={`Language: ${label}`}>
        {label}
        <ChevronDown size={16} aria-hidden />
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal container={document.querySelector("main")}>
        <DropdownMenu.Content className="popup" align="end" sideOffset={4}>
          <DropdownMenu.RadioGroup value={languageId} onValueChange={files.chooseLanguage}>
            {languages.map(({ id, label: name }) => (
              <Item key={id} value={id} label={name} />
            ))}
            {!current && <Item value={languageId} label={label} />}
          </DropdownMenu.RadioGroup>
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}

function Item({ value, label }: { value: string; label: string }) {
  return (
    <DropdownMenu.RadioItem value={value} className="popup__item">
      {label}
      <DropdownMenu.ItemIndicator className="popup__hint">
        <Check size={16} aria-hidden />
      </DropdownMenu.ItemIndicator>
    </DropdownMenu.RadioItem>
  );
}
