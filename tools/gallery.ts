/**
 * `deno task gallery out.html`: writes the page of the design system to a file, for looking at without a
 * server. `--theme=dark` and `--lang=en` set the page's own.
 */
import { h } from "preact";
import { render } from "preact-render-to-string";
import { Gallery } from "../lib/ui/gallery.tsx";
import { galleryStylesheet, stylesheet } from "../lib/ui/stylesheet.ts";

/** A whole document that needs nothing beside itself. */
export function galleryDocument(
  { theme, lang = "zh-Hans" }: { theme?: string; lang?: string } = {},
) {
  return `<!doctype html>
<html lang="${lang}"${theme ? ` data-theme="${theme}"` : ""}>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>晴川 · 设计系统</title>
<style>${stylesheet}${galleryStylesheet}</style>
<body>${render(h(Gallery, null))}</body>
</html>
`;
}

if (import.meta.main) {
  const path = Deno.args.find((arg) => !arg.startsWith("--"));
  const option = (name: string) =>
    Deno.args.find((arg) => arg.startsWith(`--${name}=`))?.slice(name.length + 3);
  if (path === undefined) {
    console.error("Name the file to write: deno task gallery out.html [--theme=dark] [--lang=en]");
    Deno.exit(2);
  }
  await Deno.writeTextFile(path, galleryDocument({ theme: option("theme"), lang: option("lang") }));
}
