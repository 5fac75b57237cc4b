import { HttpError } from "fresh";
import { Head } from "fresh/runtime";
import { placesFor } from "../../lib/console/places.ts";
import { dealerById } from "../../lib/dealers/dealers.ts";
import { lostText } from "../../lib/i18n/lost.ts";
import { staffText } from "../../lib/i18n/staff.ts";
import { staffPeopleText } from "../../lib/i18n/staff_people.ts";
import { staffStopText } from "../../lib/i18n/staff_stop.ts";
import { ROLE_PERMISSIONS, STAFF_ROLES, type StaffRole } from "../../lib/staff/roles.ts";
import { ButtonLink } from "../../lib/ui/Button.tsx";
import { List, ListRow } from "../../lib/ui/ListRow.tsx";
import { Failure } from "../../lib/ui/States.tsx";
import { define, type State } from "../../lib/web/define.ts";
import { SendAgain } from "../(_components)/SendAgain.tsx";
import { ConsolePage } from "./(_components)/ConsolePage.tsx";

/** Staff keep the console around what could not be shown; whoever may open none of it gets a page alone. */
export default define.page(({ error, state, url, req }) => {
  const language = state.language ?? "zh";
  const staff = state.staff ?? staffText(language);
  const text = staffStopText(language);
  const status = error instanceof HttpError ? error.status : 500;
  const why = status === 403 ? state.refused?.why : undefined;
  const said = status === 404
    ? text.missing
    : status === 403
    ? why ? text.refused[why] : text.foreign
    : text.broken;
  const held = status === 401 ? state.held : undefined;
  if (held) {
    const lost = lostText(language);
    return (
      <main class="console-stop" id="main">
        <Head>
          <title>{`${lost.held.title} · ${staff.brand}`}</title>
        </Head>
        <Failure
          title={lost.held.title}
          text={lost.held.text}
          action={<SendAgain held={held} text={lost} />}
        />
      </main>
    );
  }
  const places = state.may === undefined ? [] : placesFor(state.may);
  if (places.length === 0) {
    const leads = why === "staff_only"
      ? "/"
      : why === "passkey_required"
      ? `/sign-in?next=${encodeURIComponent(url.pathname)}`
      : "/staff";
    return (
      <main class="console-stop" id="main">
        <Head>
          <title>{`${said.title} · ${staff.brand}`}</title>
        </Head>
        <Failure
          title={said.title}
          text={said.text}
          action={<ButtonLink href={leads}>{said.action}</ButtonLink>}
        />
      </main>
    );
  }
  return (
    <ConsolePage staff={staff} title={said.title} url={url}>
      <div class="console-refused stack">
        <p>{said.text}</p>
        {why && <Reasons state={state} reading={req.method === "GET" || req.method === "HEAD"} />}
        <h2 class="console-title">{text.instead}</h2>
        <List label={text.instead}>
          {places.map(({ href, section }) => (
            <ListRow key={href} href={href} title={staff.rail[section]} />
          ))}
        </List>
      </div>
    </ConsolePage>
  );
});

/** Which roles would do, and what the reader has. */
function Reasons({ state, reading }: { readonly state: State; readonly reading: boolean }) {
  const { platform, who, refused, language } = state;
  const text = staffStopText(language);
  const { role: names } = staffPeopleText(language);
  const said = (roles: readonly StaffRole[]) =>
    roles.map((role) => names[role][0]).join(language === "en" ? ", " : "、");
  const standing = who && platform.staff.standingOf(who);
  const enough = STAFF_ROLES.filter((role) =>
    refused && ROLE_PERMISSIONS[role].includes(refused.permission)
  );
  const atOther = refused?.why === "dealer_not_yours";
  const dealers = [...standing?.dealers ?? []].map((id) => dealerById(id)?.name[language] ?? id);
  return (
    <dl class="console-facts">
      {!atOther && (
        <div>
          <dt>{reading ? text.mayOpen : text.mayDo}</dt>
          <dd>{said(enough)}</dd>
        </div>
      )}
      <div>
        <dt>{text.yours}</dt>
        <dd>{said(standing?.roles ?? [])}</dd>
      </div>
      {atOther && (
        <div>
          <dt>{text.dealers}</dt>
          <dd>{dealers.join(language === "en" ? ", " : "、") || text.noDealers}</dd>
        </div>
      )}
    </dl>
  );
}
