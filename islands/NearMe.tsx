import { useEffect, useState } from "preact/hooks";

/** How long the browser may look for the place, milliseconds. */
const PATIENCE_MS = 10_000;
/** A place of the last minutes is as good. */
const AGE_MS = 300_000;
/** Two digits after the point: about a kilometre, which finds the nearest dealer as well. */
const DIGITS = 2;

interface NearMeProps {
  readonly label: string;
  readonly busy: string;
  readonly failed: string;
  /** Where the list is asked for; the place is added to it. */
  readonly href: string;
}

/** Asks the browser where it is, once it is pressed and not before. */
export default function NearMe({ label, busy, failed, href }: NearMeProps) {
  const [state, setState] = useState<"away" | "ready" | "busy" | "failed">("away");
  useEffect(() => {
    if ("geolocation" in navigator) setState("ready");
  }, []);
  const locate = () => {
    setState("busy");
    navigator.geolocation.getCurrentPosition(
      ({ coords: { longitude, latitude } }) => {
        const here = `${longitude.toFixed(DIGITS)},${latitude.toFixed(DIGITS)}`;
        location.assign(`${href}${href.includes("?") ? "&" : "?"}here=${here}`);
      },
      () => setState("failed"),
      { enableHighAccuracy: false, timeout: PATIENCE_MS, maximumAge: AGE_MS },
    );
  };
  return (
    <span class={state === "away" ? "kept-place" : undefined}>
      <button
        type="button"
        class="button button--plain"
        aria-busy={state === "busy" ? "true" : undefined}
        onClick={locate}
      >
        {state === "busy" ? busy : label}
      </button>
      <span role="status" class="near-me__failed">{state === "failed" && failed}</span>
    </span>
  );
}
