/** Staff's stream of a sale in the browser, one for all islands of a page. */
import { keepStream } from "./keep_stream.ts";
import type { StaffView } from "./protocol.ts";

export interface StaffListener {
  figures(view: StaffView): void;
  /** Whether the stream stands; it is opened again by itself. */
  online?(online: boolean): void;
}

const listeners = new Set<StaffListener>();
let end: (() => void) | undefined;

/** Tells of the sale after each change; returns what ends it. */
export function followStaffSale(saleId: string, listener: StaffListener): () => void {
  listeners.add(listener);
  end ??= open(saleId);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    end?.();
    end = undefined;
  };
}

const open = (saleId: string): () => void =>
  keepStream(`/api/staff/sales/${saleId}/live`, {
    on: {
      figures(view: StaffView) {
        for (const one of listeners) one.figures(view);
      },
    },
    online(online) {
      for (const one of listeners) one.online?.(online);
    },
    refused: () => void signInAnew().catch(() => {}),
  });

/**
 * Once the session is over the page leads to the sign-in; a server that is away in mid-sale leaves
 * staff the last figures, and not a proxy's error in their place.
 */
async function signInAnew(): Promise<void> {
  const { type, status } = await fetch(location.href, { method: "HEAD", redirect: "manual" });
  if (type === "opaqueredirect" || status === 401 || status === 403) location.reload();
}
