import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: "unit",
          include: ["test/{shared,electron,renderer,scripts}/**/*.test.{ts,tsx}"],
          // Many of them start the command line, which takes its time on a busy machine.
          testTimeout: 60_000,
        },
      },
      {
        test: {
          name: "e2e",
          include: ["test/e2e/**/*.test.ts"],
          exclude: ["test/e2e/{browser,bundle-browser}.test.ts"],
          globalSetup: ["test/e2e/global-setup.ts"],
          fileParallelism: false,
          testTimeout: 90_000,
          hookTimeout: 300_000,
        },
      },
      {
        test: {
          // The same tests with the window in a browser, but for what is Electron's alone.
          name: "e2e-browser",
          include: [
            "test/e2e/{browser,bundle-browser,files,flood,history,insights,isolation,keyboard,programs,security,settings}.test.ts",
          ],
          globalSetup: ["test/e2e/browser-setup.ts"],
          fileParallelism: false,
          testTimeout: 90_000,
          hookTimeout: 300_000,
        },
      },
      {
        test: {
          name: "engine",
          include: ["test/engine/**/*.test.ts"],
          globalSetup: ["test/engine/global-setup.ts"],
          fileParallelism: false,
          testTimeout: 60_000,
          hookTimeout: 300_000,
        },
      },
    ],
  },
});
