/** What the API takes and gives, for parsing and for the OpenAPI document. */
import { IMPERSONAL, VISIBLE } from "../../lib/words/public_words.ts";
import { identityAsked } from "../../actors/sales/identities.ts";
import { z } from "@hono/zod-openapi";
import { PROBLEMS } from "../../lib/http/problem.ts";
import { LAST_MOMENT } from "../../lib/time/last_moment.ts";
import { problemFacts } from "./problem_facts.ts";

/** Ids in paths. */
export const SALE_ID = /^[a-z0-9][a-z0-9-]{0,63}$/;
export const saleId = z.string().regex(
  SALE_ID,
  "expected 1 to 64 of a-z, 0-9 and -",
)
  .openapi({
    param: { name: "sale", in: "path" },
    description: "The sale's id",
    example: "launch-2017",
  });

export const orderId = z.string().regex(
  /^[a-z0-9][a-z0-9.-]{0,79}$/,
  "expected 1 to 80 of a-z, 0-9, . and -",
)
  .openapi({
    param: { name: "order", in: "path" },
    description: "The order's id, as the claim answered it",
    example: "launch-2017-1",
  });

/** A payment provider by its name in `PAYMENTS`. */
export const providerName = z.string().regex(/^[a-z_]{1,20}$/).openapi({ example: "alipay" });

/** An id that says nothing: of a member, a payment. */
export const opaqueId = z.string().regex(
  /^[A-Za-z0-9_-]{1,64}$/,
  "expected 1 to 64 of A-Z, a-z, 0-9, _ and -",
);

export const problem = z.object({
  type: z.string().openapi({
    description: "Where the code is explained",
    example: "/api/docs#paused",
  }),
  title: z.string().openapi({
    description: "The code as a sentence",
    example: "The sale is paused",
  }),
  status: z.int().openapi({ description: "The HTTP status", example: 409 }),
  code: z.enum(Object.keys(PROBLEMS) as [string, ...string[]]).openapi({
    description: "Stable; what a program goes by",
    example: "paused",
  }),
  detail: z.string().optional().openapi({
    description: "What was wrong with this very request, and what was expected",
  }),
  errors: z.array(z.object({ path: z.string(), message: z.string() })).optional().openapi({
    description: "With `invalid_request`: each place that did not fit",
  }),
  opensAt: z.int().optional().openapi({
    description: "With `not_open_yet`: when the sale opens, epoch milliseconds",
  }),
  retryAfterMs: z.int().optional().openapi({
    description:
      "With `too_many_codes` and `too_many_requests`: when to ask again, in milliseconds",
  }),
  triesLeft: z.int().optional().openapi({
    description: "With `wrong_code`: tries until the code is void",
  }),
  ...problemFacts,
}).openapi("Problem");

export const time = z.int().openapi({
  description: "Epoch milliseconds",
  example: 1_800_000_000_000,
});

/** One that somebody names. */
export const namedTime = time.min(0).max(LAST_MOMENT);

/** As JSON writes one, and so whoever prints one of theirs. */
const WRITTEN_NUMBER = /^-?\d+(?:\.\d+)?(?:e[-+]?\d+)?$/i;

/** A number in a path or a query. `Number` would read nothing at all as 0. */
export const written = <Z extends z.ZodNumber>(number: Z) =>
  z.preprocess(
    (text) => typeof text === "string" && WRITTEN_NUMBER.test(text) ? Number(text) : text,
    number,
  );
/** Whole, within what JSON tells apart. */
export const writtenCount = z.int().min(1).max(Number.MAX_SAFE_INTEGER);

const attribution = z.string().min(1).max(32).regex(
  IMPERSONAL,
  "expected a word or a code without @ and with at most six digits in a row",
).regex(VISIBLE, "expected letters that are seen, on one line").optional();

const attributions = {
  source: attribution.openapi({ description: "What brought the participant", example: "wechat" }),
  channel: attribution.openapi({ description: "Campaign code of the link", example: "spring" }),
  model: attribution.openapi({ description: "The model of interest, where not the sale's own" }),
  city: attribution.openapi({ example: "杭州" }),
};

/** Where a participant comes from, and who it is: the first is public, the second never kept as sent. */
export const carClaim = z.strictObject({
  ...attributions,
  identityNumber: z.string().max(40).optional().openapi({
    description:
      "A resident identity number, where the sale asks for one: one car or registration for each, by " +
      "whichever member. It is kept as a keyed hash for this sale alone; where none is asked for, not " +
      "at all",
    example: "11010519491231002X",
  }),
  disputed: z.literal(true).optional().openapi({
    description:
      "After `identity_taken`: the number is yours all the same, and you will show its " +
      "paper. You are answered like anyone; staff see that two gave it",
  }),
}).openapi("CarClaim");

const car = {
  number: z.int().openapi({ description: "The car's number in the sale, from 1", example: 1 }),
  orderId: z.string().openapi({ example: "launch-2017-1" }),
  payBy: time.openapi({ description: "Until when the car is held, epoch milliseconds" }),
};

export const claimAnswer = z.discriminatedUnion("outcome", [
  z.object({ outcome: z.literal("allocated"), ...car }),
  z.object({ outcome: z.literal("already"), ...car }),
  z.object({
    outcome: z.literal("sold_out"),
    place: z.int().openapi({ description: "The place in line, from 1", example: 1 }),
  }),
  z.object({
    outcome: z.literal("returned"),
    reason: z.enum(["lapsed", "cancelled", "left"]).openapi({
      description: "What became of the car or the place you had",
    }),
    number: z.int().optional(),
    orderId: z.string().optional(),
  }),
]).openapi("ClaimAnswer");

export const sale = z.object({
  id: z.string().openapi({ example: "launch-2017" }),
  title: z.string().openapi({ example: "鹭 Lu 首发" }),
  titleEn: z.string().optional().openapi({
    description: "In English, where somebody has written it",
    example: "The Lu launch",
  }),
  model: z.string().openapi({ example: "lu" }),
  state: z.enum(["scheduled", "open", "paused", "closed"]).openapi({ example: "open" }),
  capacity: z.int().openapi({ description: "Cars in the lot", example: 2017 }),
  mode: z.enum(["first_come", "draw"]).openapi({
    description: "Whether cars go in the order of asking, or by a draw",
    example: "first_come",
  }),
  identity: z.enum(identityAsked.options).openapi({
    description: "Whether who takes part gives an identity number",
    example: "none",
  }),
  depositFen: z.int().openapi({ description: "What secures a car, fen", example: 200_000 }),
  holdMs: z.int().openapi({ description: "How long a car is held, ms", example: 900_000 }),
  allocated: z.int().openapi({
    description: "Cars that somebody has: held or sold",
    example: 1204,
  }),
  sold: z.int().openapi({ description: "Cars whose deposit is paid", example: 801 }),
  returned: z.int().openapi({ description: "How often a car was returned", example: 12 }),
  waiting: z.int().openapi({ description: "People in line for returned cars", example: 298_000 }),
  called: z.int().openapi({
    description: "The last place in line that was offered a car",
    example: 12,
  }),
  participants: z.int().openapi({
    description: "People who asked and were answered, with a car or a place in line",
    example: 1204,
  }),
  opensAt: time,
  closesAt: time.nullable().openapi({ description: "`null`: when staff close it", example: null }),
  now: time.openapi({ description: "The server's clock, epoch milliseconds" }),
  journal: z.object({
    seq: z.int().openapi({ description: "Entries so far", example: 38 }),
    hash: z.string().openapi({
      description: "SHA-256 of the last entry, hex",
      example: "d99a407d3a50a62266c9e34cbf6b491de35265f35689ce0541aa5313a05f61ea",
    }),
  }),
}).openapi("Sale");

/** What a command of staff leaves a sale in. */
export const saleStatus = z.object({
  id: z.string().openapi({ example: "launch-2017" }),
  status: z.string().openapi({ example: "open" }),
}).openapi("SaleStatus");

const titleEn = z.string().max(80).openapi({
  description: "The title in English; left out or empty, English pages show `title`",
  example: "The Ting summer sale",
});

export const salePlan = z.strictObject({
  id: saleId.openapi({ param: undefined as never }),
  title: z.string().min(1).max(80).openapi({ example: "汀 Ting 夏日专场" }),
  titleEn: titleEn.optional(),
  model: z.string().min(1).max(32).openapi({ example: "ting" }),
  capacity: z.int().min(1).max(1_000_000).openapi({
    description: "Cars in the lot",
    example: 300,
  }),
  opensAt: namedTime,
  closesAt: namedTime.nullable().default(null).openapi({
    description: "After `opensAt`; `null`: when staff close it",
    example: null,
  }),
  holdMs: z.int().min(1_000).max(7 * 24 * 3_600_000).default(900_000).openapi({
    description: "How long an allocated car is held for its deposit, milliseconds",
  }),
  offerMs: z.int().min(1_000).max(7 * 24 * 3_600_000).default(600_000).openapi({
    description: "How long a returned car is held for the next in line, milliseconds",
  }),
  mode: z.enum(["first_come", "draw"]).default("first_come").openapi({
    description: "Whether cars go in the order of asking, or by a draw",
  }),
  depositFen: z.int().min(1).max(100_000_000).default(200_000).openapi({
    description: "What secures a car, fen",
  }),
  configuration: z.string().max(40).optional().openapi({
    description:
      "The share code of the car that is sold, at today's price; without it the buyers " +
      "configure their cars",
    example: "LU1-AZSVM",
  }),
  depositAs: z.enum(["reservation", "earnest"]).default("reservation").openapi({
    description: "What the deposit counts as in the order of the car",
  }),
  identity: z.enum(identityAsked.options).default("none").openapi({
    description: "Whether who takes part gives an identity number, and has one car for it",
  }),
}).openapi("SalePlan");

export const identityBearer = z.object({
  memberId: z.string(),
  outcome: z.enum(["held", "sold", "waiting", "registered", "gone"]).openapi({
    description: "What the member has; `gone`: nothing any more, so they keep nobody from it",
  }),
  orderId: z.string().optional(),
}).openapi("IdentityBearer");

export const identityBearers = z.object({ members: z.array(identityBearer) })
  .openapi("IdentityBearers");

export const identityDisputes = z.object({ disputes: z.array(identityBearers) })
  .openapi("IdentityDisputes");

export const identityLook = z.strictObject({
  identityNumber: z.string().max(40).openapi({ example: "11010519491231002X" }),
}).openapi("IdentityLook");

export const identityFreed = z.strictObject({
  memberId: opaqueId,
  reason: z.string().max(200).openapi({
    example: "Its owner showed the card in the Hangzhou shop",
  }),
}).openapi("IdentityFreed");

export const reconciliation = z.object({
  participants: z.int().openapi({ description: "People the lot has answered", example: 300_000 }),
  leads: z.int().openapi({ description: "Leads of this sale", example: 300_000 }),
  pendingMail: z.int().openapi({ description: "Letters still under way", example: 0 }),
  reconciled: z.boolean().openapi({ description: "Whether both are equal", example: true }),
}).openapi("Reconciliation");

const phone = z.string().max(40).openapi({
  description: "A mainland mobile number; spaces, dashes and +86 are understood as well",
  pattern: "^1[3-9]\\d{9}$",
  example: "13800138000",
});

export const phoneBody = z.strictObject({ phone }).openapi("PhoneBody");

export const signInBody = z.strictObject({
  phone,
  code: z.string().regex(/^\d{6}$/, "expected six digits").openapi({ example: "123456" }),
}).openapi("SignInBody");

export const memberView = z.object({
  id: z.string().openapi({
    description: "Opaque; the same for ever",
    example: "mjlyfhx2l5eot2i4uholn",
  }),
  role: z.enum(["member", "staff"]).openapi({ example: "member" }),
  phone: z.string().optional().openapi({ description: "Masked", example: "138****8000" }),
}).openapi("Member");

export const session = z.object({
  token: z.string().openapi({
    description: "For `Authorization: Bearer …`; good for 30 days",
    example: "f1.mjlyfhx2l5eot2i4uholn.member.nwVlONYa5lVYS1rf.tqhrwo.zXfkcn01D07Iz8EhfVJnwIDC",
  }),
  member: memberView,
}).openapi("Session");

export const saleLimits = z.strictObject({
  titleEn: titleEn.optional(),
  capacity: z.int().min(1).max(1_000_000).optional().openapi({
    description: "Not less than it is",
    example: 2_100,
  }),
  closesAt: namedTime.nullable().optional(),
  holdMs: z.int().min(1_000).max(7 * 24 * 3_600_000).optional(),
  offerMs: z.int().min(1_000).max(7 * 24 * 3_600_000).optional(),
}).openapi("SaleLimits");

export const standing = z.object({
  outcome: z.enum(["none", "held", "sold", "waiting", "lapsed", "cancelled", "left"]).openapi({
    description: "How you stand in the sale now",
    example: "waiting",
  }),
  number: z.int().optional().openapi({ description: "The car's number, if you had one" }),
  orderId: z.string().optional(),
  payBy: time.optional(),
  place: z.int().optional().openapi({ description: "Your place in line" }),
  ahead: z.int().optional().openapi({ description: "How many in line are before you now" }),
}).openapi("Standing");

export const history = z.object({
  memberId: z.string(),
  standing,
  /** Everything the journals say of the member. */
  events: z.array(z.object({
    journal: z.enum(["sale", "draw", "waiting_room"]).openapi({
      description: "Whose journal says it",
    }),
    seq: z.int().openapi({ description: "The journal's entry that says it" }),
    at: time,
    event: z.string().openapi({ example: "missed" }),
    what: z.record(z.string(), z.unknown()),
  })),
  soldOut: z.object({ at: time, seq: z.int() }).nullable().openapi({
    description: "When the last car was given out for the first time",
  }),
  askedBefore: z.int().nullable().openapi({
    description: "How many were answered before this member, with a car or a place in line",
  }),
}).openapi("History");

export const peopleBody = z.strictObject({
  reason: z.string().min(1).max(200).openapi({
    description: "Why the names and numbers are needed: at least four letters. Members read it",
    example: "Called back about the deposit that did not arrive",
  }),
  after: z.string().max(128).optional().openapi({
    description: "The last member you have; those behind follow",
  }),
  limit: z.int().min(1).max(2_000).default(1_000).openapi({ description: "So many at most" }),
}).openapi("PeopleBody");
