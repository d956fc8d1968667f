import { Check, ChevronDown } from "lucide-react";
import { Select } from "radix-ui";
import { useStore } from "zustand";
import { useActiveLanguageId, useSession } from "../session/use-session.ts";
import { PLAIN_TEXT } from "./drafts.ts";

/** The language of the program in front. */
export function LanguageSelect() {
  const { stores, files } = useSession();
  const languages = useStore(stores.languages, (state) => state.list);
  const languageId = useActiveLanguageId() ?? PLAIN_TEXT;
  const isKnown = languages.some(({ id }) => id === languageId);
  return (
    <Select.Root value={languageId} onValueChange={files.chooseLanguage}>
      <Select.Trigger className="select" aria-label="Language">
        <Select.Value />
        <Select.Icon asChild>
          <ChevronDown size={16} />
        </Select.Icon>
      </Select.Trigger>
      <Select.Portal container={document.querySelector("main")}>
        <Select.Content className="popup" position="popper" sideOffset={4} align="end">
          <Select.Viewport>
            {languages.map(({ id, label }) => (
              <Item key={id} value={id} label={label} />
            ))}
            {!isKnown && <Item value={languageId} label="Plain text" />}
          </Select.Viewport>
        </Select.Content>
      </Select.Portal>
    </Select.Root>
  );
}

function Item({ value, label }: { value: string; label: string }) {
  return (
    <Select.Item value={value} className="popup__item">
      <Select.ItemText>{label}</Select.ItemText>
      <Select.ItemIndicator className="popup__hint">
        <Check size={16} aria-hidden />
      </Select.ItemIndicator>
    </Select.Item>
  );
}
