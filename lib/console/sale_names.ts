/** The sales there are, by what they are called: for filters, and for lines that name one. */
import { saleTitle } from "../i18n/sale_title.ts";
import type { ActorSystem } from "../kernel/mod.ts";
import { type SaleRow, saleRows } from "../read_models/sales.ts";

const MOST = 200;

export interface SaleName {
  readonly id: string;
  readonly title: string;
}

/** In the reader's language. */
export async function saleNames(system: ActorSystem, language: string): Promise<SaleName[]> {
  const names: SaleName[] = [];
  for await (const { key, value } of system.rows(saleRows).list<SaleRow>([], { limit: MOST })) {
    if (value.status === "draft") continue;
    names.push({ id: key[0] as string, title: saleTitle(value.plan, language).text });
  }
  return names;
}

/** As the choices of a field. */
export const saleOptions = (names: readonly SaleName[]) =>
  names.map(({ id, title }) => ({ value: id, label: title }));
