import { page } from "fresh";
import { Head } from "fresh/runtime";
import {
  type Consent,
  CONSENTS,
  privacy,
  type PrivacyState,
} from "../../../actors/members/privacy.ts";
import { SESSION_COOKIE } from "../../../lib/auth/sessions.ts";
import { see } from "../../../lib/http/see.ts";
import { CONSENT_TEXTS, consentVersion } from "../../../lib/i18n/consents.ts";
import { fill } from "../../../lib/i18n/language.ts";
import { openOrders } from "../../../lib/members/business.ts";
import { Button, ButtonLink } from "../../../lib/ui/Button.tsx";
import { Checkbox, Select } from "../../../lib/ui/Field.tsx";
import { Notice } from "../../../lib/ui/Notice.tsx";
import { define, type State } from "../../../lib/web/define.ts";
import { ConsentRow } from "../(_components)/ConsentRow.tsx";
import { DataLedger } from "../(_components)/DataLedger.tsx";
import { MyPart } from "../(_components)/MyPart.tsx";
import { newId, sha256, textOf } from "../(_components)/forms.ts";

const HERE = "/my/privacy";
const DEALERS = ["dealer-hangzhou", "dealer-shanghai", "dealer-chengdu"] as const;

interface PrivacyPage {
  readonly state: PrivacyState;
  readonly open: readonly string[];
  readonly hashes: Readonly<Record<string, string>>;
}

export const handler = define.handlers({
  async GET({ state: { platform, who, language } }) {
    const { memberId } = who!;
    const hashes = await Promise.all(
      CONSENTS.map(async (one) => [one, await sha256(CONSENT_TEXTS[one][language].text)] as const),
    );
    return page<PrivacyPage>({
      state: await platform.system.view(privacy(memberId), (state) => structuredClone(state)),
      open: await openOrders(platform.system, memberId),
      hashes: Object.fromEntries(hashes),
    });
  },
  async POST({ req, state }) {
    const form = await req.formData();
    const act = textOf(form, "do");
    const consent = CONSENTS.find((one) => one === form.get("consent"));
    if (act === "give" && consent) await give(state, consent);
    else if (act === "withdraw" && consent) await ask(state, "withdraw", { consent, where: HERE });
    else if (act === "call") await callMe(state, textOf(form, "dealer"));
    else if (act === "back") await ask(state, "take_back_erasure", {});
    else if (act === "erase" && form.get("sure") === "on") {
      return await erase(state, form.get("wait") === "yes");
    }
    return see(consent ? `${HERE}#${consent}` : `${HERE}#ledger`);
  },
});

const ask = <N extends keyof typeof privacy["decide"] & string>(
  { platform: { system }, who }: State,
  command: N,
  payload: Parameters<typeof privacy["decide"][N]>[1],
) =>
  system.ask(privacy(who!.memberId), command, payload as never, {
    by: { id: who!.memberId, role: who!.role },
  });

/** The evidence is the text as it was shown, in its language. */
async function give(state: State, consent: Consent) {
  const { language } = state;
  const textHash = await sha256(CONSENT_TEXTS[consent][language].text);
  const version = consentVersion(consent);
  await ask(state, "give", { consent, version, textHash, language, where: HERE });
}

async function callMe(state: State, dealer: string) {
  const partner = DEALERS.find((one) => one === dealer);
  if (!partner) return;
  await ask(state, "share", {
    shareId: newId(),
    partner,
    under: "dealer_sharing",
    fields: ["name", "phone"],
    purpose: "call_back",
    version: consentVersion("dealer_sharing"),
  });
}

async function erase(state: State, wait: boolean) {
  const { platform: { system }, who } = state;
  const open = await openOrders(system, who!.memberId);
  await ask(state, "ask_erasure", { open, wait });
  if (open.length > 0) return see(`${HERE}#erase`);
  return see("/erased", { "set-cookie": `${SESSION_COOKIE}=; Path=/; Max-Age=0` });
}

export default define.page<typeof handler>(({ data, state: { my, shop, language } }) => {
  const { state, open, hashes } = data;
  const text = my.privacy;
  const agreed = (state.consents.get("dealer_sharing")?.version ?? 0) >=
    consentVersion("dealer_sharing");
  return (
    <div class="my-page">
      <Head>
        <title>{`${text.title} · ${shop.brand}`}</title>
      </Head>
      <h1 class="type-2xl">{text.title}</h1>
      <p class="lead quiet">{text.lead}</p>
      <ul class="consents">
        {CONSENTS.map((consent) => (
          <ConsentRow
            key={consent}
            consent={consent}
            given={state.consents.get(consent)}
            hash={hashes[consent]!}
            language={language}
            my={my}
            code={shop.code}
          />
        ))}
      </ul>
      <MyPart id="call" title={text.call}>
        <p class="quiet">{text.call_text}</p>
        {agreed
          ? (
            <form method="post" class="my-form my-form--line">
              <input type="hidden" name="do" value="call" />
              <Select
                id="dealer"
                name="dealer"
                label={text.dealer}
                options={DEALERS.map((value) => ({ value, label: text.dealers[value] }))}
              />
              <Button type="submit">{text.call_do}</Button>
            </form>
          )
          : (
            <p>
              <a href="#dealer_sharing">{text.call_need}</a>
            </p>
          )}
      </MyPart>
      <MyPart id="ledger" title={text.ledger}>
        <DataLedger state={state} my={my} code={shop.code} />
      </MyPart>
      <MyPart id="export" title={text.export}>
        <p class="quiet">{text.export_text}</p>
        <p>
          <ButtonLink href="/my/privacy/export" download>{text.export_do}</ButtonLink>
        </p>
      </MyPart>
      <MyPart id="erase" title={text.erase}>
        <p class="quiet">{text.erase_text}</p>
        {open.length > 0 && !state.erasure && (
          <Notice tone="warn">{fill(text.erase_open, { count: String(open.length) })}</Notice>
        )}
        {state.erasure
          ? (
            <form method="post" class="cluster">
              <input type="hidden" name="do" value="back" />
              <span>
                {fill(text.erase_waits, { count: String(state.erasure.open.length) })}
              </span>
              <Button type="submit">{text.erase_back}</Button>
            </form>
          )
          : (
            <form method="post" class="my-form">
              <input type="hidden" name="do" value="erase" />
              <input type="hidden" name="wait" value={open.length > 0 ? "yes" : "no"} />
              <Checkbox id="sure" name="sure" required label={text.sure} />
              <div>
                <Button kind="danger" type="submit">
                  {open.length > 0 ? text.erase_wait : text.erase_now}
                </Button>
              </div>
            </form>
          )}
      </MyPart>
    </div>
  );
});
