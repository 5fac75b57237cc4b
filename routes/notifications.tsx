import { page } from "fresh";
import { Head } from "fresh/runtime";
import PushSwitch from "../islands/PushSwitch.tsx";
import { see } from "../lib/http/see.ts";
import { appText } from "../lib/i18n/app.ts";
import { fill } from "../lib/i18n/language.ts";
import { Button } from "../lib/ui/Button.tsx";
import { Checkbox } from "../lib/ui/Field.tsx";
import { Notice } from "../lib/ui/Notice.tsx";
import { define } from "../lib/web/define.ts";
import { InstallOffer } from "./(_components)/InstallOffer.tsx";

const HERE = "/notifications";

export const handler = define.handlers({
  async GET({ state, url }) {
    const { platform: { push }, who } = state;
    if (!who) return see(`/sign-in?next=${HERE}`);
    return page({
      ...await push.book.read(who.memberId),
      applicationServerKey: push.gateway.publicKey,
      saved: url.searchParams.has("saved"),
    });
  },
  async POST({ req, state: { platform: { push }, who } }) {
    if (!who) return see(`/sign-in?next=${HERE}`);
    const form = await req.formData();
    if (form.get("do") === "everywhere") await push.book.removeAll(who.memberId);
    else {
      await push.book.choose(who.memberId, { turn: form.has("turn"), orders: form.has("orders") });
    }
    return see(`${HERE}?saved`);
  },
});

export default define.page<typeof handler>(({ data, state: { shop, language } }) => {
  const { push: text, install } = appText(language);
  const { devices, choice, applicationServerKey, saved } = data;
  return (
    <div class="wrap section stack" style="max-inline-size: 44rem">
      <Head>
        <title>{`${text.title} · ${shop.brand}`}</title>
        <meta name="description" content={text.lead} />
      </Head>
      <h1 class="type-2xl">{text.title}</h1>
      <p class="lead">{text.lead}</p>
      {saved && <Notice tone="good">{text.saved}</Notice>}
      <PushSwitch
        applicationServerKey={applicationServerKey}
        devices={devices}
        words={text}
        language={language}
      />
      <noscript>
        <p>{text.script}</p>
      </noscript>
      <form method="post" class="stack">
        <fieldset class="stack stack--tight">
          <legend class="type-lg">{text.choose}</legend>
          <Checkbox
            id="turn"
            name="turn"
            label={text.turn}
            hint={text.turnHint}
            checked={choice.turn}
          />
          <Checkbox
            id="orders"
            name="orders"
            label={text.orders}
            hint={text.ordersHint}
            checked={choice.orders}
          />
        </fieldset>
        <div class="cluster">
          <Button type="submit" name="do" value="choose">{text.save}</Button>
          {devices > 0 && (
            <Button kind="quiet" type="submit" name="do" value="everywhere">
              {`${text.everywhere} · ${fill(text.devices, { count: String(devices) })}`}
            </Button>
          )}
        </div>
      </form>
      <InstallOffer words={install} />
    </div>
  );
});
