import { Command, Option } from "commander";
import { addBundleVerbs } from "./bundle-verbs.ts";
import { clean } from "./clean-command.ts";
import { listContainers, showLog, showProcesses, stopContainers } from "./containers-command.ts";
import { runDoctor } from "./doctor-command.ts";
import { listEngines } from "./engines-command.ts";
import { removeImage, showImage, showImageLog } from "./image-command.ts";
import { buildImages, listImages, verifyImages } from "./images-command.ts";
import { addLanguage, checkFolder, listLanguages, removeLanguage, writeTemplate } from "./languages-command.ts";
import { addRecordVerbs } from "./record-verbs.ts";
import { runFiles } from "./run-command.ts";
import { printToken, type ServeOptions, serve } from "./serve-command.ts";
import { openSession, type Session } from "./session.ts";
import { showStats } from "./stats-command.ts";

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

const languages = program.command("languages").description("list, add and remove languages");
languages
  .command("list", { isDefault: true })
  .description("list the languages, and those that could be added")
  .addOption(json())
  .action(withSession(listLanguages));
languages
  .command("add")
  .description("build a language's image, run its sample, and list it")
  .argument("<language>", "a ready-made one by its id, or a folder, such as ./kotlin/")
  .addOption(json())
  .action(withSession(addLanguage));
languages
  .command("check")
  .description("say whether a folder is a language; nothing is built")
  .argument("<folder>")
  .addOption(json())
  .action(withSession(checkFolder));
languages
  .command("template")
  .description("make a folder to begin a language of one's own with")
  .argument("<folder>", "its name is the language's id")
  .addOption(json())
  .action(withSession(writeTemplate));
languages
  .command("remove")
  .description("remove a language that was added, with its image")
  .argument("<id>")
  .addOption(json())
  .action(withSession(removeLanguage));

program
  .command("engines")
  .description("list the container engines that could be used, here and on other machines")
  .command("list", { isDefault: true })
  .description("list them, and say which one is in use")
  .addOption(json())
  .action(withSession(listEngines));

const images = program.command("images").description("list, build and verify the images that programs run in");
images
  .command("list", { isDefault: true })
  .description("list the images and their state")
  .addOption(json())
  .action(withSession(listImages));
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

images
  .command("details")
  .description("show what an image is made of")
  .argument("<language>")
  .addOption(json())
  .action(withSession(showImage));
images
  .command("remove")
  .description("remove an image that was built here")
  .argument("<language>")
  .addOption(json())
  .action(withSession(removeImage));
images
  .command("log")
  .description("show what the last build of an image printed")
  .argument("<language>")
  .addOption(json())
  .action(withSession(showImageLog));

const all = () => new Option("-a, --all", "every container on the engine, also those of others");
program
  .command("ps")
  .description("list the sandboxes of this installation")
  .addOption(all())
  .addOption(json())
  .action(withSession(listContainers));
program
  .command("stats")
  .description("show what containers use; on a terminal until Ctrl-C")
  .argument("[id...]", "ids, beginnings of them, or names; by default all sandboxes")
  .addOption(all())
  .option("--stream", "measure until Ctrl-C; with --json a line for each sample")
  .option("--no-stream", "measure once")
  .addOption(json())
  .action(withSession(showStats));
program
  .command("logs")
  .description("show what a container printed")
  .argument("<id>")
  .addOption(json())
  .action(withSession(showLog));
program
  .command("top")
  .description("list the processes of a container")
  .argument("<id>")
  .addOption(json())
  .action(withSession(showProcesses));
program
  .command("stop")
  .description("stop sandboxes and remove them; never a container of others")
  .argument("[id...]", "ids, beginnings of them, or names")
  .option("-a, --all", "all sandboxes of this installation")
  .addOption(json())
  .action(withSession(stopContainers));
program
  .command("clean")
  .description("remove what Sandpit has left on the engine and needs no more")
  .option("--dry-run", "say what would be removed, and remove nothing")
  .addOption(json())
  .action(withSession(clean));

program
  .command("doctor")
  .description("examine the engine, the images and the isolation")
  .addOption(json().conflicts("text"))
  .option("--text", "print it for asking somebody for help: without names and folders")
  .action(withSession(runDoctor));

program
  .command("serve")
  .description("answer the HTTP API, and the window in a browser, on this machine only")
  .option("--port <number>", "the port; by default the one in the settings, or a free one where that is in use")
  .option("--open", "open the window in the browser")
  .option("--window", "offer the window in a browser, and print its link")
  .option("--allow-local", "let the API run programs without isolation where there is no engine")
  .option("--print-token", "print the API's token and leave")
  .option("--new-token", "replace the API's token, print the new one and leave")
  .addOption(json())
  .action(async (options: ServeOptions) => {
    const verbose = Boolean(program.opts().verbose);
    process.exitCode = await (options.printToken || options.newToken ? printToken : serve)({ ...options, verbose });
    process.stdin.destroy();
  });

addBundleVerbs(program, { withSession, json });
addRecordVerbs(program, { withSession, json });

// The reader of a pipe has gone (`| head`): what is left to print is for nobody.
process.stdout.on("error", () => {});

await program.parseAsync();
