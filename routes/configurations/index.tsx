import { page } from "fresh";
import { Head } from "fresh/runtime";
import { savedConfigurations } from "../../actors/catalogue/saved_configurations.ts";
import { Words } from "../../lib/configurator_ui/words.ts";
import { CarView } from "../../lib/configurator_ui/View.tsx";
import { see } from "../../lib/http/see.ts";
import { configuratorText } from "../../lib/i18n/configurator.ts";
import { Button, ButtonLink } from "../../lib/ui/Button.tsx";
import { Banner } from "../../lib/ui/Notice.tsx";
import { define } from "../../lib/web/define.ts";

export const handler = define.handlers({
  async GET({ state: { who, platform }, url }) {
    const code = url.searchParams.get("code");
    if (code !== null) {
      const opened = platform.showroom.open(code);
      return opened
        ? see(`/configurations/${opened.priced.code}`)
        : see("/configurations?refused=unknown_configuration");
    }
    const codes = who
      ? await platform.system.view(
        savedConfigurations(who.memberId),
        ({ saved }) => saved.toReversed().map(({ code }) => code),
      )
      : [];
    return page({
      opened: codes.flatMap((code) => platform.showroom.open(code) ?? []),
      refused: url.searchParams.get("refused"),
    });
  },
  async POST({ req, state: { who, platform } }) {
    const form = await req.formData();
    const opened = platform.showroom.open(String(form.get("code") ?? ""));
    if (!opened) return see("/configurations?refused=unknown_configuration");
    const { code } = opened.priced;
    if (!who) return see(`/sign-in?next=/configurations/${code}`);
    const mine = savedConfigurations(who.memberId);
    const by = { id: who.memberId, role: who.role };
    const outcome = form.get("do") === "remove"
      ? await platform.system.ask(mine, "remove", { code }, { by })
      : await platform.system.ask(mine, "save", { code }, { by });
    return see(outcome.ok ? "/configurations" : `/configurations?refused=${outcome.refusal}`);
  },
});

export default define.page<typeof handler>(({ data: { opened, refused }, state }) => {
  const text = configuratorText(state.language);
  return (
    <>
      <Head>
        <title>{`${text.saved} · ${state.shop.brand}`}</title>
      </Head>
      <div class="wrap section stack stack--wide">
        <header class="stack stack--tight">
          <h1 class="type-3xl">{text.saved}</h1>
          {opened.length === 0 && <p class="quiet">{text.savedEmpty}</p>}
        </header>
        {refused && (
          <Banner tone="warn">
            {refused === "too_many_saved"
              ? text.savedFull
              : refused === "sold_out"
              ? text.soldOut
              : text.wrongCode}
          </Banner>
        )}
        <ul class="finds">
          {opened.map(({ template, priced }) => {
            const words = new Words(template, text);
            return (
              <li key={priced.code} class="find">
                <CarView template={template} options={priced.options} words={words} />
                <div class="stack stack--tight">
                  <h2 class="type-2xl">
                    <a href={`/configurations/${priced.code}`}>
                      {words.of(template.name)} {words.name(priced.trim)}
                    </a>
                  </h2>
                  <p class="code-line">{priced.code}</p>
                  <p class="figures type-xl">{words.price(priced.priceFen)}</p>
                  <form method="post">
                    <input type="hidden" name="code" value={priced.code} />
                    <Button type="submit" kind="quiet" name="do" value="remove">
                      {text.remove}
                    </Button>
                  </form>
                </div>
              </li>
            );
          })}
        </ul>
        <form class="cluster" method="get">
          <label for="code">{text.open}</label>
          <span class="field__box">
            <input
              class="field__control"
              id="code"
              name="code"
              required
              autocomplete="off"
              placeholder="LU1-AZSVM"
            />
          </span>
          <Button type="submit">{text.openDo}</Button>
          <ButtonLink kind="quiet" href="/models/lu/configure">{text.start}</ButtonLink>
        </form>
      </div>
    </>
  );
});
