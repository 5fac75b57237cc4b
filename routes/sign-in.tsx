import { page } from "fresh";
import { Head } from "fresh/runtime";
import PasskeySignIn from "../islands/PasskeySignIn.tsx";
import { fill } from "../lib/i18n/language.ts";
import { passkeyText } from "../lib/i18n/passkeys.ts";
import type { ShopText } from "../lib/i18n/shop.ts";
import { Button, ButtonLink } from "../lib/ui/Button.tsx";
import { Input } from "../lib/ui/Field.tsx";
import { Notice } from "../lib/ui/Notice.tsx";
import { Place } from "../lib/ui/configurator/Place.tsx";
import { define } from "../lib/web/define.ts";

type Mistake = "wrong" | "over" | "invalid" | "sent" | "later" | "failed";

interface Asked {
  readonly next: string;
  /** Which of the two is asked for. */
  readonly step: "phone" | "code";
  readonly phone: string;
  readonly mistake?: Mistake;
  /** Tries that the code has left, or seconds until another is sent. */
  readonly count?: number;
  readonly sandbox: boolean;
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

const MISTAKES: Readonly<Record<string, Mistake>> = {
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
  const mistake = MISTAKES[code] ??
    (step === "code" && code === "invalid_request" ? "wrong" : "failed");
  if (mistake === "wrong" && triesLeft === 0) return { step, mistake: "over" };
  if (mistake === "wrong" && triesLeft !== undefined) return { step, mistake, count: triesLeft };
  if (code === "too_many_codes" && retryAfterMs !== undefined && retryAfterMs <= JUST_SENT_MS) {
    return { step: "code", mistake: "sent", count: Math.ceil(retryAfterMs / 1000) };
  }
  return { step, mistake };
}

export const handler = define.handlers({
  GET({ state, url }) {
    const next = safeNext(url.searchParams.get("next"));
    const sandbox = state.platform.smsSandbox !== undefined;
    return page<Asked>({ next, step: "phone", phone: "", sandbox });
  },
  async POST({ req, state, info }) {
    const form = await req.formData();
    const next = safeNext(form.get("next"));
    const phone = String(form.get("phone") ?? "");
    const code = form.get("code");
    const { loopback, smsSandbox } = state.platform;
    const sandbox = smsSandbox !== undefined;
    const ask = (path: string, body: unknown) =>
      loopback.fetch(
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
    if (!response.ok) {
      const refused = after(await response.json(), code === null ? "phone" : "code");
      return page<Asked>({ next, sandbox, phone, ...refused }, { status: response.status });
    }
    if (code === null) return page<Asked>({ next, sandbox, step: "code", phone });
    const headers = new Headers({ location: next });
    for (const cookie of response.headers.getSetCookie()) headers.append("set-cookie", cookie);
    return new Response(null, { status: 303, headers });
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
    const { next, step } = data;
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
          {step === "phone"
            ? <PhoneForm {...data} text={text} />
            : <CodeForms {...data} text={text} />}
        </div>
        {step === "phone" && <PasskeySignIn next={next} words={passkeyText(language).signIn} />}
      </div>
    );
  },
);
