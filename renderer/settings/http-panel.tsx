import { CircleCheck, CircleOff, Copy, ExternalLink, Eye, EyeOff, LoaderCircle, TriangleAlert } from "lucide-react";
import { type ReactNode, useState } from "react";
import { type HttpStatus, toCurlLine } from "#shared/http-api.ts";
import { Button } from "../ui/button.tsx";
import { ConfirmDialog } from "../ui/confirm-dialog.tsx";
import { IconButton } from "../ui/icon-button.tsx";
import { StateMark } from "../ui/state-mark.tsx";
import { type HttpApi, useHttpApi } from "./use-http-api.ts";
import "./http-panel.css";

const MASK = "•".repeat(24);

/** The HTTP API of this window: where it is, what opens it, a line to try it with, and an end to the token. */
export function HttpPanel() {
  const api = useHttpApi();
  const { status } = api;
  return (
    <section className="http-panel" aria-label="HTTP API of this window" data-state={status?.state ?? "asking"}>
      <header className="http-panel__head">
        <Mark status={status} />
        {status?.message && <p className="http-panel__message">{status.message}</p>}
      </header>
      {status?.state === "on" && status.address !== null && <Access api={api} address={status.address} />}
    </section>
  );
}

function Mark({ status }: { status: HttpStatus | null }) {
  if (status === null) {
    return (
      <StateMark tone="quiet" icon={LoaderCircle}>
        Asking how the API is
      </StateMark>
    );
  }
  if (status.state === "failed") {
    return (
      <StateMark tone="attention" icon={TriangleAlert}>
        The API could not be started
      </StateMark>
    );
  }
  if (status.state === "off") {
    return (
      <StateMark tone="quiet" icon={CircleOff}>
        The API is off. Nothing listens.
      </StateMark>
    );
  }
  return status.isHealthy ? (
    <StateMark tone="good" icon={CircleCheck}>
      The API answers, to this computer only
    </StateMark>
  ) : (
    <StateMark tone="attention" icon={TriangleAlert}>
      The API is on, but gives no answer
    </StateMark>
  );
}

function Access({ api, address }: { api: HttpApi; address: string }) {
  const [isRevoking, setRevoking] = useState(false);
  const { token, toggleToken, copy, revoke, openDocs } = api;
  return (
    <>
      <dl className="http-panel__facts">
        <Fact name="Address" copy={() => void copy(() => address, "The address was copied.")}>
          <code>{address}</code>
        </Fact>
        <Fact
          name="Token"
          copy={() => void copy((secret) => secret, "The token was copied.")}
          more={
            <IconButton label={token === null ? "Show token" : "Hide token"} onClick={() => void toggleToken()}>
              {token === null ? <Eye size={16} aria-hidden /> : <EyeOff size={16} aria-hidden />}
            </IconButton>
          }
        >
          {token === null ? (
            <>
              <span aria-hidden>{MASK}</span>
              <span className="visually-hidden">hidden</span>
            </>
          ) : (
            <code>{token}</code>
          )}
        </Fact>
        <Fact
          name="Try it"
          label="line"
          copy={() => void copy((secret) => toCurlLine(address, secret), "The line was copied, with the token in it.")}
        >
          <code className="http-panel__line">{toCurlLine(address, token ?? "••••")}</code>
        </Fact>
      </dl>
      <div className="http-panel__actions">
        <Button size="small" onClick={() => void openDocs()}>
          Describe the API
          <ExternalLink size={14} aria-hidden />
        </Button>
        <Button size="small" onClick={() => setRevoking(true)}>
          Revoke token…
        </Button>
      </div>
      {isRevoking && (
        <ConfirmDialog
          title="Revoke the token?"
          action="Revoke"
          onConfirm={() => void revoke()}
          onClose={() => setRevoking(false)}
        >
          Every script and tool that has it is refused from now on, in the window and on the command line. A new token
          takes its place, which you then give to those that shall go on.
        </ConfirmDialog>
      )}
    </>
  );
}

interface FactProps {
  name: string;
  /** What the button says that it copies, where that is not the name. */
  label?: string;
  copy(): void;
  more?: ReactNode;
  children: ReactNode;
}

function Fact({ name, label = name.toLowerCase(), copy, more, children }: FactProps) {
  return (
    <div className="http-panel__fact" data-fact={label}>
      <dt>{name}</dt>
      <dd className="http-panel__value">{children}</dd>
      <dd className="http-panel__tools">
        {more}
        <IconButton label={`Copy ${label}`} onClick={copy}>
          <Copy size={16} aria-hidden />
        </IconButton>
      </dd>
    </div>
  );
}
