import { useEffect, useState } from "preact/hooks";
import { renewPage } from "../lib/live/renew_page.ts";
import { Badge } from "../lib/ui/Badge.tsx";

/** Changes come together: a payment moves the order and its papers. */
const GATHER_MS = 60;

/** Follows `stream`, and brings the page's live parts to their newest after each change. */
export default function PageLive({ stream, label }: { stream: string; label: string }) {
  const [online, setOnline] = useState(false);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const renewSoon = () => {
      clearTimeout(timer);
      timer = setTimeout(() => void renewPage().catch(() => setOnline(false)), GATHER_MS);
    };
    const source = new EventSource(stream);
    source.addEventListener("open", () => {
      setOnline(true);
      // Something may have happened before the stream stood.
      renewSoon();
    });
    source.addEventListener("error", () => setOnline(false));
    source.addEventListener("changed", renewSoon);
    return () => {
      clearTimeout(timer);
      source.close();
    };
  }, []);
  return (
    <span class="page-live" data-online={online ? "" : undefined}>
      <Badge tone="good" live>{label}</Badge>
    </span>
  );
}
