import type { ComponentChildren } from "preact";
import { Head } from "fresh/runtime";

interface OrderPartHeadProps {
  readonly id: string;
  readonly text: { readonly title: string; readonly back: string };
  readonly brand: string;
  /** Stands beside the way back. */
  readonly beside?: ComponentChildren;
  readonly children?: ComponentChildren;
}

/** Heads a page about one part of an order, and leads back to the whole. */
export function OrderPartHead({ id, text, brand, beside, children }: OrderPartHeadProps) {
  return (
    <>
      <Head>
        <title>{`${text.title} · ${brand}`}</title>
      </Head>
      <div class="stack stack--tight">
        <p class={beside ? "small cluster" : "small"}>
          <a href={`/my/orders/${id}`}>{text.back}</a>
          {beside}
        </p>
        <h1 class="type-2xl">{text.title}</h1>
        {children}
      </div>
    </>
  );
}
