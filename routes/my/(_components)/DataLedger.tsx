import type { PrivacyState } from "../../../actors/members/privacy.ts";
import { beijing } from "../../../lib/i18n/figures.ts";
import { fill } from "../../../lib/i18n/language.ts";
import type { MyText } from "../../../lib/i18n/my.ts";
import { Badge } from "../../../lib/ui/Badge.tsx";

interface DataLedgerProps {
  readonly state: Pick<PrivacyState, "looks" | "shares">;
  readonly my: MyText;
  readonly code: string;
}

const TONES = {
  asked: "plain",
  left: "warn",
  received: "water",
  stopped: "good",
  recalling: "warn",
  recalled: "good",
  failed: "plain",
} as const;

/** Who of the staff looked and why, and what partners were given, the newest first. */
export function DataLedger(
  { state: { looks, shares }, my: { privacy: text }, code }: DataLedgerProps,
) {
  const names: Readonly<Record<string, string>> = text.fields;
  const dealers: Readonly<Record<string, string>> = text.dealers;
  const separator = code === "en" ? ", " : "、";
  const fieldsOf = (fields: readonly string[]) =>
    fields.map((field) => names[field] ?? field).join(separator);
  const lines = [
    ...looks.map((look) => ({
      at: look.at,
      text: fill(text.looked, { by: `…${look.by.slice(-4)}`, fields: fieldsOf(look.fields) }),
      note: fill(text.why, { why: look.why }),
      badge: null,
    })),
    ...shares.map((share) => ({
      at: share.at,
      text: fill(text.shared, {
        partner: dealers[share.partner] ?? share.partner,
        fields: fieldsOf(share.fields),
      }),
      note: share.receipt ? fill(text.receipt, { receipt: share.receipt }) : "",
      badge: <Badge tone={TONES[share.status]}>{text.share[share.status]}</Badge>,
    })),
  ].sort((a, b) => b.at - a.at);
  if (lines.length === 0) return <p class="quiet">{text.ledger_none}</p>;
  return (
    <ol class="data-ledger">
      {lines.map(({ at, text: line, note, badge }) => (
        <li key={`${at}${line}`}>
          <span class="quiet small figures">{beijing(at, code, "moment")}</span>
          <span>
            {line}
            {note && <span class="data-ledger__note quiet small">{note}</span>}
          </span>
          <span>{badge}</span>
        </li>
      ))}
    </ol>
  );
}
