import { define } from "../lib/web/define.ts";
import { missingPage } from "./home.ts";

export const handler = define.handlers((ctx) => missingPage(ctx.req));
