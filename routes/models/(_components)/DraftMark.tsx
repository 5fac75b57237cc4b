import type { Template } from "../../../lib/configurator/template.ts";
import { fill } from "../../../lib/i18n/language.ts";
import type { ModelsText } from "../../../lib/i18n/models.ts";

/** Says that nobody else sees this. */
export function DraftMark({ template, text }: { template: Template; text: ModelsText }) {
  if (!template.draft) return null;
  return (
    <p class="draft-mark" role="note">
      <span>{fill(text.draft, { version: String(template.version) })}</span>
      <a href={`/staff/showroom/${template.model}`}>{text.draftBack}</a>
    </p>
  );
}
