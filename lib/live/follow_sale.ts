/** A sale's public stream in the browser, one for all islands of a page. */
import type { SaleView } from "./protocol.ts";

export interface SaleListener {
  sale(sale: SaleView): void;
  /** Whether the stream stands; the browser connects again by itself. */
  online?(online: boolean): void;
}

const listeners = new Set<SaleListener>();
let stream: EventSource | undefined;

const tell = (online: boolean) => {
  for (const one of listeners) one.online?.(online);
};

/** Tells of the sale after each change; returns what ends it. */
export function followSale(saleId: string, listener: SaleListener): () => void {
  listeners.add(listener);
  if (!stream) {
    stream = new EventSource(`/api/sales/${saleId}/live`);
    stream.addEventListener("open", () => tell(true));
    stream.addEventListener("error", () => tell(false));
    stream.addEventListener("sale", (event) => {
      const sale: SaleView = JSON.parse((event as MessageEvent).data);
      for (const one of listeners) one.sale(sale);
    });
  }
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    stream?.close();
    stream = undefined;
  };
}
