import { fill } from "../../lib/i18n/language.ts";
import { pagingText } from "../../lib/i18n/paging.ts";
import { Pagination } from "../../lib/ui/Pagination.tsx";
import type { Paged } from "../../lib/web/paged.ts";

interface PagesProps {
  readonly of: Pick<Paged<unknown>, "at" | "pages">;
  /** The address of a page; the first one's has no number. */
  readonly href: (page: string | null) => string;
  readonly language: "zh" | "en";
  /** What is turned over, where one page has several lists. */
  readonly label?: string;
}

/** From a list's newer page to the older one; nothing where one page holds all. */
export function Pages({ of: { at, pages }, href, language, label }: PagesProps) {
  if (pages === 1) return null;
  const text = pagingText(language);
  const to = (page: number) =>
    page >= 1 && page <= pages ? { href: href(page === 1 ? null : String(page)) } : {};
  return (
    <Pagination
      label={label ? `${label} · ${text.label}` : text.label}
      position={fill(text.position, { page: String(at), pages: String(pages) })}
      previous={{ label: text.newer, ...to(at - 1) }}
      next={{ label: text.older, ...to(at + 1) }}
    />
  );
}
