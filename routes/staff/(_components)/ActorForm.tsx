import type { StaffText } from "../../../lib/i18n/staff.ts";
import { Button } from "../../../lib/ui/Button.tsx";
import { Input, Select } from "../../../lib/ui/Field.tsx";

interface ActorFormProps {
  readonly staff: StaffText;
  readonly kinds: readonly string[];
  readonly kind?: string;
  readonly id?: string;
}

/** Which actor to look into. */
export function ActorForm({ staff, kinds, kind = "sale", id = "" }: ActorFormProps) {
  const text = staff.actors;
  return (
    <form method="get" action="/staff/actors" class="console-filters" role="search">
      <Select
        id="kind"
        name="kind"
        label={text.kind}
        value={kind}
        options={kinds.map((one) => ({ value: one, label: one }))}
      />
      <Input
        id="actor"
        name="id"
        type="search"
        label={text.id}
        value={id}
        maxLength={128}
        required
      />
      <div class="console-filters__end">
        <Button size="small" type="submit">{text.look}</Button>
      </div>
    </form>
  );
}
