import type { Template } from "../configurator/template.ts";
import type { Newer } from "./NewerList.tsx";
import type { Shown } from "./Part.tsx";

/** How often an open page asks whether its price list still holds. */
const ASK_EVERY_MS = 60_000;

interface PriceListWatch {
  /** Something else is chosen now. */
  moved(): void;
  end(): void;
}

/** Tells of a newer price list, if one comes out, and of what the car costs by it. */
export function watchPriceList(
  { model, version, draft }: Template,
  shown: () => Shown,
  found: (newer: Newer) => void,
): PriceListWatch {
  if (draft) return { moved: () => {}, end: () => {} };
  const car = () => {
    const { trim, wishes } = shown().asked;
    return JSON.stringify({ trim, wishes });
  };
  const ask = async () => {
    if (document.hidden) return;
    const body = car();
    const response = await fetch(`/api/models/${model}/resolve`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body,
    }).catch(() => undefined);
    if (!response?.ok) return;
    const { configuration } = await response.json();
    if (configuration.templateVersion <= version || body !== car()) return;
    found({ version: configuration.templateVersion, priceFen: configuration.priceFen });
  };
  const timer = setInterval(ask, ASK_EVERY_MS);
  document.addEventListener("visibilitychange", ask);
  return {
    // By the newer list every click costs something else; while there is none, now and then is enough.
    moved() {
      if (shown().newer) void ask();
    },
    end() {
      clearInterval(timer);
      document.removeEventListener("visibilitychange", ask);
    },
  };
}
