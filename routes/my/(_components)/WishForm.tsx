import type { InsuranceText } from "../../../lib/i18n/insurance.ts";
import {
  ADD_ONS,
  NEW_ENERGY_ADD_ONS,
  SEAT_YUAN,
  THIRD_PARTY_YUAN,
  type Wish,
} from "../../../lib/insurance/cover.ts";
import { Button } from "../../../lib/ui/Button.tsx";
import { Checkbox, Select } from "../../../lib/ui/Field.tsx";
import { inYuan } from "../../../lib/words/money.ts";

interface WishFormProps {
  readonly wish: Wish;
  readonly drive: "new_energy" | "fuel";
  /** Quotes are shown already. */
  readonly again: boolean;
  readonly text: InsuranceText;
  readonly language: "zh" | "en";
}

const WAN = 10_000;

/** What the buyer wants to be insured against. */
export function WishForm({ wish, drive, again, text, language }: WishFormProps) {
  const sum = (yuan: number): string =>
    language === "en" ? `¥${inYuan(yuan * 100)}` : `${yuan / WAN} 万元`;
  const offered = ADD_ONS.filter((one) => drive === "new_energy" || !NEW_ENERGY_ADD_ONS.has(one));
  return (
    <form method="post" class="stack insure">
      <h2 class="type-lg">{text.want}</h2>
      <p class="quiet">{text.compulsoryNote}</p>
      <input type="hidden" name="do" value="ask" />
      <Checkbox id="damage" name="damage" value="1" label={text.damage} checked={wish.damage} />
      <Select
        id="third-party"
        name="third_party"
        label={text.thirdParty}
        options={THIRD_PARTY_YUAN.map((yuan) => ({ value: String(yuan), label: sum(yuan) }))}
        value={String(wish.thirdPartyYuan)}
      />
      <Select
        id="seat"
        name="seat"
        label={text.seat}
        options={SEAT_YUAN.map((yuan) => ({
          value: String(yuan),
          label: yuan === 0 ? text.noSeat : sum(yuan),
        }))}
        value={String(wish.seatYuan)}
      />
      <fieldset class="stack">
        <legend>{text.addOns}</legend>
        {offered.map((one) => (
          <Checkbox
            key={one}
            id={`add-${one}`}
            name="add_on"
            value={one}
            label={NEW_ENERGY_ADD_ONS.has(one)
              ? `${text.cover[one]} · ${text.newEnergy}`
              : text.cover[one]}
            checked={wish.addOns.includes(one)}
          />
        ))}
      </fieldset>
      <p>
        <Button kind="signal" type="submit">{again ? text.askAgain : text.ask}</Button>
      </p>
    </form>
  );
}
