import { page } from "fresh";
import { Head } from "fresh/runtime";
import PasskeySignIn from "../islands/PasskeySignIn.tsx";
import { see } from "../lib/http/see.ts";
import { fill } from "../lib/i18n/language.ts";
import { passkeyText } from "../lib/i18n/passkeys.ts";
import type { ShopText } from "../lib/i18n/shop.ts";
import { Button, ButtonLink } from "../lib/ui/Button.tsx";
import { Input } from "../lib/ui/Field.tsx";
import { Notice } from "../lib/ui/Notice.tsx";
import { Place } from "../lib/ui/configurator/Place.tsx";
import { define } from "../lib/web/define.ts";

const MISTAKES = ["wrong", "over", "invalid", "sent", "later", "failed"] as const;
type Mistake = typeof MISTAKES[number];

interface Asked {
  readonly next: string;
  /** Which of the two is asked for. */
  readonly step: "phone" | "code";
  readonly phone: string;
  readonly mistake?: Mistake;
  /** Tries that the code has left, or seconds until another is sent. */
  readonly count?: number;
  readonly sandbox: boolean;
  /** Whether a file was sent after the session's end, which nothing has kept. */
  readonly fileUnsent: boolean;
}

/** What a session is known by afterwards, and whether its cookie may go over plain HTTP. */
const aboutBrowser = ({ headers }: Request): Record<string, string> =>
  Object.fromEntries(
    ["user-agent", "x-forwarded-proto"].flatMap((name) => {
      const value = headers.get(name);
      return value === null ? [] : [[name, value]];
    }),
  );

/** Only to our own pages: a link that leads away after signing in is a trap. */
const safeNext = (next: FormDataEntryValue | null): string =>
  typeof next === "string" && /^\/(?![/\\])[\w\-./?=&%~+,:]*$/.test(next) ? next : "/orders";

const MISTAKE_OF: Readonly<Record<string, Mistake>> = {
  wrong_code: "wrong",
  no_code: "over",
  code_expired: "over",
  code_void: "over",
  invalid_phone: "invalid",
  too_many_codes: "later",
  too_many_requests: "later",
};

/** So soon after a code was sent it is the one to enter, however often another was asked for. */
const JUST_SENT_MS = 60_000;

interface Refused {
  readonly code?: string;
  readonly triesLeft?: number;
  readonly retryAfterMs?: number;
}

/** What is said of a refusal, and what is asked for next. */
function after(problem: Refused, step: Asked["step"]): Pick<Asked, "step" | "mistake" | "count"> {
  const { code = "", triesLeft, retryAfterMs } = problem;
  const mistake = MISTAKE_OF[code] ??
    (step === "code" && code === "invalid_request" ? "wrong" : "failed");
  if (mistake === "wrong" && triesLeft === 0) return { step, mistake: "over" };
  if (mistake === "wrong" && triesLeft !== undefined) return { step, mistake, count: triesLeft };
  if (code === "too_many_codes" && retryAfterMs !== undefined && retryAfterMs <= JUST_SENT_MS) {
    return { step: "code", mistake: "sent", count: Math.ceil(retryAfterMs / 1000) };
  }
  return { step, mistake };
}

/**
 * The number on its way from one step to the next. Not in the address, which a browser keeps and shows;
 * and not by answering the form with a page, for which Back would ask to send it again.
 */
const NUMBER_COOKIE = "signing_in";
const NUMBER_LASTS_S = 600;

const keptNumber = ({ headers }: Request): string => {
  const kept = /(?:^|;\s*)signing_in=((?:[\w.!~*'()-]|%[0-7][\dA-F])+)(?:;|$)/;
  return decodeURIComponent(kept.exec(headers.get("cookie") ?? "")?.[1] ?? "");
};

/** The number as it was typed, to be mended or signed in with; none of it once that is done. */
function numberCookie({ headers, url }: Request, phone: string): string {
  const number = phone.normalize("NFKC").replace(/[^ -~]/g, "").slice(0, 40);
  const lasts = number === "" ? 0 : NUMBER_LASTS_S;
  const secure = url.startsWith("https:") || headers.get("x-forwarded-proto") === "https";
  return `${NUMBER_COOKIE}=${encodeURIComponent(number)}; Path=/sign-in; Max-Age=${lasts}` +
    `; HttpOnly; SameSite=Lax${secure ? "; Secure" : ""}`;
}

/** The page's address in this state; what it says there is harmless, whoever wrote it. */
function placeOf(
  { next, step, mistake, count }: Omit<Asked, "phone" | "sandbox" | "fileUnsent">,
): string {
  const params = new URLSearchParams({ next });
  if (step === "code") params.set("step", step);
  if (mistake !== undefined) params.set("why", mistake);
  if (count !== undefined) params.set("count", `${count}`);
  return `/sign-in?${params}`;
}

function asked({ searchParams }: URL): Pick<Asked, "mistake" | "count"> {
  const mistake = MISTAKES.find((one) => one === searchParams.get("why"));
  if (!mistake) return {};
  const count = /^\d{1,5}$/.exec(searchParams.get("count") ?? "")?.[0];
  return { mistake, ...(count === undefined ? {} : { count: Number(count) }) };
}

export const handler = define.handlers({
  GET({ req, state, url }) {
    const phone = keptNumber(req);
    return page<Asked>({
      next: safeNext(url.searchParams.get("next")),
      sandbox: state.platform.smsSandbox !== undefined,
      fileUnsent: url.searchParams.get("unsent") === "file",
      phone,
      // A number that was too long under way is asked for again.
      step: url.searchParams.get("step") === "code" && phone !== "" ? "code" : "phone",
      ...asked(url),
    });
  },
  async POST({ req, state, info }) {
    const form = await req.formData();
    const next = safeNext(form.get("next"));
    const phone = String(form.get("phone") ?? "");
    const code = form.get("code");
    const ask = (path: string, body: unknown) =>
      state.platform.loopback.fetch(
        new Request(new URL(path, req.url), {
          method: "POST",
          headers: { "content-type": "application/json", ...aboutBrowser(req) },
          body: JSON.stringify(body),
        }),
        info as never,
      );
    const response = code === null
      ? await ask("/api/auth/otp", { phone })
      : await ask("/api/auth/session", { phone, code: String(code).trim() });
    const onTheWay = { "set-cookie": numberCookie(req, phone) };
    if (!response.ok) {
      const refused = after(await response.json(), code === null ? "phone" : "code");
      return see(placeOf({ next, ...refused }), onTheWay);
    }
    if (code === null) return see(placeOf({ next, step: "code" }), onTheWay);
    const signedIn = see(next, { "set-cookie": numberCookie(req, "") });
    for (const cookie of response.headers.getSetCookie()) {
      signedIn.headers.append("set-cookie", cookie);
    }
    return signedIn;
  },
});

type Words = ShopText["signIn"];

const errorOf = ({ mistake, count }: Asked, text: Words): string | undefined =>
  mistake &&
  (mistake === "wrong" && count === undefined
    ? text.mistyped
    : fill(text[mistake], { count: `${count ?? ""}` }));

const PhoneForm = ({ text, ...asked }: Asked & { readonly text: Words }) => (
  <form method="post" class="stack">
    <input type="hidden" name="next" value={asked.next} />
    <Input
      id="phone"
      name="phone"
      type="tel"
      inputMode="numeric"
      autoComplete="tel webauthn"
      required
      autofocus
      value={asked.phone}
      label={text.phone}
      hint={text.phoneHint}
      error={errorOf(asked, text)}
    />
    <Button kind="signal" size="large" type="submit">{text.send}</Button>
  </form>
);

/** The code, or another one: a code that is over leaves nothing to enter. */
function CodeForms({ text, ...asked }: Asked & { readonly text: Words }) {
  const { next, phone, mistake, sandbox } = asked;
  const over = mistake === "over";
  const known = (
    <>
      <input type="hidden" name="next" value={next} />
      <input type="hidden" name="phone" value={phone} />
    </>
  );
  const other = `/sign-in?next=${encodeURIComponent(next)}`;
  return (
    <>
      {over ? <Notice tone="bad" live>{text.over}</Notice> : (
        <form method="post" class="stack">
          {known}
          <Input
            id="code"
            name="code"
            inputMode="numeric"
            autoComplete="one-time-code"
            pattern="\s*\d{6}\s*"
            required
            autofocus
            label={text.code}
            hint={fill(text.codeHint, { phone })}
            error={errorOf(asked, text)}
          />
          <Button kind="signal" size="large" type="submit">{text.enter}</Button>
        </form>
      )}
      <form method="post" class="cluster">
        {known}
        <Button kind={over ? "signal" : "quiet"} type="submit" autofocus={over}>
          {text.resend}
        </Button>
        <ButtonLink kind="quiet" href={other}>{text.again}</ButtonLink>
      </form>
      {sandbox && !over && (
        <p class="quiet small">
          <a href={`/sandbox/sms?phone=${encodeURIComponent(phone)}`} target="_blank">
            {text.sandbox}
          </a>
        </p>
      )}
    </>
  );
}

export default define.page<typeof handler>(
  ({ data, state: { language, shop: { signIn: text, brand } } }) => {
    const { next, step, fileUnsent } = data;
    return (
      <div class="wrap section sign-in">
        <Head>
          <title>{`${text.title} · ${brand}`}</title>
        </Head>
        <div class="sign-in__view">
          <Place />
        </div>
        <div class="stack">
          <h1 class="type-2xl">{text.title}</h1>
          {fileUnsent && <Notice tone="warn" live>{text.fileUnsent}</Notice>}
          {step === "phone"
            ? <PhoneForm {...data} text={text} />
            : <CodeForms {...data} text={text} />}
        </div>
        {step === "phone" && <PasskeySignIn next={next} words={passkeyText(language).signIn} />}
      </div>
    );
  },
);
