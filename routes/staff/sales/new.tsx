import { page } from "fresh";
import { askApi, wordsFor } from "../../../lib/console/ask_api.ts";
import { IDENTITY, readSaleForm, type Written, writtenIn } from "../../../lib/console/sale_form.ts";
import { see } from "../../../lib/http/see.ts";
import { staffIdentityText } from "../../../lib/i18n/staff_identity.ts";
import { beijingDay } from "../../../lib/time/beijing.ts";
import { DAY_MS } from "../../../lib/time/day.ts";
import { Button, ButtonLink } from "../../../lib/ui/Button.tsx";
import { Input, RadioGroup, Select } from "../../../lib/ui/Field.tsx";
import { ErrorSummary } from "../../../lib/ui/Notice.tsx";
import { define } from "../../../lib/web/define.ts";
import { ConsolePage } from "../(_components)/ConsolePage.tsx";

interface Form {
  readonly written: Written;
  /** Fields that do not fit, or codes of what the sale refused. */
  readonly wrong: readonly string[];
}

export const handler = define.handlers({
  GET({ state }) {
    const tomorrow = beijingDay(state.platform.now() + DAY_MS);
    return page<Form>({
      wrong: [],
      written: {
        id: "",
        title: "",
        titleEn: "",
        model: "lu",
        capacity: "300",
        opensAt: `${tomorrow}T10:00`,
        closesAt: "",
        hold: "15",
        offer: "10",
        deposit: "2000",
        mode: "first_come",
        configuration: "",
        depositAs: "reservation",
        identity: "none",
      },
    });
  },
  async POST(ctx) {
    const written = writtenIn(await ctx.req.formData());
    const { wrong, plan } = readSaleForm(written);
    if (!plan) return page<Form>({ written, wrong }, { status: 400 });
    const { ok, code, status } = await askApi(ctx, "POST", "/api/sales", plan);
    if (ok) return see(`/staff/sales/${plan.id}`);
    return page<Form>({ written, wrong: [code] }, { status });
  },
});

/** Where to mend what the sale refused. */
const FIELD_OF: Readonly<Record<string, string>> = {
  already_scheduled: "id",
  closes_before_it_opens: "closesAt",
  unknown_configuration: "configuration",
  deposit_too_large: "deposit",
};

export default define.page<typeof handler>(({ data, state: { staff, shop }, url }) => {
  const { written, wrong } = data;
  const text = staff.create;
  const identity = staffIdentityText(staff.code);
  const errors = wrong.map((one) => ({
    id: FIELD_OF[one] ?? one,
    text: one === "closes_before_it_opens" ? text.errors.closesAt : wordsFor(text.errors, one),
  }));
  const field = (name: keyof Written) => ({
    id: name,
    name,
    value: written[name],
    error: errors.find(({ id }) => id === name)?.text,
  });
  return (
    <ConsolePage staff={staff} section="sales" title={text.title} url={url}>
      <form method="post" class="console-form" noValidate>
        {errors.length > 0 && <ErrorSummary title={text.wrong} errors={errors} />}
        <div class="console-pair">
          <Input
            {...field("title")}
            label={text.name}
            lang="zh-Hans"
            maxLength={80}
            required
          />
          <Input
            {...field("titleEn")}
            label={text.nameEn}
            hint={text.nameEnHint}
            lang="en"
            maxLength={80}
            optional={text.optional}
          />
          <Input {...field("id")} label={text.id} hint={text.idHint} maxLength={40} required />
          <Select
            {...field("model")}
            label={text.model}
            options={Object.entries(shop.models).map(([value, { name }]) => ({
              value,
              label: name,
            }))}
          />
          <Input {...field("capacity")} label={text.capacity} inputMode="numeric" required />
          <Input {...field("opensAt")} label={text.opensAt} type="datetime-local" required />
          <Input
            {...field("closesAt")}
            label={text.closesAt}
            hint={text.closesHint}
            type="datetime-local"
            optional={text.optional}
          />
          <Input {...field("hold")} label={text.hold} hint={text.holdHint} inputMode="numeric" />
          <Input {...field("offer")} label={text.offer} inputMode="numeric" />
          <Input
            {...field("configuration")}
            label={text.configuration}
            hint={text.configurationHint}
            optional={text.optional}
            maxLength={40}
            autocomplete="off"
          />
          <Input
            {...field("deposit")}
            label={text.deposit}
            hint={text.depositHint}
            inputMode="decimal"
          />
          <RadioGroup
            {...field("depositAs")}
            label={text.depositAs}
            options={[
              { value: "reservation", label: text.reservation, detail: text.reservationHint },
              { value: "earnest", label: text.earnest, detail: text.earnestHint },
            ]}
          />
          <RadioGroup
            {...field("mode")}
            label={text.mode}
            options={[
              { value: "first_come", label: text.first, detail: text.firstHint },
              { value: "draw", label: text.draw, detail: text.drawHint },
            ]}
          />
          <RadioGroup
            {...field("identity")}
            label={identity.asked}
            options={IDENTITY.map((value) => ({ value, ...identity.ask[value] }))}
          />
        </div>
        <div class="cluster">
          <Button kind="signal" type="submit">{text.submit}</Button>
          <ButtonLink kind="quiet" href="/staff">{text.cancel}</ButtonLink>
        </div>
      </form>
    </ConsolePage>
  );
});
