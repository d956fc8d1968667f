import { Download, LoaderCircle, ShieldAlert, ShieldCheck } from "lucide-react";
import { useState } from "react";
import type { AuditReport } from "#shared/history-schema.ts";
import { useSession } from "../session/use-session.ts";
import { Button } from "../ui/button.tsx";
import { toAuditWords } from "./audit-words.ts";

/** Whether the audit trail is as it was written, and a copy of it to keep elsewhere. */
export function AuditPanel() {
  const { call, stores } = useSession();
  const [report, setReport] = useState<AuditReport | null>(null);
  const [isReading, setReading] = useState(false);
  const tell = (tone: "neutral" | "attention", text: string) =>
    stores.notices.dispatch({ type: "shown", notice: { tone, text } });

  const verify = async () => {
    setReading(true);
    const reply = await call("audit.verify", {});
    setReading(false);
    if (reply.ok) setReport(reply.value);
    else tell("attention", reply.error.message);
  };
  const save = async () => {
    const reply = await call("audit.saveExport", {});
    if (!reply.ok) tell("attention", reply.error.message);
    else if (reply.value.saved) tell("neutral", `Saved ${reply.value.saved.displayPath}.`);
  };
  const Icon = report?.ok === false ? ShieldAlert : ShieldCheck;
  return (
    <section className="settings__panel" aria-label="Audit trail">
      <div className="settings__panel-words">
        <p className="setting__label">Audit trail</p>
        <p className="setting__doc">
          Every run, refusal, removal and change of settings, in a chain in which each record vouches for the one
          before.
        </p>
        <p className="settings__report" role="status" data-bad={report?.ok === false || undefined}>
          {report && (
            <>
              <Icon size={16} aria-hidden />
              <span>{toAuditWords(report)}</span>
            </>
          )}
        </p>
      </div>
      <div className="settings__panel-actions">
        <Button disabled={isReading} onClick={() => void verify()}>
          {isReading && <LoaderCircle size={14} className="spinner" aria-hidden />}
          Verify
        </Button>
        <Button onClick={() => void save()}>
          <Download size={14} aria-hidden />
          Export…
        </Button>
      </div>
    </section>
  );
}
