import type { Consent, PrivacyState } from "../../../actors/members/privacy.ts";
import { CONSENT_TEXTS } from "../../../lib/i18n/consents.ts";
import { beijing } from "../../../lib/i18n/figures.ts";
import { fill } from "../../../lib/i18n/language.ts";
import type { MyText } from "../../../lib/i18n/my.ts";
import { Badge } from "../../../lib/ui/Badge.tsx";
import { Button } from "../../../lib/ui/Button.tsx";

interface ConsentRowProps {
  readonly consent: Consent;
  readonly given: ReturnType<PrivacyState["consents"]["get"]>;
  readonly hash: string;
  readonly language: "zh" | "en";
  readonly my: MyText;
  readonly code: string;
}

/** One consent: what it says, whether it was given, and its one button. */
export function ConsentRow({ consent, given, hash, language, my, code }: ConsentRowProps) {
  const { version, [language]: { title, text } } = CONSENT_TEXTS[consent];
  const words = my.privacy;
  const current = given !== undefined && given.version >= version;
  return (
    <li class="consent" id={consent}>
      <div class="consent__text">
        <h2 class="consent__title">{title}</h2>
        <p>{text}</p>
        <p class="small">
          {given === undefined && <Badge>{words.not_given}</Badge>}
          {given && current && (
            <Badge tone="good">
              {fill(words.given, {
                time: beijing(given.at, code, "moment"),
                version: String(given.version),
              })}
            </Badge>
          )}
          {given && !current && (
            <Badge tone="warn">
              {fill(words.newer, { version: String(given.version), now: String(version) })}
            </Badge>
          )}
        </p>
        {given && (
          <p class="consent__proof quiet small figures">
            {fill(words.hash, { hash: given.textHash === "" ? hash : given.textHash })}
          </p>
        )}
      </div>
      <form method="post">
        <input type="hidden" name="do" value={current ? "withdraw" : "give"} />
        <input type="hidden" name="consent" value={consent} />
        <Button
          type="submit"
          kind={current ? "quiet" : "plain"}
          aria-label={`${current ? words.withdraw : words.agree}: ${title}`}
        >
          {current ? words.withdraw : words.agree}
        </Button>
      </form>
    </li>
  );
}
