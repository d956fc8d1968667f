import { enableCompileCache } from "node:module";
import { homedir } from "node:os";
import { join } from "node:path";
import { resolveHome } from "../core/store/home.ts";

// Compiled code is kept between calls: it halves the time to the prompt. The rest is imported only now, to profit.
enableCompileCache(join(resolveHome(process.env, process.platform, homedir()), "cache", "compiled"));
await import("./program.ts");
