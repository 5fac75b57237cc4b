import type { MyText } from "../../../lib/i18n/my.ts";
import { regionChoices } from "../../../lib/members/region_choices.ts";
import { Button } from "../../../lib/ui/Button.tsx";
import { Input } from "../../../lib/ui/Field.tsx";
import { Icon } from "../../../lib/ui/Icon.tsx";

export interface AddressDraft {
  readonly receiver: string;
  readonly phone: string;
  readonly province: string;
  readonly city: string;
  readonly district: string;
  readonly street: string;
}

export const NO_ADDRESS: AddressDraft = {
  receiver: "",
  phone: "",
  province: "",
  city: "",
  district: "",
  street: "",
};

interface AddressFormProps {
  readonly draft: AddressDraft;
  readonly my: MyText;
  readonly language: "zh" | "en";
  readonly wrong?: string;
}

/** Province and city are one choice, so that the form needs no script to be right. */
export function AddressForm({ draft, my: { profile: text }, language, wrong }: AddressFormProps) {
  const chosen = `${draft.province}/${draft.city}`;
  return (
    <form method="post" class="my-form">
      <input type="hidden" name="do" value="address" />
      <div class="my-form__pair">
        <Input
          id="receiver"
          name="receiver"
          required
          maxLength={40}
          autoComplete="name"
          label={text.receiver}
          value={draft.receiver}
        />
        <Input
          id="receiver-phone"
          name="phone"
          type="tel"
          required
          autoComplete="tel"
          label={text.receiver_phone}
          value={draft.phone}
          {...(wrong === "phone" ? { error: text.phone_wrong } : {})}
        />
      </div>
      <div class="my-form__pair">
        <div class="field">
          <label class="field__label" for="region">{text.region}</label>
          <div class="field__box">
            <select class="field__control" id="region" name="region" required>
              <option value="" />
              {regionChoices(language).map(({ province, label, cities }) => (
                <optgroup key={province} label={label}>
                  {cities.map(({ city, label }) => (
                    <option
                      key={city}
                      value={`${province}/${city}`}
                      selected={chosen === `${province}/${city}`}
                    >
                      {label}
                    </option>
                  ))}
                </optgroup>
              ))}
            </select>
            <span class="field__arrow">
              <Icon name="down" />
            </span>
          </div>
        </div>
        <Input
          id="district"
          name="district"
          maxLength={40}
          label={text.district}
          optional={text.optional}
          value={draft.district}
        />
      </div>
      <Input
        id="street"
        name="street"
        required
        maxLength={120}
        autoComplete="street-address"
        label={text.street}
        value={draft.street}
        {...(wrong === "address" ? { error: text.wrong } : {})}
      />
      <div>
        <Button type="submit">{text.save}</Button>
      </div>
    </form>
  );
}
