import type { IdentityText } from "../i18n/identity.ts";
import { Checkbox, Input } from "../ui/Field.tsx";
import type { Person } from "./claim_body.ts";

interface IdentityFieldProps {
  readonly asked: "optional" | "required";
  readonly text: IdentityText;
  /** Why the last one was not taken: the code of a refusal. */
  readonly refused: string | undefined;
  readonly person: Person;
  readonly onChange: (person: Person) => void;
}

/** The codes of refusals that are said at the field. */
export const isAboutIdentity = (code: string | undefined): code is keyof IdentityText["refused"] =>
  code === "invalid_identity" || code === "identity_required" || code === "identity_taken";

/** The identity number that a sale asks for, and what to do where another has given it. */
export function IdentityField({ asked, text, refused, person, onChange }: IdentityFieldProps) {
  const error = isAboutIdentity(refused) ? text.refused[refused] : undefined;
  return (
    <div class="stack stack--tight stage__form">
      <Input
        id="identity-number"
        name="identityNumber"
        label={text.label}
        {...(error ? { error } : { hint: text.hint })}
        {...(asked === "optional" ? { optional: text.optional } : { "aria-required": true })}
        value={person.identityNumber}
        onInput={({ currentTarget }) =>
          onChange({ identityNumber: currentTarget.value, disputed: false })}
        maxLength={30}
        autocomplete="off"
        autocapitalize="characters"
        spellcheck={false}
      />
      {(refused === "identity_taken" || person.disputed) && (
        <Checkbox
          id="identity-disputed"
          name="disputed"
          value="yes"
          label={text.mine}
          checked={person.disputed}
          onChange={({ currentTarget }) => onChange({ ...person, disputed: currentTarget.checked })}
        />
      )}
    </div>
  );
}
