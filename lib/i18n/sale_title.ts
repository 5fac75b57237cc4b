/** What a sale is called, for who reads which language. */

interface Titled {
  readonly title: string;
  readonly titleEn?: string | undefined;
}

interface SaleTitle {
  readonly text: string;
  /** Where the words are of another language than the page around them. */
  readonly lang?: "zh-Hans";
}

/** In English, or in Chinese and said to be so where nobody has written an English one. */
export function saleTitle({ title, titleEn }: Titled, language: string): SaleTitle {
  if (language !== "en") return { text: title };
  return titleEn ? { text: titleEn } : { text: title, lang: "zh-Hans" };
}
