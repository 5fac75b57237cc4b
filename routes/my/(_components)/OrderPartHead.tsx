import type { ComponentChildren } from "preact";
import { Head } from "fresh/runtime";
import { fill } from "../../../lib/i18n/language.ts";
import { vehicleOrdersText } from "../../../lib/i18n/vehicle_orders.ts";

interface OrderPartHeadProps {
  readonly id: string;
  readonly text: { readonly title: string; readonly back: string };
  readonly brand: string;
  readonly language: "zh" | "en";
  /** Stands beside the way back. */
  readonly beside?: ComponentChildren;
  readonly children?: ComponentChildren;
}

/** Heads a page about one part of an order, and leads back to the whole. */
export function OrderPartHead(
  { id, text, brand, language, beside, children }: OrderPartHeadProps,
) {
  return (
    <>
      <Head>
        <title>{`${text.title} · ${brand}`}</title>
      </Head>
      <div class="stack stack--tight">
        <p class={beside ? "small cluster" : "small"}>
          <a href={`/my/orders/${id}`} class="no-print">{text.back}</a>
          {beside}
        </p>
        <h1 class="type-2xl">{text.title}</h1>
        {/* On paper nothing else says whose it is. */}
        <p class="quiet figures">{fill(vehicleOrdersText(language).order, { id })}</p>
        {children}
      </div>
    </>
  );
}
