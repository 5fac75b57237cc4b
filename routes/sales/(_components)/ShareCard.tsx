interface ShareCardProps {
  /** As Open Graph has it; a product when left out. */
  readonly type?: "product" | "article";
  readonly brand: string;
  readonly title: string;
  readonly text: string;
  /** The page itself, without what only this visitor's address has. */
  readonly url: URL;
  readonly model: string;
  readonly alt: string;
}

/** Pictures by `deno task cards`; chat apps take PNG, and cut it to a square as they like. */
export const CARD = { width: 1200, height: 630 };

/** What a chat shows of a link. */
export function ShareCard(
  { type = "product", brand, title, text, url, model, alt }: ShareCardProps,
) {
  const property = (name: string, content: string) => (
    <meta property={`og:${name}`} content={content} />
  );
  return (
    <>
      <meta name="description" content={text} />
      {property("type", type)}
      {property("site_name", brand)}
      {property("title", title)}
      {property("description", text)}
      {property("url", `${url.origin}${url.pathname}`)}
      {property("image", `${url.origin}/cards/${model}.png`)}
      {property("image:type", "image/png")}
      {property("image:width", String(CARD.width))}
      {property("image:height", String(CARD.height))}
      {property("image:alt", alt)}
      <meta name="twitter:card" content="summary_large_image" />
    </>
  );
}
