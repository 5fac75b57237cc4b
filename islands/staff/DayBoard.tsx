import { useEffect, useState } from "preact/hooks";
import { beingFilledIn } from "../../lib/live/being_filled_in.ts";
import { fill } from "../../lib/i18n/language.ts";
import { beijingClock } from "../../lib/time/beijing.ts";
import { Badge } from "../../lib/ui/Badge.tsx";
import { Button } from "../../lib/ui/Button.tsx";

export interface DayWords {
  readonly live: string;
  readonly moved: string;
  readonly undo: string;
  readonly undone: string;
  /** Where the page cannot say more. */
  readonly failed: string;
}

interface DayBoardProps {
  readonly dealer: string;
  readonly words: DayWords;
}

interface Move {
  readonly id: string;
  /** Where it was seen, and where it goes: epoch milliseconds. */
  readonly wasAt: number;
  readonly startAt: number;
}

interface Told {
  readonly text: string;
  readonly undo?: Move;
}

const GATHER_MS = 200;
const STEP_MS = 30 * 60_000;
/** A press that moves less is a press. */
const SLACK_PX = 6;

async function move({ id, wasAt, startAt }: Move): Promise<{ ok: boolean; told: string }> {
  const response = await fetch(location.pathname + location.search, {
    method: "POST",
    headers: { accept: "application/json" },
    body: new URLSearchParams({ do: "move", id, was: String(wasAt), start: String(startAt) }),
  });
  if (response.status !== 401) return await response.json();
  // Signed out meanwhile: the page leads to the sign-in, and back to this day.
  location.reload();
  return { ok: false, told: "" };
}

/** Keeps the day as it is, and lets bookings be dragged along their rows; each move can be undone. */
export default function DayBoard({ dealer, words }: DayBoardProps) {
  const [online, setOnline] = useState(false);
  const [told, setTold] = useState<Told | null>(null);

  const moveTo = async (to: Move, back: boolean) => {
    const { id, wasAt, startAt } = to;
    const { ok, told } = await move(to);
    if (!ok) setTold({ text: told || words.failed });
    else if (back) setTold({ text: fill(words.undone, { time: beijingClock(startAt) }) });
    else {
      setTold({
        text: fill(words.moved, { time: beijingClock(startAt) }),
        undo: { id, wasAt: startAt, startAt: wasAt },
      });
    }
    await renew();
  };

  useEffect(() => follow(dealer, setOnline), [dealer]);
  useEffect(() => dragging((to) => void moveTo(to, false)), []);

  return (
    <span class="day-live" role="status">
      <span style={online ? undefined : "visibility: hidden"}>
        <Badge tone="good" live>{words.live}</Badge>
      </span>
      {told && <span>{told.text}</span>}
      {told?.undo && (
        <Button
          kind="quiet"
          size="small"
          onClick={() => void moveTo(told.undo!, true)}
        >
          {words.undo}
        </Button>
      )}
    </span>
  );
}

/** Puts the newest day in the place of what is shown. */
async function renew(): Promise<void> {
  const response = await fetch(location.href, { headers: { accept: "text/html" } });
  if (!response.ok) return;
  const fresh = new DOMParser().parseFromString(await response.text(), "text/html");
  for (const id of ["day", "day-figures"]) {
    const part = fresh.getElementById(id);
    const place = document.getElementById(id);
    if (part && place) place.innerHTML = part.innerHTML;
  }
  renewPanel(fresh);
}

/** The visit that is looked at: a colleague may have moved it, checked it in, or called it off. */
function renewPanel(fresh: Document): void {
  const panel = document.getElementById("visit");
  if (!panel) return;
  const next = fresh.getElementById("visit");
  if (!beingFilledIn(panel)) {
    if (!next) panel.remove();
    else if (next.innerHTML !== panel.innerHTML) panel.innerHTML = next.innerHTML;
    return;
  }
  // What is written in its forms stays; how the visit stands is said all the same.
  const [facts, place] = [next, panel].map((one) => one?.querySelector(".day-facts"));
  if (facts && place) place.innerHTML = facts.innerHTML;
}

function follow(dealer: string, online: (is: boolean) => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const stream = new EventSource(`/staff/day/live?dealer=${dealer}`);
  stream.addEventListener("open", () => online(true));
  stream.addEventListener("error", () => online(false));
  stream.addEventListener("changed", () => {
    clearTimeout(timer);
    timer = setTimeout(() => void renew().catch(() => online(false)), GATHER_MS);
  });
  return () => {
    clearTimeout(timer);
    stream.close();
  };
}

/** Calls back with a booking that was dragged, where it was and where it was dropped. */
function dragging(drop: (to: Move) => void): () => void {
  const board = document.getElementById("day");
  if (!board) return () => {};
  let held: { block: HTMLElement; x: number; perPx: number; moved: boolean } | null = null;
  const by = (event: PointerEvent) =>
    Math.round((event.clientX - held!.x) * held!.perPx / STEP_MS) * STEP_MS;
  const take = (event: PointerEvent) => {
    const block = (event.target as Element).closest<HTMLElement>("[data-moves]");
    const track = block?.parentElement;
    if (!block || !track || event.button !== 0) return;
    const perPx = Number(track.dataset.span) / track.clientWidth;
    held = { block, x: event.clientX, perPx, moved: false };
  };
  const pull = (event: PointerEvent) => {
    if (!held) return;
    if (Math.abs(event.clientX - held.x) > SLACK_PX) held.moved = true;
    if (!held.moved) return;
    held.block.setPointerCapture?.(event.pointerId);
    held.block.style.translate = `${by(event) / held.perPx}px 0`;
  };
  const release = (event: PointerEvent) => {
    if (!held) return;
    const { block, moved } = held;
    const shift = by(event);
    held = null;
    if (!moved) return;
    block.addEventListener("click", (click) => click.preventDefault(), { once: true });
    const wasAt = Number(block.dataset.start);
    if (shift === 0) block.style.translate = "";
    else drop({ id: block.dataset.moves!, wasAt, startAt: wasAt + shift });
  };
  const still = (event: Event) => event.preventDefault();
  board.addEventListener("pointerdown", take);
  board.addEventListener("dragstart", still);
  addEventListener("pointermove", pull);
  addEventListener("pointerup", release);
  return () => {
    board.removeEventListener("pointerdown", take);
    board.removeEventListener("dragstart", still);
    removeEventListener("pointermove", pull);
    removeEventListener("pointerup", release);
  };
}
