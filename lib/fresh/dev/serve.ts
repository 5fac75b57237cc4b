import { type App, showErrorsWith, useSnapshot } from "../app/app.ts";
import { listen, type ListenOptions } from "../app/listen.ts";
import type { Snapshot } from "../app/snapshot.ts";
import { errorPage } from "./error_page.ts";
import { Reloads } from "./reloads.ts";

export interface Development<State> {
  readonly app: App<State>;
  readonly snapshot: Snapshot;
  readonly staticDir: string;
  readonly options: ListenOptions;
}

/** Serves an app with pages that reload themselves and errors that can be read. */
export async function serveDevelopment<State>({
  app,
  snapshot,
  staticDir,
  options,
}: Development<State>): Promise<void> {
  const { basePath } = app.config;
  const reloads = new Reloads(basePath);
  useSnapshot(app, { ...snapshot, pageScripts: [reloads.script] }, "development");
  showErrorsWith(app, errorPage);
  const handle = app.handler();
  reloads.watch(staticDir, options.signal ?? undefined);
  await listen(
    (request, info) => {
      const answer = reloads.answer(request);
      return answer ? Promise.resolve(answer) : handle(request, info);
    },
    { hostname: "127.0.0.1", ...options },
    basePath,
  );
}
