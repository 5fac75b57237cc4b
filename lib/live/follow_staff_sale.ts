/** Staff's stream of a sale in the browser, one for all islands of a page. */
import type { StaffView } from "./protocol.ts";

export interface StaffListener {
  figures(view: StaffView): void;
  /** Whether the stream stands; the browser connects again by itself. */
  online?(online: boolean): void;
}

const listeners = new Set<StaffListener>();
let stream: EventSource | undefined;

/** Tells of the sale after each change; returns what ends it. */
export function followStaffSale(saleId: string, listener: StaffListener): () => void {
  listeners.add(listener);
  stream ??= open(saleId);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    stream?.close();
    stream = undefined;
  };
}

function open(saleId: string): EventSource {
  const opened = new EventSource(`/api/staff/sales/${saleId}/live`);
  const tell = (online: boolean) => {
    for (const one of listeners) one.online?.(online);
  };
  opened.addEventListener("open", () => tell(true));
  opened.addEventListener("error", () => {
    tell(false);
    // Refused, and not merely lost: the session is over, and the page asks for another.
    if (opened.readyState === EventSource.CLOSED) location.reload();
  });
  opened.addEventListener("figures", (event) => {
    const view: StaffView = JSON.parse((event as MessageEvent).data);
    for (const one of listeners) one.figures(view);
  });
  return opened;
}
