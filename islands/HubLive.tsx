import { useEffect, useState } from "preact/hooks";
import { Badge } from "../lib/ui/Badge.tsx";

/** Changes come together: a payment moves an order, points and messages. */
const GATHER_MS = 250;

/** Puts the newest parts of the page in their place whenever something of the member's changes. */
export default function HubLive({ label }: { readonly label: string }) {
  const [online, setOnline] = useState(false);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const renew = async () => {
      const response = await fetch(location.href, { headers: { accept: "text/html" } });
      if (!response.ok) return;
      const fresh = new DOMParser().parseFromString(await response.text(), "text/html");
      const parts = fresh.getElementById("hub");
      const place = document.getElementById("hub");
      if (parts && place) place.innerHTML = parts.innerHTML;
    };
    const stream = new EventSource("/my/live");
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
  }, []);
  return online ? <Badge tone="good" live>{label}</Badge> : <span class="small quiet" />;
}
