/** What the staff's routes for the machinery take and give. */
import { z } from "@hono/zod-openapi";
import { LAST_MOMENT } from "../../lib/time/last_moment.ts";
import { opaqueId, time, written, writtenCount } from "./schemas.ts";

const letterId = z.string().regex(/^[A-Za-z0-9_-]{1,80}$/, "expected the id of a dead letter")
  .openapi({
    param: { name: "letter", in: "path" },
    description: "The dead letter's id",
    example: "0mwt2iqx00000000a1b2c3d4",
  });

export const letterParams = z.object({ letter: letterId });

export const deadLettersWanted = z.object({
  after: letterId.optional().openapi({
    param: { name: "after", in: "query" },
    description: "The id of the last one you have; those behind it follow",
  }),
  limit: written(z.int().min(1).max(500)).default(100).openapi({
    param: { name: "limit", in: "query" },
    description: "So many at most",
  }),
  what: z.enum(["command", "call"]).optional().openapi({
    param: { name: "what", in: "query" },
    description: "Commands that failed, or calls to the outside",
  }),
  where: z.string().max(64).optional().openapi({
    param: { name: "where", in: "query" },
    description: "The kind of the actor, or the port",
    example: "payments",
  }),
  reason: z.string().max(100).optional().openapi({
    param: { name: "reason", in: "query" },
    description: "What the reason has in it, in whatever case",
  }),
  since: written(z.int().min(0).max(LAST_MOMENT)).optional().openapi({
    param: { name: "since", in: "query" },
    description: "Epoch milliseconds",
  }),
});

export const journalWanted = z.object({
  before: written(writtenCount).optional().openapi({
    param: { name: "before", in: "query" },
    description: "Entries before the one of this `seq`",
  }),
  limit: written(z.int().min(1).max(100)).default(20).openapi({
    param: { name: "limit", in: "query" },
    description: "So many at most",
  }),
});

export const actorParams = z.object({
  kind: z.string().regex(/^[a-z_]{1,40}$/, "expected the kind of an actor").openapi({
    param: { name: "kind", in: "path" },
    description: "The actor's kind",
    example: "sale",
  }),
  id: z.string().regex(/^[A-Za-z0-9_.:-]{1,128}$/, "expected the id of an actor").openapi({
    param: { name: "id", in: "path" },
    description: "The actor's id",
    example: "launch-2017",
  }),
});

export const memberParams = z.object({
  member: opaqueId.openapi({
    param: { name: "member", in: "path" },
    description: "The member's id",
    example: "mjlyfhx2l5eot2i4uholn",
  }),
});

const reason = z.string().min(1).max(200).openapi({
  description: "Kept in the journal: nothing personal",
  example: "The number was never valid",
});

export const reasonBody = z.strictObject({ reason }).openapi("ReasonBody");

// Not an extension: the document would say "all of" about a schema that forbids what comes on top.
export const erasureBody = z.strictObject({
  reason,
  wait: z.boolean().optional().openapi({
    description: "Put it off while orders are open, and erase once the last has ended",
  }),
}).openapi("ErasureBody");

const json = z.unknown().openapi({ description: "JSON of whatever shape", example: {} });
const address = z.object({ kind: z.string(), id: z.string(), command: z.string() });

export const deadLetters = z.object({
  deadLetters: z.array(
    z.object({
      id: z.string(),
      at: time,
      reason: z.string().openapi({ example: "the member has no phone, or was erased" }),
      to: address.optional().openapi({ description: "The actor and its command that failed" }),
      port: z.string().optional().openapi({ description: "The port whose call was given up" }),
      by: z.object({ id: z.string(), role: z.string() }).optional(),
      payload: json,
      lost: z.boolean().openapi({ description: "The payload could not be kept" }),
    }),
  ),
  next: z.string().nullable().openapi({
    description: "Where the next page begins; null at the end",
  }),
}).openapi("DeadLetters");

const entries = z.array(
  z.object({
    seq: z.int(),
    prev: z.string(),
    turn: z.string(),
    at: time,
    schema: z.int(),
    events: z.array(z.array(json)),
    eventCount: z.int(),
  }),
);

export const journalPage = z.object({
  seq: z.int().openapi({ description: "Of the last entry there is" }),
  journal: entries.openapi({ description: "The newest first" }),
}).openapi("JournalPage");

export const inspection = z.object({
  kind: z.string().openapi({ example: "sale" }),
  id: z.string().openapi({ example: "launch-2017" }),
  head: z.object({ seq: z.int(), hash: z.string(), turn: z.string(), at: time, schema: z.int() })
    .loose(),
  state: json,
  large: z.boolean().openapi({ description: "Whether `state` only tells sizes" }),
  journal: entries.openapi({ description: "The last entries, the newest first" }),
  mail: z.array(z.object({ id: z.string(), command: z.string(), payload: json })),
  reminders: z.record(z.string(), time).openapi({
    description: "When each is due, epoch milliseconds",
    example: { open: 1_800_000_000_000 },
  }),
}).openapi("Inspection");
