import { type Command, Option } from "commander";
import { exportAudit, verifyAudit } from "./audit-command.ts";
import { clearHistory, exportHistory, listHistory, pruneHistory, showHistory } from "./history-command.ts";
import { showMetrics } from "./metrics-command.ts";
import type { Session } from "./session.ts";
import { getSetting, listSettings, resetSettings, setSetting } from "./settings-command.ts";

interface Verbs {
  withSession: <A extends unknown[]>(
    action: (session: Session, ...args: A) => Promise<number>,
  ) => (...args: A) => Promise<void>;
  json: () => Option;
}

/** The verbs for what was, what is set, and what came of it: `history`, `audit`, `settings`, `metrics`. */
export function addRecordVerbs(program: Command, { withSession, json }: Verbs): void {
  const history = program.command("history").description("the runs that were");
  const withFilter = (command: Command) =>
    command
      .option("--language <id...>", "only these languages")
      .option("--ending <name...>", "only runs that ended so: completed, failed, refused, …")
      .addOption(new Option("--backend <name...>", "only these backends").choices(["docker", "local"]))
      .addOption(new Option("--source <name...>", "only runs from there").choices(["window", "cli", "http"]))
      .option("--since <date>", "from this day or moment on, in local time")
      .option("--until <date>", "before this day or moment, in local time")
      .option("--text <text>", "only runs with this text in their code");
  withFilter(history.command("list").description("list runs, newest first"))
    .option("--limit <number>", "how many", "20")
    .addOption(json())
    .action(withSession(listHistory));
  history
    .command("show")
    .description("show all that is kept of a run")
    .argument("<run>", "its number or id")
    .addOption(json())
    .action(withSession(showHistory));
  withFilter(history.command("export").description("print runs with all that is kept of them"))
    .argument("[number...]", "only these runs")
    .option("--format <name>", "jsonl or csv", "jsonl")
    .addOption(json())
    .action(withSession(exportHistory));
  history
    .command("prune")
    .description("apply the retention rules now")
    .addOption(json())
    .action(withSession(pruneHistory));
  history
    .command("clear")
    .description("remove all runs")
    .option("--yes", "do not ask")
    .addOption(json())
    .action(withSession(clearHistory));

  const audit = program.command("audit").description("the audit trail");
  audit
    .command("verify")
    .description("examine whether every record is as it was written")
    .addOption(json())
    .action(withSession(verifyAudit));
  audit
    .command("export")
    .description("print the trail as JSON Lines")
    .addOption(json())
    .action(withSession(exportAudit));

  const settings = program.command("settings").description("what is set, by whom, and what it does");
  settings
    .command("list")
    .description("list the settings in force")
    .addOption(json())
    .action(withSession(listSettings));
  settings
    .command("get")
    .description("print a setting")
    .argument("<key>")
    .addOption(json())
    .action(withSession(getSetting));
  settings
    .command("set")
    .description("change a setting; an open window follows")
    .argument("<key>")
    .argument("<value>")
    .option("--yes", "do not ask, also where runs are removed by it")
    .addOption(json())
    .action(withSession(setSetting));
  settings
    .command("reset")
    .description("set settings back to their defaults, by default all")
    .argument("[key...]")
    .option("--yes", "do not ask, also where runs are removed by it")
    .addOption(json())
    .action(withSession(resetSettings));

  program
    .command("metrics")
    .description("numbers about the runs of the last days")
    .option("--days <number>", "how many days, today included", "30")
    .addOption(json())
    .action(withSession(showMetrics));
}
