import { useEffect, useRef, useState } from "preact/hooks";
import { count, yuan } from "../lib/i18n/figures.ts";
import type { DrawDeskText } from "../lib/i18n/draws.ts";
import type { GuestText } from "../lib/i18n/guests.ts";
import type { IdentityText } from "../lib/i18n/identity.ts";
import { fill } from "../lib/i18n/language.ts";
import type { ShopText } from "../lib/i18n/shop.ts";
import { asSearch, cameFrom } from "../lib/live/came_from.ts";
import { type DrawShown, isDrawn } from "../lib/live/draw_view.ts";
import { followDraw } from "../lib/live/follow_draw.ts";
import { keepStream } from "../lib/live/keep_stream.ts";
import { otherTabs } from "../lib/live/other_tabs.ts";
import type { RoomView } from "../lib/live/room_protocol.ts";
import type { SaleView } from "../lib/live/protocol.ts";
import type { ServerClock } from "../lib/live/server_clock.ts";
import { Button, ButtonLink } from "../lib/ui/Button.tsx";
import { useAnswerFocus } from "../lib/shop_ui/answer_focus.ts";
import { claimBody, flawOf, NOBODY, type Person } from "../lib/shop_ui/claim_body.ts";
import { DrawPlace } from "../lib/shop_ui/DrawPlace.tsx";
import { GuestPlace } from "../lib/shop_ui/GuestPlace.tsx";
import { IdentityField, isAboutIdentity } from "../lib/shop_ui/IdentityField.tsx";
import { useRegistration } from "../lib/shop_ui/registration.ts";
import { RoomPlace } from "../lib/shop_ui/RoomPlace.tsx";
import { SalePlace, type Standing } from "../lib/shop_ui/SalePlace.tsx";
import { Notice } from "../lib/ui/Notice.tsx";
import { StockLine } from "../lib/ui/PlaceLine.tsx";
import SaleClock from "./SaleClock.tsx";

type Words = Pick<ShopText, "sale" | "room" | "units" | "code">;

export interface SaleDeskProps {
  readonly sale: SaleView;
  /** Undefined for a visitor. */
  readonly standing?: Standing;
  /** A member's place in the waiting room; undefined where the sale has none. */
  readonly room?: RoomView;
  /** Where the sale is drawn: how the draw stands, and its words. */
  readonly draw?: { readonly shown: DrawShown; readonly text: DrawDeskText };
  /** Before a first-come sale: whether the member has registered for it, and its words. */
  readonly guest?: { readonly registered: boolean; readonly text: GuestText };
  /** Words of the identity number, where the sale asks for one. */
  readonly identity?: IdentityText;
  readonly now: number;
  readonly words: Words;
  /** Why the last form was refused, where one was sent without script. */
  readonly refused?: string;
}

const RETRY_MS = 800;

/** Where a shopper sits in front of a sale: one state, one sentence, one button, all of it live. */
export default function SaleDesk(props: SaleDeskProps) {
  const { words } = props;
  const [sale, setSale] = useState(props.sale);
  const [standing, setStanding] = useState(props.standing);
  const [room, setRoom] = useState(props.room);
  /** Undefined where no script has said anything yet. */
  const [online, setOnline] = useState<boolean>();
  const [clock, setClock] = useState<ServerClock>({ now: props.now });
  const [busy, setBusy] = useState(false);
  const [refused, setRefused] = useState(props.refused);
  const [person, setPerson] = useState(NOBODY);
  const api = `/api/sales/${props.sale.id}`;
  const [signedOut, setSignedOut] = useState(false);
  const member = props.standing !== undefined && !signedOut;
  const registration = useRegistration({
    api,
    draw: props.draw?.shown,
    guest: props.guest?.registered,
  });
  const { draw, setDraw } = registration;

  const look = async () => {
    if (!member) return;
    const response = await fetch(`${api}/me`, { headers: { accept: "application/json" } });
    if (response.ok) setStanding(await response.json());
    if (response.status === 401) setSignedOut(true);
  };
  /** Trying again is of no use to whoever was signed out in another tab: they sign in, and come back. */
  const refuse = (code: string) => {
    const isSession = code === "sign_in_required" || code.startsWith("token_");
    if (isSession) setSignedOut(true);
    setRefused(isSession ? "signed_out" : code);
  };
  /** A device that slept has not counted, and what was done in another tab is not in this one. */
  const lookAround = () => {
    fetch(api).then(async (response) => {
      if (!response.ok) return;
      const sale: SaleView = await response.json();
      setClock({ now: sale.now, since: performance.now() });
      setSale(sale);
    }).catch(() => {});
    if (!member) return;
    look().catch(() => {});
    registration.lookAgain().catch(() => {});
    if (props.room) {
      fetch(`${api}/queue`)
        .then(async (response) => response.ok && setRoom(await response.json())).catch(() => {});
    }
  };

  const tabs = useRef<ReturnType<typeof otherTabs>>();
  useEffect(() => {
    setClock({ now: props.now, since: performance.now() });
    const end = keepStream(`${api}/live`, {
      online: setOnline,
      on: {
        sale(sale: SaleView) {
          setOnline(true);
          setSale(sale);
          // Cars go by the order alone: once somebody is answered, it is known.
          setDraw((draw) =>
            draw?.state === "closed" && sale.participants > 0 ? { ...draw, state: "drawn" } : draw
          );
        },
        me: setStanding,
      },
    });
    const gone = () => setOnline(false);
    const seen = () => document.visibilityState === "visible" && lookAround();
    globalThis.addEventListener("offline", gone);
    document.addEventListener("visibilitychange", seen);
    if (member) tabs.current = otherTabs(props.sale.id, lookAround);
    return () => {
      end();
      globalThis.removeEventListener("offline", gone);
      document.removeEventListener("visibilitychange", seen);
      tabs.current?.end();
    };
  }, []);

  const inRoom = room !== undefined && room.state !== "none" && standing?.outcome === "none";
  useEffect(() => {
    if (!inRoom) return;
    // An open stream is being there. Whose turn it is asks for the pass, which comes as a cookie.
    return keepStream(`${api}/queue/live`, {
      on: {
        place(place: RoomView) {
          if (place.state !== "admitted") return setRoom(place);
          fetch(`${api}/queue`).then((response) => response.ok && setRoom(place)).catch(() => {});
        },
      },
    });
  }, [inRoom]);

  useEffect(() => {
    if (!draw) return;
    return followDraw({
      draw,
      now: props.now,
      ask: registration.readOwn,
      closed: () => setDraw((draw) => draw && { ...draw, state: "closed", entrants: null }),
      drawn: (own) => setDraw((draw) => draw && { ...draw, state: "drawn", own }),
    });
  }, [draw?.own?.number]);

  const write = (now: Person) => {
    setPerson(now);
    if (now.identityNumber !== person.identityNumber) setRefused(undefined);
  };
  /** Whether what was written can be sent; if not, the field says why. */
  const isFit = (): boolean => {
    const flaw = flawOf(sale.identity, person);
    setRefused(flaw);
    return flaw === undefined;
  };

  const sendOwn = async (act: "register" | "withdraw") => {
    // For a reminder nobody is asked who they are.
    if (props.draw && act === "register" && !isFit()) return;
    setRefused(undefined);
    setBusy(true);
    try {
      const body = act === "register" ? said(props.draw ? person : NOBODY) : undefined;
      const code = await registration.send(act, body);
      if (code !== undefined) return refuse(code);
      tabs.current?.tell();
    } catch {
      setOnline(false);
    } finally {
      setBusy(false);
    }
  };

  const claim = async (event: Event) => {
    event.preventDefault();
    if (!isFit() || !mayClaim) return;
    answer.asks();
    setBusy(true);
    try {
      for (let tries = 0; tries < 5; tries++) {
        const response = await fetch(`${api}/claims`, { method: "POST", ...said(person) });
        if (response.ok) return await look();
        const { code } = await response.json();
        refuse(code);
        if (response.status !== 503) return;
        await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
      }
    } catch {
      setOnline(false);
    } finally {
      setBusy(false);
    }
  };

  /** What the link said that led here, and who asks; none where there is nothing to say. */
  function said(person: Person): { headers: HeadersInit; body: string } | undefined {
    const body = claimBody(location.search, person);
    if (Object.keys(body).length === 0) return undefined;
    return { headers: { "content-type": "application/json" }, body: JSON.stringify(body) };
  }

  // The page is the same for all, whatever link they followed: what it says is added here.
  const [search, setSearch] = useState("");
  useEffect(() => setSearch(asSearch(cameFrom(location.search))), []);
  const here = `/sales/${sale.id}${search}`;
  const next = search === "" ? here : encodeURIComponent(here);

  const text = words.sale;
  const left = sale.capacity - sale.allocated;
  const wants = member && standing?.outcome === "none" && sale.state !== "closed";
  const admitted = room === undefined || room.state === "admitted";
  const mayClaim = admitted && sale.state === "open";
  const hasCar = standing?.outcome === "held" || standing?.outcome === "sold";
  const isAnswered = (standing !== undefined && standing.outcome !== "none") ||
    (draw?.own && isDrawn(draw));
  const answer = useAnswerFocus(Boolean(isAnswered));
  const cars = count(sale.capacity, words.code);
  const identity = props.identity && sale.identity !== "none" && (
    <IdentityField
      asked={sale.identity}
      text={props.identity}
      refused={refused}
      person={person}
      onChange={write}
    />
  );
  const refusals: Readonly<Record<string, string>> = {
    ...text.refused,
    ...(props.draw ?? props.guest)?.text.refused,
    ...(props.identity ? { identity_taken: props.identity.rejoin } : {}),
  };
  return (
    <div class="stack" aria-live="polite">
      <div>
        <p class="lead">
          {fill(sale.mode === "draw" ? text.drawn : text.cars, {
            cars,
            deposit: yuan(sale.depositFen, words.code),
          })}
        </p>
        <noscript>
          {/* Up here: below, it would lie across the car once there is an answer. */}
          <p class="quiet small">{text.reload}</p>
        </noscript>
      </div>
      {online === false && <Notice tone="warn" live>{text.reconnecting}</Notice>}
      {sale.state === "scheduled" && (
        <>
          <SaleClock
            until={sale.opensAt}
            {...clock}
            label={props.draw?.text.until ?? text.until}
            units={words.units}
          />
          {!draw && <p class="quiet">{text.soon}</p>}
          {wants && props.guest && (registration.guest || !room) && (
            <GuestPlace
              registered={registration.guest}
              text={props.guest.text}
              busy={busy}
              onSend={(act) => void sendOwn(act)}
            />
          )}
        </>
      )}
      {sale.state === "paused" && <Notice tone="warn">{text.paused}</Notice>}
      {sale.state === "closed" && <Notice>{text.closed}</Notice>}
      {draw && props.draw && (sale.state !== "closed" || isDrawn(draw)) && (
        <DrawPlace
          draw={draw}
          member={member}
          text={props.draw.text}
          code={words.code}
          busy={busy}
          identity={identity}
          onSend={(act) => void sendOwn(act)}
        />
      )}
      <div ref={answer.place} tabIndex={-1} class="sale-answer">
        <SalePlace
          standing={standing}
          words={words}
          called={sale.called}
          clock={(until) => (
            <SaleClock
              until={until}
              {...clock}
              label={text.holdLeft}
              units={words.units}
              size="inline"
            />
          )}
        />
      </div>
      {sale.state !== "scheduled" && (!draw || sale.allocated > 0) && (
        <div class="stack stack--tight">
          <p class={isAnswered ? undefined : "type-2xl figures"}>
            {left > 0
              ? fill(text.left, { left: count(left, words.code) })
              : fill(text.allGone, { cars })}
          </p>
          <StockLine
            left={left}
            total={sale.capacity}
            label={fill(text.left, { left: String(left) })}
          />
          <p class="quiet small">
            {fill(text.participants, { participants: count(sale.participants, words.code) })}
            {sale.waiting > 0 &&
              ` · ${fill(text.waiting, { waiting: count(sale.waiting, words.code) })}`}
            {sale.returned > 0 &&
              ` · ${fill(text.returned, { returned: count(sale.returned, words.code) })}`}
          </p>
        </div>
      )}
      {isAnswered && (
        <p>
          <a href={`/sales/${sale.id}/why`} rel="nofollow">{text.why}</a>
        </p>
      )}
      {wants && room && !admitted && <RoomPlace room={room} words={words} />}
      {wants && room && admitted && <p class="type-xl">{words.room.admitted}</p>}
      {
        /* One form before and after the opening: the number is written beforehand, and who is writing it
      at that moment goes on. Without a script it would not be kept. */
      }
      {wants && !draw && (mayClaim || (identity && online !== undefined)) && (
        <form method="post" class="stack stack--tight" onSubmit={claim}>
          <input type="hidden" name="do" value="claim" />
          {identity}
          {mayClaim && (
            <p>
              <Button kind="signal" size="large" type="submit" busy={busy}>
                {busy ? text.claiming : left > 0 ? text.claim : text.queue}
              </Button>
            </p>
          )}
        </form>
      )}
      {!member && sale.state !== "closed" && (!draw || draw.state === "registering") && (
        <p>
          <ButtonLink kind="signal" size="large" href={`/sign-in?next=${next}`}>
            {text.signIn}
          </ButtonLink>
        </p>
      )}
      {refused && !(wants && identity && isAboutIdentity(refused)) &&
        (standing?.outcome === "none" || refused === "identity_taken") && (
        <Notice tone="warn" live>
          {refusals[refused] ?? text.refused.other}
        </Notice>
      )}
      {sale.state === "closed" && !hasCar && (
        <p class="cluster">
          <a href={`/models/${sale.model}`}>{text.model}</a>
          <a href={`/test-drive?model=${sale.model}`}>{text.drive}</a>
        </p>
      )}
      <p class="quiet small">
        {online ? text.live : "\u00a0"}
      </p>
    </div>
  );
}
