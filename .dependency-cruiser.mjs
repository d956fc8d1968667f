const forbid = (name, comment, from, to) => ({ name, comment, severity: "error", from, to });

/** @type {import("dependency-cruiser").IConfiguration} */
export default {
  forbidden: [
    forbid("no-cycles", "A cycle cannot be understood in parts.", {}, { circular: true }),
    forbid("no-unresolved", "Every import must exist.", {}, { couldNotResolve: true }),
    forbid(
      "shared-is-pure",
      "shared/ knows itself and zod: no Node, no DOM, no Electron.",
      { path: "^shared/" },
      { pathNot: ["^shared/", "^node_modules/zod/"] },
    ),
    forbid(
      "hosts-not-window",
      "electron/ and renderer/ meet in shared/ only.",
      { path: "^electron/" },
      { path: "^renderer/" },
    ),
    forbid(
      "window-not-hosts",
      "electron/ and renderer/ meet in shared/ only.",
      { path: "^renderer/" },
      { path: "^electron/" },
    ),
    forbid(
      "window-in-a-browser",
      "The window also runs in a plain browser: no electron, no node:*.",
      { path: "^renderer/", pathNot: "\\.config\\.ts$" },
      { path: ["^node_modules/electron/", "^electron$"], dependencyTypes: ["core", "npm", "npm-dev"] },
    ),
    forbid(
      "window-without-node",
      "The window also runs in a plain browser: no node:*.",
      { path: "^renderer/", pathNot: "\\.config\\.ts$" },
      { dependencyTypes: ["core"] },
    ),
    forbid(
      "core-is-plain-node",
      "core, web, server and cli never import electron.",
      { path: "^electron/(core|web|server|cli)/" },
      { path: ["^node_modules/electron/", "^electron/app/"] },
    ),
    forbid(
      "core-knows-no-host",
      "The hosts stand on the core, not the other way round.",
      { path: "^electron/core/" },
      { path: "^electron/(app|web|server|cli)/" },
    ),
    forbid(
      "hosts-share-through-web",
      "What hosts with a page share is in electron/web, which knows none of them.",
      { path: "^electron/web/" },
      { path: "^electron/(app|server|cli)/" },
    ),
    forbid(
      "server-has-one-door",
      "Another host starts and stops the server, and knows nothing else of it.",
      { path: "^electron/(app|cli)/" },
      { path: "^electron/server/", pathNot: "^electron/server/(server|token)\\.ts$" },
    ),
    forbid(
      "one-engine-client",
      "Only core/engine speaks to the Docker API.",
      { path: "^(shared|electron|renderer)/", pathNot: "^electron/core/engine/" },
      { path: "^node_modules/(@types/)?dockerode/" },
    ),
    forbid(
      "no-tests-in-product",
      "The product does not import its tests.",
      { path: "^(shared|electron|renderer)/" },
      { path: "^test/" },
    ),
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "^(dist|\\.tsbuild)/" },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "require", "node", "default", "types"],
      extensions: [".ts", ".tsx", ".js", ".mjs", ".cjs", ".json"],
    },
  },
};
