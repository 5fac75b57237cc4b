/** `deno task dev` serves the pages for development, `deno task build` builds them for production. */
import { Builder } from "fresh/dev";
import config from "./fresh.config.ts";

const builder = new Builder(config.build);

if (Deno.args.includes("build")) {
  await builder.build();
  console.log(`Built ${builder.config.buildId} in ${builder.config.outDir}`);
} else {
  const entry = new URL(config.build.serverEntry ?? "main.ts", import.meta.url).href;
  await builder.listen(() => import(entry), { port: Number(Deno.env.get("PORT") ?? 8000) });
}
