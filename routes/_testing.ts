/** Where pages are put for a test, in process. */
import { App } from "fresh";
import type { Platform } from "../lib/platform.ts";
import type { State } from "../lib/web/define.ts";

/** An app without pages yet, of this platform; what else stands before them is the test's choice. */
export const appOn = (platform: Platform): App<State> =>
  new App<State>().use((ctx) => {
    ctx.state.platform = platform;
    return ctx.next();
  });

/** A page's module as its route. */
// deno-lint-ignore no-explicit-any -- what a page's data is like matters to the page alone
export const routeOf = (module: any) => ({ component: module.default, handler: module.handler });
