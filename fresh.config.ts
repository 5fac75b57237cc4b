/** Options of the pages: what `main.ts` passes to the app and `dev.ts` to the builder. */
import type { FreshConfig } from "fresh";
import type { BuildOptions } from "fresh/dev";

export interface PagesConfig {
  readonly app: FreshConfig;
  readonly build: BuildOptions;
}

const config: PagesConfig = {
  app: { basePath: "" },
  build: {
    root: import.meta.dirname!,
    routeDir: "routes",
    islandDir: "islands",
    staticDir: "static",
    outDir: "_fresh",
    serverEntry: "main.ts",
    // WeChat's browser on Android and Safari 15 are the oldest that people come with.
    target: ["chrome99", "firefox99", "safari15"],
    ignore: [
      /[._]test\.tsx?$/,
      // The API has a router of its own.
      /\/routes\/api\//,
      // Neither have the pages of the sandboxes.
      /\/routes\/sandbox_\w+\.ts$/,
    ],
  },
};

export default config;
