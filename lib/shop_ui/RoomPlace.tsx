import { count } from "../i18n/figures.ts";
import { fill } from "../i18n/language.ts";
import type { ShopText } from "../i18n/shop.ts";
import type { RoomView } from "../live/room_protocol.ts";
import { Button } from "../ui/Button.tsx";
import { Notice } from "../ui/Notice.tsx";

interface RoomPlaceProps {
  readonly room: RoomView;
  readonly words: Pick<ShopText, "room" | "code">;
}

/** Where someone stands in the waiting room, what it means, and the one thing to do about it. */
export function RoomPlace({ room, words: { room: text, code } }: RoomPlaceProps) {
  const { state, place, ahead, estimateSeconds } = room;
  if (state === "none" || state === "passed" || state === "closed") {
    return (
      <div class="stack stack--tight">
        <p>{state === "passed" ? text.passed : text.why}</p>
        {state !== "closed" && (
          <form method="post">
            <input type="hidden" name="do" value="enter" />
            <Button kind="signal" size="large" type="submit">
              {state === "passed" ? text.back : text.enter}
            </Button>
          </form>
        )}
      </div>
    );
  }
  return (
    <div class="stack stack--tight">
      {state === "prequeue" && (
        <>
          <p class="type-xl">{text.prequeue}</p>
          <p class="quiet">{text.prequeueText}</p>
        </>
      )}
      {state === "waiting" && (
        <>
          <p class="type-xl figures">
            {fill(text.ahead, { ahead: count(ahead ?? Math.max(0, (place ?? 1) - 1), code) })}
          </p>
          <p class="quiet">
            {estimateSeconds
              ? fill(text.estimate, {
                low: minutes(estimateSeconds.low),
                high: minutes(estimateSeconds.high),
              })
              : text.noEstimate}
          </p>
          {room.paused && <Notice tone="warn">{text.paused}</Notice>}
        </>
      )}
      <p class="small quiet">{text.stay}</p>
      <form method="post">
        <input type="hidden" name="do" value="leave_room" />
        <Button kind="quiet" size="small" class="button--edge" type="submit">{text.leave}</Button>
      </form>
    </div>
  );
}

/** Rounded up: nobody is angry who came in early. */
const minutes = (seconds: number): string => String(Math.max(1, Math.ceil(seconds / 60)));
