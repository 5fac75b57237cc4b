import { useEffect, useRef, useState } from "preact/hooks";

/** Somebody types on; each letter need not be asked for. */
const PAUSE_MS = 140;
const FEW = 6;

interface Suggestion {
  readonly href: string;
  readonly title: string;
  readonly kind: string;
  readonly titleHits: readonly (readonly [number, number])[];
}

interface SearchSuggestProps {
  readonly value: string;
  readonly label: string;
  readonly placeholder: string;
  readonly lang: string;
  readonly kinds: Readonly<Record<string, string>>;
  /** Said to whoever does not see them: `Suggestions: {count}`. */
  readonly count: string;
}

function Marked({ title, titleHits }: Suggestion) {
  let at = 0;
  const parts = titleHits.map(([from, until]) => {
    const part = [title.slice(at, from), <mark key={from}>{title.slice(from, until)}</mark>];
    at = until;
    return part;
  });
  return <span>{parts}{title.slice(at)}</span>;
}

/** The search field; while somebody types, the best few stand beneath it as links. */
export default function SearchSuggest(props: SearchSuggestProps) {
  const { value, label, placeholder, lang, kinds, count } = props;
  const [words, setWords] = useState(value);
  const [found, setFound] = useState<readonly Suggestion[]>([]);
  const asking = useRef<AbortController>();
  const place = useRef<HTMLDivElement>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>();
  const close = () => {
    clearTimeout(timer.current);
    asking.current?.abort();
    setFound([]);
  };
  const ask = async (q: string) => {
    asking.current?.abort();
    const own = asking.current = new AbortController();
    try {
      const query = new URLSearchParams({ q, lang, limit: String(FEW) });
      const response = await fetch(`/api/search?${query}`, { signal: own.signal });
      const { results } = response.ok ? await response.json() : { results: [] };
      if (!own.signal.aborted) setFound(results);
    } catch {
      // Typed on, or no network: the form still works.
    }
  };
  useEffect(() => close, []);
  return (
    <div
      class="suggest"
      ref={place}
      onKeyDown={(event) => {
        const { key } = event;
        if (found.length === 0) return;
        const stops = [...place.current!.querySelectorAll<HTMLElement>("input, a")];
        const at = stops.indexOf(document.activeElement as HTMLElement);
        if (key === "Escape") {
          // Before the list goes, and the focus with it.
          stops[0]!.focus();
          close();
        } else if (key === "ArrowDown" || key === "ArrowUp") {
          event.preventDefault();
          stops[Math.max(0, Math.min(stops.length - 1, at + (key === "ArrowDown" ? 1 : -1)))]!
            .focus();
        }
      }}
    >
      <label class="visually-hidden" for="q">{label}</label>
      <input
        id="q"
        name="q"
        type="search"
        class="suggest__field"
        value={words}
        placeholder={placeholder}
        maxLength={80}
        autoComplete="off"
        onInput={({ currentTarget }) => {
          setWords(currentTarget.value);
          const q = currentTarget.value.trim();
          clearTimeout(timer.current);
          if (q === "") return close();
          timer.current = setTimeout(() => void ask(q), PAUSE_MS);
        }}
      />
      <p class="visually-hidden" role="status">
        {found.length > 0 && count.replace("{count}", String(found.length))}
      </p>
      {found.length > 0 && (
        <ul class="suggest__list">
          {found.map((one) => (
            <li key={one.href}>
              <a href={one.href}>
                <Marked {...one} />
                <span class="small quiet">{kinds[one.kind]}</span>
              </a>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
