import { MergeView } from "@codemirror/merge";
import { EditorView } from "@codemirror/view";
import { X } from "lucide-react";
import { Dialog } from "radix-ui";
import { useEffect, useRef } from "react";
import { useStore } from "zustand";
import type { HistoryRecord } from "#shared/history-schema.ts";
import { type Highlight, highlightOf, loadLanguage } from "../editor/language-support.ts";
import { useSession } from "../session/use-session.ts";
import { IconButton } from "../ui/icon-button.tsx";
import { StateMark } from "../ui/state-mark.tsx";
import { useReturnFocus } from "../ui/use-return-focus.ts";
import { readOnlyCode } from "./code-view.tsx";
import { compareTheme } from "./compare-theme.ts";
import { ENDING_MARKS, toDurationWords, toTimeWords } from "./history-words.ts";
import "./run-part.css";
import "./compare.css";

/** Two runs side by side: what differs in the code, in the input and in the output. */
export function CompareDialog({ pair }: { pair: readonly [HistoryRecord, HistoryRecord] }) {
  const { stores } = useSession();
  const returnFocus = useReturnFocus();
  const [older, newer] = pair;
  const highlight = useStore(stores.languages, ({ list }) => highlightOf(list, newer.language));
  const close = () => stores.history.dispatch({ type: "compared", pair: null });
  return (
    <Dialog.Root open onOpenChange={(open) => !open && close()}>
      <Dialog.Portal>
        <Dialog.Overlay className="dialog-shade" />
        <Dialog.Content className="dialog compare" aria-describedby={undefined} onCloseAutoFocus={returnFocus}>
          <header className="compare__head">
            <Dialog.Title className="dialog__title">
              Run {older.seq} and run {newer.seq}
            </Dialog.Title>
            <IconButton label="Close" onClick={close}>
              <X size={16} aria-hidden />
            </IconButton>
          </header>
          <div className="compare__sides">
            {pair.map((record) => (
              <Side key={record.seq} record={record} />
            ))}
          </div>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard. */}
          <section className="compare__page" aria-label="Differences" tabIndex={0}>
            <Differences title="Code" highlight={highlight} older={toCode(older)} newer={toCode(newer)} />
            <Differences title="Input" highlight="plain" older={older.stdin.text} newer={newer.stdin.text} />
            <Differences title="Output" highlight="plain" older={toOutput(older)} newer={toOutput(newer)} />
          </section>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function Side({ record: { ending, at, wallMs, entry } }: { record: HistoryRecord }) {
  const { word, tone, icon } = ENDING_MARKS[ending];
  return (
    <p className="compare__side">
      <StateMark tone={tone} icon={icon}>
        {word}
      </StateMark>
      <span>
        {entry} · {toTimeWords(at)} · took {toDurationWords(wallMs)}
      </span>
    </p>
  );
}

/** All files as one text; with names where there is more than one. */
const toCode = ({ files }: HistoryRecord): string =>
  files.length === 1
    ? (files[0]?.content ?? "")
    : files.map(({ path, content }) => `── ${path} ──\n${content}`).join("\n\n");

const toOutput = ({ transcript }: HistoryRecord): string => transcript.map(({ text }) => text).join("");

interface DifferencesProps {
  title: string;
  highlight: Highlight;
  older: string;
  newer: string;
}

function Differences({ title, highlight, older, newer }: DifferencesProps) {
  const place = useRef<HTMLDivElement>(null);
  const isSame = older === newer;
  useEffect(() => {
    if (isSame) return;
    let view: MergeView | undefined;
    let left = false;
    void loadLanguage(highlight).then((support) => {
      if (left || !place.current) return;
      const side = (doc: string, label: string) => ({
        doc,
        extensions: [
          ...readOnlyCode,
          compareTheme,
          EditorView.contentAttributes.of({ "aria-label": `${title} of the ${label} run`, tabindex: "0" }),
          ...(support ? [support] : []),
        ],
      });
      view = new MergeView({
        a: side(older, "older"),
        b: side(newer, "newer"),
        parent: place.current,
        collapseUnchanged: { margin: 3, minSize: 6 },
      });
    });
    return () => {
      left = true;
      view?.destroy();
    };
  }, [title, highlight, older, newer, isSame]);
  return (
    <section className="run-part" aria-label={`${title}, compared`}>
      <div className="run-part__head">
        <h3>{title}</h3>
      </div>
      {isSame ? (
        <p className="run-part__note">{older === "" ? "None in both." : "The same in both."}</p>
      ) : (
        <div ref={place} className="code-view compare__view" />
      )}
    </section>
  );
}
