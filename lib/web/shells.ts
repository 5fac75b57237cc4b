/**
 * The sale's page as every visitor gets it, made once a second at most: a burst of people who come to
 * look costs one rendering. Whoever is signed in gets a page of their own; what changes in between
 * comes over the live stream.
 */
import type { ServePage } from "./built.ts";
import { type Encoding, encodingOf } from "./compress.ts";
import { type Language, languageOf } from "../i18n/language.ts";

/** How old a shell may be, milliseconds. */
const KEPT_MS = 1_000;
/** Sales, languages and encodings that are asked for at one time; far more than there are. */
const SHELLS = 256;
const LANGUAGES = 1_024;

const SALE = /^https?:\/\/[^/]{1,255}\/sales\/[a-z0-9-]{1,64}$/;
const SIGNED_IN = /(?:^|;\s*)session=/;
const CHOSEN = /(?:^|;\s*)lang=(zh|en)\b/;

interface Shell {
  readonly at: number;
  readonly response: Promise<Kept>;
}

interface Kept {
  readonly status: number;
  readonly headers: [string, string][];
  readonly etag: string | null;
  readonly body: Uint8Array<ArrayBuffer>;
}

export function withShells(serve: ServePage, now: () => number): ServePage {
  const shells = new Map<string, Shell>();
  const languages = new Map<string, Language>();

  const languageFor = (request: Request, cookies: string | null): Language => {
    const chosen = cookies === null ? undefined : CHOSEN.exec(cookies)?.[1];
    if (chosen) return chosen as Language;
    const accepted = request.headers.get("accept-language") ?? "";
    const known = languages.get(accepted);
    if (known) return known;
    if (languages.size >= LANGUAGES) languages.clear();
    const language = languageOf(request);
    languages.set(accepted, language);
    return language;
  };

  return (request, info) => {
    const { method, url, headers } = request;
    if (method !== "GET" || !SALE.test(url)) return serve(request, info);
    const cookies = headers.get("cookie");
    if (cookies !== null && SIGNED_IN.test(cookies)) return serve(request, info);
    const encoding = encodingOf(headers.get("accept-encoding"));
    const language = languageFor(request, cookies);
    // With the host, which a page may name: what a stranger makes up reaches nobody else.
    const key = `${language} ${encoding ?? ""} ${url}`;
    let shell = shells.get(key);
    if (!shell || now() - shell.at >= KEPT_MS) {
      if (shells.size >= SHELLS) shells.clear();
      const made = keep(serve(plainRequest(url, language, encoding), info));
      shell = { at: now(), response: made };
      shells.set(key, shell);
      made.catch(() => shells.delete(key));
    }
    return answer(shell.response, headers.get("if-none-match"));
  };
}

/** Nothing of the visitor who happens to come first gets into what others are sent. */
const plainRequest = (url: string, language: Language, encoding: Encoding | undefined): Request =>
  new Request(url, {
    headers: { "accept-language": language, ...(encoding ? { "accept-encoding": encoding } : {}) },
  });

async function keep(rendered: Response | Promise<Response>): Promise<Kept> {
  const response = await rendered;
  return {
    status: response.status,
    headers: [...response.headers],
    etag: response.headers.get("etag"),
    body: await response.bytes(),
  };
}

async function answer(shell: Promise<Kept>, known: string | null): Promise<Response> {
  const { status, headers, etag, body } = await shell;
  return known !== null && known === etag
    ? new Response(null, { status: 304, headers })
    : new Response(body, { status, headers });
}
