/**
 * The sale's page as all get it who have nothing of their own in the sale, made once a second at most:
 * a burst of people costs one rendering for visitors and one for members. What changes in between comes
 * over the live stream.
 */
import type { Sessions } from "../auth/sessions.ts";
import type { Tokens } from "../auth/token.ts";
import type { ServePage } from "./built.ts";
import { type Encoding, encodingOf } from "./compress.ts";
import { type Language, languageOf } from "../i18n/language.ts";

/** How old a shell may be, milliseconds. */
const KEPT_MS = 1_000;
/** Sales, languages and encodings that are asked for at one time; far more than there are. */
const SHELLS = 256;
const LANGUAGES = 1_024;

const SALE = /^(https?:\/\/[^/]{1,255}\/sales\/([a-z0-9-]{1,64}))(?:\?([^#]{0,512}))?$/;
/** What the links of campaigns carry. The browser reads it; the page is the same for all. */
const CAMPAIGN = /^(?:(?:source|channel|city|utm_[a-z]{1,16})=[^&]*(?:&|$))+$/;
/** Whom the page of members is rendered for: nobody has this id, so that nothing personal gets into it. */
const NOBODY = "nobody";
const MINUTE_MS = 60_000;
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

export interface ShellOptions {
  readonly now: () => number;
  readonly sessions: Pick<Sessions, "ofCookie">;
  readonly tokens: Pick<Tokens, "mint">;
  /** Whether the sale's page shows this member anything that others are not shown. */
  readonly hasOwn: (saleId: string, memberId: string) => Promise<boolean>;
}

export function withShells(serve: ServePage, options: ShellOptions): ServePage {
  const { now, sessions, tokens, hasOwn } = options;
  const shells = new Map<string, Shell>();
  const languages = new Map<string, Language>();

  const languageFor = (url: string, headers: Headers, cookies: string | null): Language => {
    const chosen = cookies === null ? undefined : CHOSEN.exec(cookies)?.[1];
    if (chosen) return chosen as Language;
    const accepted = headers.get("accept-language") ?? "";
    const known = languages.get(accepted);
    if (known) return known;
    if (languages.size >= LANGUAGES) languages.clear();
    const language = languageOf(new Request(url, { headers }));
    languages.set(accepted, language);
    return language;
  };

  /** A session that every member's shell is rendered with. */
  const nobody = (): string => {
    const expiresAtMs = now() + MINUTE_MS;
    const claims = { memberId: NOBODY, role: "member", sessionId: NOBODY, expiresAtMs } as const;
    return `session=${tokens.mint(claims)}`;
  };

  const shellFor = (
    url: string,
    headers: Headers,
    info: Parameters<ServePage>[1],
    who: "visitor" | "member",
    cookies: string | null,
  ): Promise<Response> => {
    const encoding = encodingOf(headers.get("accept-encoding"));
    const language = languageFor(url, headers, cookies);
    // With the host, which a page may name: what a stranger makes up reaches nobody else.
    const key = `${who} ${language} ${encoding ?? ""} ${url}`;
    let shell = shells.get(key);
    if (!shell || now() - shell.at >= KEPT_MS) {
      if (shells.size >= SHELLS) shells.clear();
      const made = keep(
        serve(plainRequest(url, language, encoding, who === "member" ? nobody() : null), info),
      );
      shell = { at: now(), response: made };
      shells.set(key, shell);
      made.catch(() => shells.delete(key));
    }
    return answer(shell.response, headers.get("if-none-match"));
  };

  return (request, info) => {
    const { method, headers } = request;
    const [, url, sale, search = ""] = method === "GET" ? SALE.exec(request.url) ?? [] : [];
    if (sale === undefined || (search !== "" && !CAMPAIGN.test(search))) {
      return serve(request, info);
    }
    const cookies = headers.get("cookie");
    const shell = (who: "visitor" | "member") => shellFor(url!, headers, info, who, cookies);
    if (cookies === null || !SIGNED_IN.test(cookies)) return shell("visitor");
    const who = sessions.ofCookie(cookies);
    if (typeof who === "string" || who.role !== "member") return serve(request, info);
    return hasOwn(sale, who.memberId).then((own) => own ? serve(request, info) : shell("member"));
  };
}

/** Nothing of the visitor who happens to come first gets into what others are sent. */
const plainRequest = (
  url: string,
  language: Language,
  encoding: Encoding | undefined,
  cookie: string | null,
): Request =>
  new Request(url, {
    headers: {
      "accept-language": language,
      ...(encoding ? { "accept-encoding": encoding } : {}),
      ...(cookie ? { cookie } : {}),
    },
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
