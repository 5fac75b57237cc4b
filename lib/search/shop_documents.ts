/** What the shop's search knows for everybody: models, trims, news, dealers, services and pages. */
import { SERVICE_ITEMS } from "../appointments/services.ts";
import { addressOf } from "../configurator/address.ts";
import { trimsOnSale } from "../configurator/offered.ts";
import type { Template } from "../configurator/template.ts";
import { DEALERS } from "../dealers/dealers.ts";
import { bookingsText } from "../i18n/bookings.ts";
import type { Language } from "../i18n/language.ts";
import { searchText } from "../i18n/search.ts";
import { shopText } from "../i18n/shop.ts";
import { newsDay } from "../i18n/news.ts";
import { newsAt } from "../news/news.ts";
import { storyOf } from "../showroom/stories.ts";
import type { Document } from "./search_index.ts";

export const SHOP_KINDS = ["model", "trim", "news", "dealer", "service", "page"] as const;
export const OWN_KINDS = ["order", "booking"] as const;
export type Kind = (typeof SHOP_KINDS)[number] | (typeof OWN_KINDS)[number];

export interface ShopDocument extends Document {
  readonly kind: Kind;
  readonly href: string;
}

const other = (language: Language): Language => language === "zh" ? "en" : "zh";

/** In one language, as far as it is out at a moment; the other language's names find it as well. */
export function shopDocuments(
  templates: readonly Template[],
  language: Language,
  now: number,
): ShopDocument[] {
  return [
    ...modelsAndTrims(templates, language),
    ...servicesOf(language),
    ...dealersOf(language),
    ...searchText(language).pages.map((page) => ({ kind: "page" as const, ...page })),
    ...newsOf(language, now),
  ];
}

function modelsAndTrims(templates: readonly Template[], language: Language): ShopDocument[] {
  const shop = shopText(language);
  const [own, foreign] = [language, other(language)];
  return templates.flatMap((template): ShopDocument[] => {
    const { model, name, line, specs } = template;
    const { headline, lead, chapters } = storyOf(template, language);
    const called = shop.models[model];
    return [
      {
        kind: "model",
        href: `/models/${model}`,
        title: called.name,
        text: [called.kind, called.text, headline, lead, ...chapters.map(({ text }) => text)]
          .join(language === "zh" ? "。" : " ").replaceAll("。。", "。"),
        also: [name[foreign], line[own], line[foreign], shopText(foreign).models[model].name].join(
          " ",
        ),
      },
      ...trimsOnSale(template).map((trim): ShopDocument => ({
        kind: "trim",
        href: addressOf(template, { trim: trim.code, wishes: [] }),
        title: `${name[own]} ${trim.name[own]}`,
        text: [
          trim.note[own],
          ...specs.flatMap((row) => {
            const value = trim.specs[row.code];
            return value ? [`${row.name[own]} ${value[own]}`] : [];
          }),
        ].join(language === "zh" ? "；" : "; "),
        also: `${name[foreign]} ${trim.name[foreign]} ${trim.code}`,
      })),
    ];
  });
}

function servicesOf(language: Language): ShopDocument[] {
  const named = (code: string, language: Language) => {
    const items: Readonly<Record<string, readonly string[]>> = bookingsText(language).service.item;
    return items[code] ?? [];
  };
  return SERVICE_ITEMS.map(({ code }) => {
    const [title = code, text = ""] = named(code, language);
    return {
      kind: "service",
      href: `/service?items=${code}`,
      title,
      text,
      also: `${named(code, other(language)).join(" ")} ${bookingsText(language).service.title}`,
    };
  });
}

function dealersOf(language: Language): ShopDocument[] {
  const words = bookingsText(language).dealer.services;
  const foreign = other(language);
  return DEALERS.map(({ id, name, city, address, services }) => ({
    kind: "dealer",
    href: `/dealers/${id}`,
    title: name[language],
    text: `${city[language]} ${address[language]} · ${
      services.map((one) => words[one]).join(language === "zh" ? "、" : ", ")
    }`,
    also: `${name[foreign]} ${city[foreign]} ${address[foreign]}`,
  }));
}

function newsOf(language: Language, now: number): ShopDocument[] {
  return newsAt(now).map(({ slug, title, lead, body, date }) => ({
    kind: "news",
    href: `/news/${slug}`,
    title: title[language],
    text: [lead, ...body.filter(({ kind }) => kind === "text")].map((part) => part[language])
      .join(language === "zh" ? "" : " "),
    also: `${newsDay(date, language)} ${
      body.filter(({ kind }) => kind === "heading").map((part) => part[language]).join(" ")
    }`,
  }));
}
