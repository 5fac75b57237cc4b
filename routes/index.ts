import { define } from "../lib/web/define.ts";
import { home } from "./home.ts";

export const handler = define.handlers({ GET: (ctx) => home(ctx.state.platform, ctx.req) });
