import type { Template } from "./template.ts";

/** A template on its way to a browser: words in the page's language alone, and no specification. */
export function inOneLanguage(template: Template, language: "zh" | "en"): Template {
  const { story: _story, ...rest } = template;
  return said({
    ...rest,
    specs: [],
    trims: rest.trims.map((trim) => ({ ...trim, specs: {} })),
  }, language) as Template;
}

/** Both languages say the same then: a text that is sent once, wherever it stands. */
function said(value: unknown, language: "zh" | "en"): unknown {
  if (Array.isArray(value)) return value.map((one) => said(one, language));
  if (typeof value !== "object" || value === null) return value;
  if ("zh" in value && "en" in value) return { zh: value[language], en: value[language] };
  return Object.fromEntries(
    Object.entries(value).map(([key, one]) => [key, said(one, language)]),
  );
}
