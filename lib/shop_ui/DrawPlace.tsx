import type { ComponentChildren } from "preact";
import { beijing, count } from "../i18n/figures.ts";
import type { DrawDeskText } from "../i18n/draws.ts";
import { fill } from "../i18n/language.ts";
import { type DrawShown, isDrawn } from "../live/draw_view.ts";
import { Notice } from "../ui/Notice.tsx";
import { type RegisterAct, RegisterForm } from "./RegisterForm.tsx";

interface DrawPlaceProps {
  readonly draw: DrawShown;
  /** Whether somebody is signed in. */
  readonly member: boolean;
  readonly text: DrawDeskText;
  readonly code: string;
  readonly busy: boolean;
  /** Where the sale asks who takes part. */
  readonly identity?: ComponentChildren;
  readonly onSend: (act: RegisterAct) => void;
}

/** Where someone stands in a draw, and the one thing to do about it. */
export function DrawPlace({ draw, member, text, code, busy, identity, onSend }: DrawPlaceProps) {
  const { state, own, entrants, late, round, roundAt } = draw;
  const number = (value: number) => count(value, code);
  if (state === "cancelled") return <Notice>{text.cancelled}</Notice>;
  if (state === "registering") {
    return (
      <div class="stack stack--tight">
        {own && <p class="type-xl">{fill(text.registered, { number: number(own.number) })}</p>}
        <p class="quiet">{own ? text.chance : text.fair}</p>
        {entrants !== null && (
          <p class="quiet small figures">{fill(text.entrants, { n: number(entrants) })}</p>
        )}
        {member && (
          <RegisterForm registered={own !== null} text={text} busy={busy} onSend={onSend}>
            {!own && identity}
          </RegisterForm>
        )}
      </div>
    );
  }
  return (
    <div class="stack stack--tight">
      <p class="type-xl">{standingOf(draw, text, number)}</p>
      {member && !own && <p class="quiet">{text.notIn}</p>}
      {!isDrawn(draw) && (
        <p class="quiet">
          {fill(text.waits, { round: String(round), time: beijing(roundAt, code, "moment") })}
        </p>
      )}
      {late && <Notice tone="warn">{text.late}</Notice>}
    </div>
  );
}

function standingOf(
  draw: DrawShown,
  text: DrawDeskText,
  number: (value: number) => string,
): string {
  const { own, entrants } = draw;
  const n = own?.entrants ?? entrants;
  if (isDrawn(draw) && own?.place) {
    return fill(text.place, { place: number(own.place), n: number(n ?? own.place) });
  }
  if (n === null) return isDrawn(draw) ? text.drawnNow : text.closedNow;
  return fill(isDrawn(draw) ? text.drawn : text.closed, { n: number(n) });
}
