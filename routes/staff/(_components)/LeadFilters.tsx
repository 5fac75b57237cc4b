import { CARES, type LeadFilter, OUTCOMES } from "../../../lib/console/lead_list.ts";
import type { StaffText } from "../../../lib/i18n/staff.ts";
import { Button, ButtonLink } from "../../../lib/ui/Button.tsx";
import { Input, Select } from "../../../lib/ui/Field.tsx";

interface LeadFiltersProps {
  readonly filter: LeadFilter;
  readonly staff: StaffText;
  readonly sales: readonly { readonly id: string; readonly title: string }[];
  readonly cities: readonly string[];
  readonly sources: readonly string[];
}

/** A form that asks for this page again; what is chosen stays in the address. */
export function LeadFilters({ filter, staff, sales, cities, sources }: LeadFiltersProps) {
  const text = staff.leads;
  const select = (
    name: "sale" | "city" | "source" | "outcome" | "care",
    options: readonly (readonly [value: string, label: string])[],
  ) => (
    <Select
      id={`by-${name}`}
      name={name}
      label={text[name]}
      value={filter[name]}
      options={[["", text.all] as const, ...options].map(([value, label]) => ({ value, label }))}
    />
  );
  const same = (names: readonly string[]) => names.map((name) => [name, name] as const);
  return (
    <form method="get" class="console-filters" role="search">
      <Input id="by-q" name="q" type="search" label={text.search} value={filter.q} />
      {select("sale", sales.map(({ id, title }) => [id, title]))}
      {select("city", same(cities))}
      {select("source", same(sources))}
      {select("outcome", OUTCOMES.map((outcome) => [outcome, text.outcomes[outcome]]))}
      {select("care", CARES.map((care) => [care, text.cares[care]]))}
      <div class="console-filters__end">
        <Button size="small" type="submit">{text.searchButton}</Button>
        <ButtonLink size="small" kind="quiet" href="/staff/leads">{text.clear}</ButtonLink>
      </div>
    </form>
  );
}
