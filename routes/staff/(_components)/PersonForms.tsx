import type { ComponentChildren } from "preact";
/** Forms for a person of the staff: which roles, at which dealers. */
import { DEALERS } from "../../../lib/dealers/dealers.ts";
import type { StaffPeopleText } from "../../../lib/i18n/staff_people.ts";
import { STAFF_ROLES } from "../../../lib/staff/roles.ts";
import { Button } from "../../../lib/ui/Button.tsx";
import { Checkbox, Input } from "../../../lib/ui/Field.tsx";
import { SidePanel } from "../../../lib/ui/Staff.tsx";
import type { Person } from "../people/index.tsx";

interface Words {
  readonly text: StaffPeopleText;
  readonly language: "zh" | "en";
}

interface FieldsProps extends Words {
  /** Tells two forms of one page apart. */
  readonly id: string;
  readonly person?: Person;
}

function Fields({ id, person, text, language }: FieldsProps) {
  return (
    <>
      <Input
        id={`${id}-name`}
        name="name"
        maxLength={40}
        autoComplete="off"
        label={text.name}
        hint={text.nameHint}
        value={person?.name ?? ""}
      />
      <fieldset class="person-choice">
        <legend class="field__label">{text.roles}</legend>
        {STAFF_ROLES.map((role) => (
          <Checkbox
            key={role}
            id={`${id}-${role}`}
            name="role"
            value={role}
            checked={person?.roles.includes(role) ?? false}
            label={text.role[role][0]!}
            hint={text.role[role][1]!}
          />
        ))}
      </fieldset>
      <details class="fold" open={(person?.dealers.length ?? 0) > 0}>
        <summary>{text.dealers}</summary>
        <p class="quiet small">{text.dealersHint}</p>
        <fieldset class="person-choice person-choice--many">
          <legend class="visually-hidden">{text.dealers}</legend>
          {DEALERS.map(({ id: dealer, name }) => (
            <Checkbox
              key={dealer}
              id={`${id}-${dealer}`}
              name="dealer"
              value={dealer}
              checked={person?.dealers.includes(dealer) ?? false}
              label={name[language]}
            />
          ))}
        </fieldset>
      </details>
    </>
  );
}

export function NewPerson({ open, ...words }: Words & { open: boolean }) {
  const { text } = words;
  return (
    <section class="console-section">
      <details class="fold" open={open}>
        <summary>{text.add}</summary>
        <form method="post" class="person-form">
          <input type="hidden" name="do" value="add" />
          <Input
            id="new-phone"
            name="phone"
            type="tel"
            inputMode="numeric"
            autoComplete="off"
            required
            label={text.phone}
            hint={text.phoneHint}
          />
          <Fields id="new" {...words} />
          <div>
            <Button kind="signal" type="submit">{text.addDo}</Button>
          </div>
        </form>
      </details>
    </section>
  );
}

interface PanelProps extends Words {
  readonly person: Person;
  /** Whoever looks. */
  readonly self: boolean;
  readonly close: string;
  /** What came of what was done with it last. */
  readonly told: ComponentChildren;
}

export function PersonPanel({ person, self, close, told, ...words }: PanelProps) {
  const { text } = words;
  const fixed = person.bySettings ? text.bySettingsText : self ? text.selfText : undefined;
  return (
    <SidePanel
      id="person"
      title={person.name ?? person.phone ?? person.id}
      close={{ label: text.close, href: close }}
    >
      {told}
      <section class="console-panelpart">
        {fixed ? <p>{fixed}</p> : (
          <form method="post" class="person-form">
            <input type="hidden" name="do" value="appoint" />
            <input type="hidden" name="id" value={person.id} />
            <input type="hidden" name="seen" value="1" />
            {person.roles.map((role) => (
              <input key={role} type="hidden" name="seen-role" value={role} />
            ))}
            {person.dealers.map((dealer) => (
              <input key={dealer} type="hidden" name="seen-dealer" value={dealer} />
            ))}
            <Fields id="change" person={person} {...words} />
            <div>
              <Button kind="signal" type="submit">{text.save}</Button>
            </div>
          </form>
        )}
      </section>
      {person.passkeys > 0 && (
        <section class="console-panelpart">
          <form method="post" class="person-form">
            <input type="hidden" name="do" value="reset" />
            <input type="hidden" name="id" value={person.id} />
            <p class="quiet small">{text.resetText}</p>
            <div>
              <Button type="submit">{text.reset}</Button>
            </div>
          </form>
        </section>
      )}
      {!fixed && (
        <section class="console-panelpart">
          <form method="post" class="person-form">
            <input type="hidden" name="do" value="withdraw" />
            <input type="hidden" name="id" value={person.id} />
            <p class="quiet small">{text.withdrawText}</p>
            <div>
              <Button kind="danger" type="submit">{text.withdraw}</Button>
            </div>
          </form>
        </section>
      )}
    </SidePanel>
  );
}
