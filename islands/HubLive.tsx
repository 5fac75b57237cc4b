import { useEffect, useState } from "preact/hooks";
import { beingFilledIn } from "../lib/live/being_filled_in.ts";
import { Badge } from "../lib/ui/Badge.tsx";

/** Changes come together: a payment moves an order, points and messages. */
const GATHER_MS = 250;

interface HubLiveProps {
  readonly label: string;
  /** Where changes are told. */
  readonly stream?: string;
}

/** Puts the newest parts of the page in their place whenever something that it shows changes. */
export default function HubLive({ label, stream: source = "/my/live" }: HubLiveProps) {
  const [online, setOnline] = useState(false);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const renew = async () => {
      const place = document.getElementById("hub");
      if (!place || beingFilledIn(place)) return;
      const response = await fetch(location.href, { headers: { accept: "text/html" } });
      // There is nothing to be seen here any more: a payment that came in leads back to its order.
      if (response.redirected) return location.assign(response.url);
      if (!response.ok) return;
      const fresh = new DOMParser().parseFromString(await response.text(), "text/html");
      const parts = fresh.getElementById("hub");
      if (parts) place.innerHTML = parts.innerHTML;
    };
    const stream = new EventSource(source);
    stream.addEventListener("open", () => setOnline(true));
    stream.addEventListener("error", () => setOnline(false));
    stream.addEventListener("changed", () => {
      clearTimeout(timer);
      timer = setTimeout(() => void renew().catch(() => setOnline(false)), GATHER_MS);
    });
    return () => {
      clearTimeout(timer);
      stream.close();
    };
  }, [source]);
  // It has its place before it shows: what stands around it must not move.
  return (
    <span class={online ? undefined : "kept-place"}>
      <Badge tone="good" live>{label}</Badge>
    </span>
  );
}
