/** Brings the parts of a page that are marked `data-live` to their newest, from the page itself. */
import { beingFilledIn } from "./being_filled_in.ts";

/** @throws where the page cannot be had */
export async function renewPage(): Promise<void> {
  const response = await fetch(location.href, { headers: { accept: "text/html" } });
  // Signed out, say. Who is filling in a form is told when they send it, and what they wrote is kept.
  if (response.redirected) {
    if (!beingFilledIn(document.body)) location.reload();
    return;
  }
  if (!response.ok) throw new Error(`${response.status}`);
  const fresh = new DOMParser().parseFromString(await response.text(), "text/html");
  for (const part of document.querySelectorAll<HTMLElement>("[data-live]")) {
    const next = fresh.querySelector(`[data-live="${part.dataset.live}"]`);
    if (!next || next.innerHTML === part.innerHTML || beingFilledIn(part)) continue;
    const open = [...part.querySelectorAll("details")].map((one) => one.open);
    part.innerHTML = next.innerHTML;
    part.querySelectorAll("details").forEach((one, at) => one.open = open[at] ?? one.open);
  }
}
