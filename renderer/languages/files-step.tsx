import { CircleCheck, TriangleAlert } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import type { LanguageFault, LanguageFile } from "#shared/language-folder.ts";
import { Button } from "../ui/button.tsx";
import type { AddingState } from "./adding-state.ts";

interface FilesStepProps {
  state: Extract<AddingState, { step: "reviewing" }>;
  onShow(file: string): void;
  onChange(files: LanguageFile[]): void;
  onBack(): void;
  onAdd(): void;
}

/** How long after the last key the files are examined. */
const CHECK_AFTER_MS = 300;

/** The files of a language, to be read or changed. What is wrong with them is said as they are written. */
export function FilesStep({ state, onShow, onChange, onBack, onAdd }: FilesStepProps) {
  const { check, file: shown, isOwn } = state;
  const [files, setFiles] = useState<readonly LanguageFile[]>(check.files);
  const [isStale, setStale] = useState(false);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const content = files.find(({ name }) => name === shown)?.content ?? "";

  useEffect(() => () => clearTimeout(timer.current), []);
  const [seen, setSeen] = useState(check);
  if (seen !== check) {
    setSeen(check);
    setStale(false);
  }

  const edit = (text: string) => {
    const changed = files.map((file) => (file.name === shown ? { ...file, content: text } : file));
    setFiles(changed);
    setStale(true);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => onChange(changed), CHECK_AFTER_MS);
  };

  return (
    <>
      <p className="dialog__text">
        {isOwn
          ? "These files say what the language runs in and how it is started. Building them needs your agreement, because they did not come with Sandpit."
          : "These files came with Sandpit. You can change them before the language is added."}
      </p>
      <div className="language-files">
        <div className="language-files__names" role="tablist" aria-label="Files of the language">
          {files.map(({ name }) => (
            <button
              key={name}
              type="button"
              role="tab"
              aria-selected={name === shown}
              className="language-files__name"
              data-fault={check.faults.some(({ file }) => file === name) || undefined}
              onClick={() => onShow(name)}
            >
              {name}
            </button>
          ))}
        </div>
        <textarea
          className="language-files__text"
          aria-label={`Content of ${shown}`}
          spellCheck={false}
          value={content}
          onChange={(event) => edit(event.currentTarget.value)}
        />
      </div>
      <Faults faults={check.faults} />
      <div className="dialog__actions">
        <Button onClick={onBack}>Back</Button>
        <Button tone="primary" disabled={check.language === null || isStale} onClick={onAdd}>
          Build and add
        </Button>
      </div>
    </>
  );
}

function Faults({ faults }: { faults: readonly LanguageFault[] }) {
  return (
    <div className="language-faults" role="status" aria-label="Check" data-ok={faults.length === 0}>
      {faults.length === 0 ? (
        <p className="language-faults__line">
          <CircleCheck size={16} aria-hidden />
          The files are in order.
        </p>
      ) : (
        faults.map(({ file, message }) => (
          <p key={`${file} ${message}`} className="language-faults__line">
            <TriangleAlert size={16} aria-hidden />
            <span>
              {file !== null && <strong>{file}: </strong>}
              {message}
            </span>
          </p>
        ))
      )}
    </div>
  );
}
