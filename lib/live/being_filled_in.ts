type Typed = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

/**
 * Whether somebody is filling in a form there: what they wrote must not go, nor what it was refused
 * with (`data-refused`), which the page says only once.
 */
export function beingFilledIn(part: Element): boolean {
  if (part.querySelector("[data-refused]")) return true;
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
