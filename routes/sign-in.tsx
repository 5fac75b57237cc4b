import { page } from "fresh";
import { Head } from "fresh/runtime";
import PasskeySignIn from "../islands/PasskeySignIn.tsx";
import { fill } from "../lib/i18n/language.ts";
import { passkeyText } from "../lib/i18n/passkeys.ts";
import { Button, ButtonLink } from "../lib/ui/Button.tsx";
import { Input } from "../lib/ui/Field.tsx";
import { Place } from "../lib/ui/configurator/Place.tsx";
import { define } from "../lib/web/define.ts";

type Mistake = "wrong" | "invalid" | "later" | "failed";

interface Asked {
  readonly next: string;
  readonly phone?: string;
  readonly mistake?: Mistake;
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
  no_code: "wrong",
  code_expired: "wrong",
  code_void: "wrong",
  invalid_phone: "invalid",
  too_many_codes: "later",
  too_many_requests: "later",
};

export const handler = define.handlers({
  GET({ state, url }) {
    const next = safeNext(url.searchParams.get("next"));
    return page<Asked>({ next, sandbox: state.platform.smsSandbox !== undefined });
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
      const problem = await response.json();
      const mistake = MISTAKES[problem.code] ?? (code === null ? "failed" : "wrong");
      return page<Asked>({ next, sandbox, mistake, ...(code === null ? {} : { phone }) }, {
        status: response.status,
      });
    }
    if (code === null) return page<Asked>({ next, sandbox, phone });
    const headers = new Headers({ location: next });
    for (const cookie of response.headers.getSetCookie()) headers.append("set-cookie", cookie);
    return new Response(null, { status: 303, headers });
  },
});

export default define.page<typeof handler>(
  ({ data, state: { language, shop: { signIn: text, brand } } }) => {
    const { next, phone, mistake, sandbox } = data;
    const error = mistake && text[mistake];
    return (
      <div class="wrap section sign-in">
        <Head>
          <title>{`${text.title} · ${brand}`}</title>
        </Head>
        <div class="sign-in__view">
          <Place />
        </div>
        <form method="post" class="stack">
          <h1 class="type-2xl">{text.title}</h1>
          <input type="hidden" name="next" value={next} />
          {phone === undefined
            ? (
              <>
                <Input
                  id="phone"
                  name="phone"
                  type="tel"
                  inputMode="numeric"
                  autoComplete="tel webauthn"
                  required
                  autofocus
                  label={text.phone}
                  hint={text.phoneHint}
                  error={error}
                />
                <Button kind="signal" size="large" type="submit">{text.send}</Button>
              </>
            )
            : (
              <>
                <input type="hidden" name="phone" value={phone} />
                <Input
                  id="code"
                  name="code"
                  inputMode="numeric"
                  autoComplete="one-time-code"
                  pattern="\d{6}"
                  required
                  autofocus
                  label={text.code}
                  hint={fill(text.codeHint, { phone })}
                  error={error}
                />
                <div class="cluster">
                  <Button kind="signal" size="large" type="submit">{text.enter}</Button>
                  <ButtonLink kind="quiet" href={`/sign-in?next=${encodeURIComponent(next)}`}>
                    {text.again}
                  </ButtonLink>
                </div>
                {sandbox && (
                  <p class="quiet small">
                    <a href={`/sandbox/sms?phone=${encodeURIComponent(phone)}`} target="_blank">
                      {text.sandbox}
                    </a>
                  </p>
                )}
              </>
            )}
        </form>
        {phone === undefined && <PasskeySignIn next={next} words={passkeyText(language).signIn} />}
      </div>
    );
  },
);
