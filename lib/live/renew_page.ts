/** Brings the parts of a page that are marked `data-live` to their newest, from the page itself. */

type Typed = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

/** Whether somebody is filling in a form there: what they wrote must not go. */
function beingFilledIn(part: Element): boolean {
  const active = document.activeElement;
  if (active && part.contains(active) && active.matches("input, textarea, select")) return true;
  return [...part.querySelectorAll<Typed>("input:not([type=hidden]), textarea, select")].some(
    (one) => {
      if ("checked" in one && /^(checkbox|radio)$/.test(one.type)) {
        return one.checked !== one.defaultChecked;
      }
      if ("options" in one) {
        const shown = [...one.options];
        return shown.some((option) => option.defaultSelected) &&
          shown.some((option) => option.selected !== option.defaultSelected);
      }
      return one.value !== one.defaultValue;
    },
  );
}

/** @throws where the page cannot be had */
export async function renewPage(): Promise<void> {
  const response = await fetch(location.href, { headers: { accept: "text/html" } });
  if (response.redirected) return location.reload();
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
