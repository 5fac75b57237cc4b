const STYLE = `
:root { color-scheme: light dark; }
body { font: 1rem/1.5 system-ui, sans-serif; margin: 3rem auto; max-width: 60rem; padding: 0 1rem; }
h1 { font-size: 1.25rem; }
pre { overflow-x: auto; padding: 1rem; border: 1px solid; border-radius: .5rem; }
`;

/** What went wrong, for whoever is at work on the app. Never shown in production. */
export function errorPage(error: unknown, { method, url }: Request): Response {
  const html = `<!DOCTYPE html><html lang="en"><head><meta charset="utf-8">
<title>${escape(titleOf(error))}</title><style>${STYLE}</style></head><body>
<p>${escape(method)} ${escape(new URL(url).pathname)}</p>
<h1>${escape(titleOf(error))}</h1>
${
    chainOf(error)
      .map((one) => `<pre>${escape(one)}</pre>`)
      .join("\n")
  }
<script type="module" src="/_frsh/reload.js"></script></body></html>`;
  return new Response(html, {
    status: 500,
    headers: { "content-type": "text/html; charset=utf-8", "cache-control": "no-store" },
  });
}

const titleOf = (error: unknown): string =>
  error instanceof Error ? `${error.name}: ${error.message}` : String(error);

/** The stack of an error, then those of its causes. */
function chainOf(error: unknown): string[] {
  const stacks: string[] = [];
  for (let one = error; one !== undefined && stacks.length < 5;) {
    stacks.push(one instanceof Error ? (one.stack ?? titleOf(one)) : String(one));
    one = one instanceof Error ? one.cause : undefined;
  }
  return stacks;
}

const escape = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
