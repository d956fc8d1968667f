import { Command, Option } from "commander";
import { exportAudit, verifyAudit } from "./audit-command.ts";
import { runDoctor } from "./doctor-command.ts";
import { clearHistory, exportHistory, listHistory, pruneHistory, showHistory } from "./history-command.ts";
import { buildImages, listImages, verifyImages } from "./images-command.ts";
import { listLanguages } from "./languages-command.ts";
import { showMetrics } from "./metrics-command.ts";
import { runFiles } from "./run-command.ts";
import { openSession, type Session } from "./session.ts";
import { getSetting, listSettings, resetSettings, setSetting } from "./settings-command.ts";

/** The exit code where a program was not run, as `docker run` and `timeout` have it. */
const NOT_RUN = 125;

const program = new Command("sandpit")
  .description("Runs Python, JavaScript and TypeScript in a locked-down container on this machine.")
  .option("--verbose", "say on standard error what happens inside")
  .showHelpAfterError()
  .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : NOT_RUN));

/** Opens the core for one command, closes it whatever happens, and leaves with the command's exit code. */
const withSession =
  <A extends unknown[]>(action: (session: Session, ...args: A) => Promise<number>) =>
  async (...args: A) => {
    const session = await openSession({ verbose: Boolean(program.opts().verbose) });
    try {
      process.exitCode = await action(session, ...args);
    } finally {
      await session.close();
    }
    // Standard input may still be open; nothing is left to do with it.
    process.stdin.destroy();
  };

const json = () => new Option("--json", "print JSON on standard output, and nothing else");

program
  .command("run")
  .description("run a program; the first file is the one that starts")
  .argument("<file...>", "the program's files")
  .option("-l, --language <id>", "the language, where the file name does not tell")
  .option("--stdin <file>", "read the program's input from a file instead of standard input")
  .addOption(json())
  .addOption(new Option("--backend <name>", "where to run").choices(["auto", "docker", "local"]).default("auto"))
  .option("--timeout <seconds>", "wall-clock limit")
  .option("--memory <megabytes>", "memory limit")
  .option("--cpus <number>", "processor limit")
  .option("--build", "build the image first where it is missing")
  .action(withSession(runFiles));

program.command("languages").description("list the languages").addOption(json()).action(withSession(listLanguages));

const images = program.command("images").description("list, build and verify the images that programs run in");
images.command("list").description("list the images and their state").addOption(json()).action(withSession(listImages));
images
  .command("build")
  .description("build the images of the named languages, by default all")
  .argument("[language...]")
  .option("--no-cache", "build every step anew")
  .addOption(json())
  .action(withSession(buildImages));
images
  .command("verify")
  .description("have every image run a small program")
  .addOption(json())
  .action(withSession(verifyImages));

program
  .command("doctor")
  .description("examine the engine, the images and the isolation")
  .addOption(json())
  .action(withSession(runDoctor));

const history = program.command("history").description("the runs that were");
const withFilter = (command: Command) =>
  command
    .option("--language <id...>", "only these languages")
    .option("--ending <name...>", "only runs that ended so: completed, failed, refused, …")
    .addOption(new Option("--backend <name...>", "only these backends").choices(["docker", "local"]))
    .addOption(new Option("--source <name...>", "only runs from there").choices(["window", "cli", "http"]))
    .option("--since <date>", "from this day or moment on")
    .option("--until <date>", "before this day or moment")
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
audit.command("export").description("print the trail as JSON Lines").addOption(json()).action(withSession(exportAudit));

const settings = program.command("settings").description("what is set, by whom, and what it does");
settings.command("list").description("list the settings in force").addOption(json()).action(withSession(listSettings));
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
  .addOption(json())
  .action(withSession(setSetting));
settings
  .command("reset")
  .description("set settings back to their defaults, by default all")
  .argument("[key...]")
  .addOption(json())
  .action(withSession(resetSettings));

program
  .command("metrics")
  .description("numbers about the runs of the last days")
  .option("--days <number>", "how many days, today included", "30")
  .addOption(json())
  .action(withSession(showMetrics));

// The reader of a pipe has gone (`| head`): what is left to print is for nobody.
process.stdout.on("error", () => {});

await program.parseAsync();
