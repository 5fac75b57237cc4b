import type { ComponentChildren } from "preact";
import { Icon } from "./Icon.tsx";

export interface SiteLink {
  readonly href: string;
  readonly label: string;
  readonly current?: boolean;
}

export interface Language {
  /** A BCP 47 tag: the name is spoken in its own language. */
  readonly code: string;
  readonly name: string;
  readonly href: string;
  readonly current?: boolean;
}

export function LanguageSwitch(
  { label, languages }: { label: string; languages: readonly Language[] },
) {
  return (
    <ul class="languages" aria-label={label}>
      {languages.map(({ code, name, href, current }) => (
        <li key={code}>
          <a href={href} lang={code} hreflang={code} aria-current={current ? "true" : undefined}>
            {name}
          </a>
        </li>
      ))}
    </ul>
  );
}

interface SiteHeaderProps {
  readonly brand: { readonly name: string; readonly href: string };
  readonly label: string;
  readonly skip: string;
  readonly menu: string;
  readonly links: readonly SiteLink[];
  readonly account: SiteLink;
  readonly search: SiteLink;
  readonly languages: readonly Language[];
  readonly languageLabel: string;
  /** Lies over the scene that follows, in its theme. */
  readonly over?: "light" | "dark";
}

function Links({ links }: { links: readonly SiteLink[] }) {
  return (
    <ul class="header__links">
      {links.map(({ href, label, current }) => (
        <li key={href}>
          <a href={href} aria-current={current ? "page" : undefined}>{label}</a>
        </li>
      ))}
    </ul>
  );
}

export function SiteHeader(props: SiteHeaderProps) {
  const { brand, label, skip, menu, links, account, search, languages, languageLabel, over } =
    props;
  return (
    <header class={over ? "header header--over" : "header"} data-theme={over}>
      <a class="skip" href="#main">{skip}</a>
      <a class="header__brand" href={brand.href}>{brand.name}</a>
      <nav class="header__nav" aria-label={label}>
        <Links links={links} />
      </nav>
      <a
        class="icon-button header__search"
        href={search.href}
        aria-label={search.label}
        aria-current={search.current ? "page" : undefined}
      >
        <Icon name="search" />
      </a>
      <div class="header__end">
        <LanguageSwitch label={languageLabel} languages={languages} />
        <a
          class="header__account"
          href={account.href}
          aria-current={account.current ? "page" : undefined}
        >
          {account.label}
        </a>
      </div>
      <details class="header__menu">
        <summary class="icon-button" aria-label={menu}>
          <Icon name="menu" />
        </summary>
        <nav class="header__sheet" aria-label={menu}>
          <Links links={[...links, account]} />
          <LanguageSwitch label={languageLabel} languages={languages} />
        </nav>
      </details>
    </header>
  );
}

interface SiteFooterProps {
  readonly brand: string;
  readonly groups: readonly { readonly title: string; readonly links: readonly SiteLink[] }[];
  readonly languages: readonly Language[];
  readonly languageLabel: string;
  readonly legal: ComponentChildren;
}

export function SiteFooter({ brand, groups, languages, languageLabel, legal }: SiteFooterProps) {
  return (
    <footer class="footer">
      <div class="wrap">
        <div class="footer__top">
          <p class="footer__brand">{brand}</p>
          {groups.map(({ title, links }) => (
            <nav key={title} class="footer__group" aria-label={title}>
              <p class="footer__title">{title}</p>
              <ul class="footer__links">
                {links.map(({ href, label }) => (
                  <li key={href}>
                    <a href={href}>{label}</a>
                  </li>
                ))}
              </ul>
            </nav>
          ))}
        </div>
        <div class="footer__end">
          <div>{legal}</div>
          <LanguageSwitch label={languageLabel} languages={languages} />
        </div>
      </div>
    </footer>
  );
}
