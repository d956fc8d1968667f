import type { DoctorCheck, DoctorFix } from "#shared/engine.ts";
import type { Call } from "../session/call.ts";
import type { Stores } from "../session/stores.ts";

export interface DoctorActions {
  examine(): Promise<void>;
  /** Does what a finding offers, then looks again. */
  mend(fix: DoctorFix): Promise<void>;
  copy(checks: readonly DoctorCheck[]): Promise<void>;
}

/** What can be asked of the doctor. */
export function createDoctorActions(
  call: Call,
  { doctor, notices }: Pick<Stores, "doctor" | "notices">,
  isolation: { buildImages(): Promise<void>; check(): Promise<void> },
): DoctorActions {
  const tell = (tone: "neutral" | "attention", text: string) =>
    notices.dispatch({ type: "shown", notice: { tone, text } });

  async function examine(): Promise<void> {
    if (doctor.getState().running) return;
    doctor.dispatch({ type: "begun" });
    const reply = await call("doctor.run", {});
    if (reply.ok) doctor.dispatch({ type: "examined", checks: reply.value.checks, atMs: Date.now() });
    else doctor.dispatch({ type: "failed", message: reply.error.message });
  }

  return {
    examine,
    async mend({ command }) {
      if (command === "images.build") await isolation.buildImages();
      else if (command === "engine.check") await isolation.check();
      else {
        const reply = await call(command, {});
        if (!reply.ok) tell("attention", reply.error.message);
      }
      await examine();
    },
    async copy(checks) {
      const { toDoctorText } = await import("#shared/doctor-text.ts");
      const reply = await call("app.copyText", { text: toDoctorText(checks) });
      if (reply.ok) tell("neutral", "Copied, without user names and paths. Paste it where you ask for help.");
      else tell("attention", reply.error.message);
    },
  };
}
