/** What the API takes and gives about draws. */
import { z } from "@hono/zod-openapi";
import { identityAsked } from "../../actors/sales/identities.ts";
import { time } from "./schemas.ts";

const hash = z.string().openapi({
  description: "32 bytes, hex",
  example: "d99a407d3a50a62266c9e34cbf6b491de35265f35689ce0541aa5313a05f61ea",
});

const round = z.int().openapi({ description: "A round of the beacon", example: 27_946_612 });

export const registration = z.object({
  outcome: z.enum(["registered", "already"]),
  number: z.int().openapi({
    description: "Of your registration, from 1; it has no bearing on the draw",
    example: 1,
  }),
  drawsAt: time.optional().openapi({ description: "Of a draw: when the list is closed" }),
  opensAt: time.optional().openapi({ description: "Of a first-come sale" }),
}).openapi("Registration");

export const ownRegistration = z.object({
  number: z.int().openapi({ example: 1 }),
  drawsAt: time.optional().openapi({ description: "Of a draw: when the list is closed" }),
  opensAt: time.optional().openapi({ description: "Of a first-come sale" }),
  place: z.int().optional().openapi({
    description: "Your place in the order, from 1, once it is drawn",
    example: 1204,
  }),
  entrants: z.int().optional().openapi({
    description: "All who are in the order, once it is drawn",
    example: 300_000,
  }),
  ticket: hash.optional().openapi({
    description: "Your ticket, once it is drawn: the lowest ones come first",
  }),
}).openapi("OwnRegistration");

export const draw = z.object({
  id: z.string().openapi({ description: "The sale's id", example: "launch-2017" }),
  state: z.enum(["registering", "closed", "drawn", "handed_over", "cancelled"]).openapi({
    description:
      "`closed`: the list is, and the beacon's round is awaited. `drawn`: the order is " +
      "known and cars are given out by it. `handed_over`: all entrants have their car or place",
  }),
  drawsAt: time.openapi({ description: "When the list is closed, epoch milliseconds" }),
  commitment: hash.openapi({ description: "SHA-256 of the secret, published beforehand" }),
  beacon: z.object({
    chain: hash,
    scheme: z.string().openapi({ example: "bls-unchained-g1-rfc9380" }),
    publicKey: z.string().openapi({ description: "Hex" }),
    genesisMs: time,
    periodMs: z.int().openapi({ example: 3_000 }),
  }),
  round,
  roundAt: time.openapi({ description: "When the beacon publishes the round" }),
  late: z.boolean().openapi({
    description: "Whether the round was due a while ago and the draw has not been made",
  }),
  entrants: z.int().openapi({ description: "Registrations, without those withdrawn" }),
  identity: z.enum(identityAsked.options).optional().openapi({
    description: "Whether who registers gives an identity number. Left out: none does",
  }),
  list: hash.optional().openapi({ description: "Hash of the closed list" }),
  revealed: z.object({ round, randomness: hash, signature: z.string(), secret: hash }).optional()
    .openapi({ description: "What the order follows from" }),
  revealedAt: time.optional().openapi({
    description: "When the secret came out before the list was closed, which it must not",
  }),
  drawnAt: time.optional(),
  handed: z.int().optional().openapi({ description: "Places that have been dealt with" }),
  now: time,
  journal: z.object({
    seq: z.int(),
    hash: z.string(),
    url: z.string().openapi({ example: "/api/sales/launch-2017/draw/journal" }),
  }),
  verify: z.string().openapi({
    description: "A command that verifies the draw, and the sale by it",
    example: "deno task verify https://…/api/sales/launch-2017/draw/journal",
  }),
}).openapi("Draw");
