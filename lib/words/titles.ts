/** A sale's titles, in Chinese always and in English once staff have written one. */

/** The titles as they are handed on: there is no English one where nobody has written any. */
export const titlesOf = <T>(
  { title, titleEn }: { readonly title: T; readonly titleEn?: string | undefined },
): { title: T; titleEn?: string } => ({ title, ...(titleEn ? { titleEn } : {}) });

/**
 * A sentence's values, where the Chinese title stands in for an English one that is not there: news of
 * sales from before they had one is read and sent still.
 */
export const withBothTitles = <T extends Readonly<Record<string, string>>>(values: T): T =>
  values.title === undefined ? values : { titleEn: values.title, ...values };
