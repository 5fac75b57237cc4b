/** A member's registration before a sale, for its draw or for a reminder, as the page has and changes it. */
import { useState } from "preact/hooks";
import type { DrawShown, OwnDraw } from "../live/draw_view.ts";

interface Kept {
  /** The sale's address in the API. */
  readonly api: string;
  readonly draw: DrawShown | undefined;
  /** Whether the member is on the guest list; undefined where there is none to be on. */
  readonly guest: boolean | undefined;
}

export function useRegistration({ api, ...first }: Kept) {
  const [draw, setDraw] = useState(first.draw);
  const [guest, setGuest] = useState(first.guest ?? false);
  const path = `${api}/registrations`;
  const setOwn = (own: OwnDraw | null) => {
    if (first.guest !== undefined) setGuest(own !== null);
    else setDraw((draw) => draw && { ...draw, own });
  };
  const readOwn = async (): Promise<OwnDraw | undefined> => {
    const response = await fetch(`${path}/me`);
    return response.ok ? await response.json() : undefined;
  };
  return {
    draw,
    setDraw,
    guest,
    readOwn,
    /** What was done in another tab, or on another device. */
    lookAgain: async () => {
      if (first.draw || first.guest !== undefined) setOwn(await readOwn() ?? null);
    },
    /** Sends one of the two forms; the code of a refusal, undefined when it is done. */
    async send(act: "register" | "withdraw", body?: RequestInit): Promise<string | undefined> {
      const method = act === "register" ? "POST" : "DELETE";
      const response = await fetch(path, { method, ...body });
      if (!response.ok) return (await response.json()).code;
      setOwn(act === "register" ? await response.json() : null);
      return undefined;
    },
  };
}
