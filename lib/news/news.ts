/** The maker's news: pieces as data files, checked when they are first loaded. */
import * as z from "zod";
import alongTheRiver from "./pieces/along-the-river.json" with { type: "json" };
import first2017 from "./pieces/first-2017.json" with { type: "json" };
import hanyangOpens from "./pieces/hanyang-opens.json" with { type: "json" };
import theLine from "./pieces/the-line.json" with { type: "json" };
import tingTurns from "./pieces/ting-turns.json" with { type: "json" };
import winterCheck from "./pieces/winter-check.json" with { type: "json" };
import winterRange from "./pieces/winter-range.json" with { type: "json" };

export const TAGS = [
  "sale",
  "technology",
  "winter",
  "service",
  "community",
  "dealers",
  "design",
] as const;
export type Tag = (typeof TAGS)[number];

const models = z.enum(["lu", "ting", "xiu", "fan"]);
const paints = z.enum(["snow", "mist", "slate", "ink", "water", "reed", "dawn", "maple"]);
const words = z.object({ zh: z.string().min(1), en: z.string().min(1) });

const pieceSchema = z.strictObject({
  /** Its address; never changed once it is out. */
  slug: z.string().regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/, "expected lower-case words between dashes"),
  /** The day in Beijing on which it comes out. */
  date: z.iso.date(),
  tags: z.array(z.enum(TAGS)).min(1),
  /** The model that it is about, where it is about one. */
  model: models.nullable(),
  picture: z.strictObject({
    hour: z.enum(["dawn", "day", "dusk", "night"]),
    car: z.strictObject({ model: models, paint: paints }).optional(),
    teaser: models.optional(),
  }).refine(({ car, teaser }) => (car === undefined) !== (teaser === undefined), {
    error: "expected either a car or a teaser",
  }),
  title: words,
  lead: words,
  body: z.array(z.strictObject({ kind: z.enum(["text", "heading"]), ...words.shape })).min(1),
  /** The one thing to do after reading. */
  action: z.strictObject({
    href: z.string().regex(/^\/[\w\-/?=&]*$/, "expected a page of this shop"),
    ...words.shape,
  }),
});

export type Piece = Readonly<z.infer<typeof pieceSchema>> & {
  /** The moment at which it comes out, epoch milliseconds. */
  readonly at: number;
};

/** Nine in the morning in Beijing: when pieces come out. */
const OUT_AT = "T09:00:00+08:00";

/** The newest first. @throws where one does not fit, naming the piece, the place and what was expected */
export function readPieces(sources: readonly unknown[]): Piece[] {
  const pieces = sources.map((source, index): Piece => {
    const parsed = pieceSchema.safeParse(source);
    if (parsed.success) {
      return { ...parsed.data, at: Date.parse(parsed.data.date + OUT_AT) };
    }
    const named = (source as { slug?: unknown } | null)?.slug;
    const name = typeof named === "string" ? `"${named}"` : `${index + 1}`;
    const found = parsed.error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`);
    throw new Error(`Cannot read news piece ${name}: ${found.join("; ")}`);
  });
  const seen = new Set<string>();
  for (const { slug } of pieces) {
    if (seen.has(slug)) throw new Error(`Cannot read the news: two pieces are called "${slug}"`);
    seen.add(slug);
  }
  return pieces.sort((a, b) => b.at - a.at || (a.slug < b.slug ? -1 : 1));
}

export const PIECES: readonly Piece[] = readPieces([
  alongTheRiver,
  first2017,
  hanyangOpens,
  theLine,
  tingTurns,
  winterCheck,
  winterRange,
]);

/** What is out at a moment, the newest first. */
export const newsAt = (now: number): Piece[] => PIECES.filter(({ at }) => at <= now);
