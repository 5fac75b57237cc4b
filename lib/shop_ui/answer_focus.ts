import { useEffect, useRef } from "preact/hooks";

/**
 * A form that was sent may go away, and the button that has the focus with it: the next key would then
 * begin somewhere behind the answer. The answer takes the focus, unless somebody has gone on meanwhile.
 */
export function useAnswerFocus(answered: boolean) {
  const place = useRef<HTMLDivElement>(null);
  const asked = useRef(false);
  useEffect(() => {
    if (!answered || !asked.current) return;
    asked.current = false;
    if (document.activeElement === document.body) place.current?.focus();
  }, [answered]);
  return { place, asks: () => void (asked.current = true) };
}
