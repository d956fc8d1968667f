import { resolve } from "node:path";
import { buildAll } from "./build-all.ts";
import { findElectron } from "./electron-binary.ts";
import { isBuilt } from "./is-built.ts";
import { displayProblem, launch, serveWindow } from "./launch.ts";

/**
 * `npm start [-- file …]`: builds what has changed and opens the application; where that cannot be, the same window in
 * the browser.
 */
async function start(): Promise<number> {
  const electron = await findElectron();
  const problem = "problem" in electron ? electron.problem : displayProblem(process.platform, process.env);
  if ("problem" in electron || problem !== null) {
    console.error(problem);
    return openInBrowser();
  }
  if (!(await isBuilt())) {
    console.log("Building …");
    await buildAll();
  }
  const files = process.argv.slice(2).map((file) => resolve(file));
  const child = launch(electron.path, files);
  return new Promise((ended) => child.once("exit", (code) => ended(code ?? 1)));
}

async function openInBrowser(): Promise<number> {
  console.log("Until then, the window opens in your browser.");
  // The command line builds what the browser needs, and nothing else.
  const child = serveWindow();
  return new Promise((ended) => child.once("exit", (code) => ended(code ?? 1)));
}

process.exitCode = await start();
