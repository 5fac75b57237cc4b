import { Icon } from "./Icon.tsx";

interface PaginationProps {
  readonly label: string;
  /** Where we are, in words: "第 21–40 条，共 1,204 条". */
  readonly position: string;
  readonly previous: { readonly label: string; readonly href?: string };
  readonly next: { readonly label: string; readonly href?: string };
}

function Way({ label, href, icon }: { label: string; href?: string; icon: "back" | "next" }) {
  return href
    ? (
      <a class="icon-button" href={href} aria-label={label} rel={icon === "next" ? "next" : "prev"}>
        <Icon name={icon} />
      </a>
    )
    : (
      <span class="icon-button" aria-disabled="true">
        <Icon name={icon} />
      </span>
    );
}

export function Pagination({ label, position, previous, next }: PaginationProps) {
  return (
    <nav class="pagination" aria-label={label}>
      <Way {...previous} icon="back" />
      <span class="pagination__position figures">{position}</span>
      <Way {...next} icon="next" />
    </nav>
  );
}
