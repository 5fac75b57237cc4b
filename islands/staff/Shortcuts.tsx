import { useEffect, useRef, useState } from "preact/hooks";
import type { StaffText } from "../../lib/i18n/staff.ts";
import { Dialog } from "../../lib/ui/Dialog.tsx";

interface ShortcutsProps {
  readonly words: StaffText["keys"];
  /** Where the digits lead. */
  readonly places: readonly { readonly href: string; readonly label: string }[];
  /** Whether a new sale is theirs to begin. */
  readonly begins: boolean;
}

/** Keys of one character can be switched off: speech input types them by accident. */
const KEPT = "console-shortcuts";

const typing = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable || /^(?:INPUT|SELECT|TEXTAREA)$/.test(target.tagName));

/** The links that name rows, of the table or the board on this page. */
const rowLinks = (): HTMLElement[] => [
  ...document.querySelectorAll<HTMLElement>("[data-row], tbody th[scope=row] a"),
];

function step(by: 1 | -1): void {
  const rows = rowLinks();
  const at = rows.indexOf(document.activeElement as HTMLElement);
  const next = at < 0 ? (by > 0 ? 0 : rows.length - 1) : at + by;
  rows[Math.max(0, Math.min(rows.length - 1, next))]?.focus();
}

/** Keys for the whole console, and the list of them. */
export default function Shortcuts({ words, places, begins }: ShortcutsProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [on, setOn] = useState(true);
  const [awake, setAwake] = useState(false);
  useEffect(() => {
    const kept = localStorage.getItem(KEPT) !== "off";
    setOn(kept);
    if (!kept) return;
    const press = (event: KeyboardEvent) => {
      const { key, ctrlKey, metaKey, altKey } = event;
      if (ctrlKey || metaKey || altKey || typing(event.target)) return;
      if (document.querySelector("dialog[open]") && key !== "?") return;
      // The tenth is under 0.
      const place = /^\d$/.test(key) ? places[(Number(key) + 9) % 10] : undefined;
      if (place) location.assign(place.href);
      else if (key === "?") dialog.current?.showModal();
      else if (key === "/") document.querySelector<HTMLElement>("input[type=search]")?.focus();
      else if (key === "j") step(1);
      else if (key === "k") step(-1);
      else if (key === "n" && begins) location.assign("/staff/sales/new");
      else return;
      event.preventDefault();
    };
    addEventListener("keydown", press);
    setAwake(true);
    return () => {
      removeEventListener("keydown", press);
      setAwake(false);
    };
  }, [on]);
  // No character, so it works when the others are switched off.
  useEffect(() => {
    const leave = ({ key, target }: KeyboardEvent) => {
      if (key !== "Escape" || typing(target) || document.querySelector("dialog[open]")) return;
      document.querySelector<HTMLElement>(".panel__head .icon-button")?.click();
    };
    addEventListener("keydown", leave);
    return () => removeEventListener("keydown", leave);
  }, []);
  const keys: [string, string][] = [
    [places.length > 9 ? "1 – 9, 0" : `1 – ${places.length}`, words.go],
    ["/", words.search],
    ["j k", words.move],
    ["Enter", words.open],
    ...(begins ? [["n", words.fresh] as [string, string]] : []),
    ["Esc", words.leave],
    ["?", words.help],
  ];
  return (
    <>
      <button
        type="button"
        class="console-keys"
        aria-label={words.hint}
        aria-keyshortcuts={awake ? "?" : undefined}
        onClick={() => dialog.current?.showModal()}
      >
        <kbd aria-hidden="true">?</kbd>
        <span>{words.title}</span>
      </button>
      <Dialog id="console-keys" title={words.title} close={words.close} dialogRef={dialog}>
        <dl class="console-keylist">
          {keys.map(([key, what]) => (
            <div key={key}>
              <dt>
                {key.split(" ").map((one, index) =>
                  one === "–" ? " – " : <kbd key={index}>{one}</kbd>
                )}
              </dt>
              <dd>{what}</dd>
            </div>
          ))}
        </dl>
        <label class="console-switch">
          <input
            class="choice__control"
            type="checkbox"
            checked={on}
            onChange={(event) => {
              const next = event.currentTarget.checked;
              localStorage.setItem(KEPT, next ? "on" : "off");
              setOn(next);
            }}
          />
          {words.on}
        </label>
      </Dialog>
    </>
  );
}
