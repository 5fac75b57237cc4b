/** The OpenAPI document, and a page to read it. */
import type { OpenAPIHono } from "@hono/zod-openapi";
import { docsPage, type Document } from "./docs_page.ts";

const DESCRIPTION = {
  openapi: "3.1.0",
  info: {
    title: "Forecourt API",
    version: "1",
    license: { name: "MIT", identifier: "MIT" },
    description:
      "Sales, sign-in and orders of a car maker's direct platform. Errors are RFC 9457 problem " +
      "details with a stable `code`. Times are epoch milliseconds, money is integer fen.",
  },
  servers: [{ url: "/", description: "The server this document comes from" }],
  tags: [
    {
      name: "Sales",
      description: "A sale, a claim in it, and what everybody may see of both.",
    },
    {
      name: "Sign-in",
      description: "With a mobile number and a code that is sent to it. There are no passwords.",
    },
    {
      name: "Catalogue",
      description: "Models, what each can be built as and why, share codes, kept configurations.",
    },
    {
      name: "Showroom",
      description: "For its editors: drafts of models, what is wrong with them, publication.",
    },
    {
      name: "Notifications",
      description:
        "Web Push to a member's devices: when it is their turn, and when an order changes.",
    },
    {
      name: "Waiting room",
      description: "Where people wait for a sale that many want at once, and are let in by turns.",
    },
    {
      name: "Draws",
      description: "Sales that are drawn: who registers in time has the same chance as anyone.",
    },
    { name: "Orders", description: "What an allocated car becomes." },
    {
      name: "Vehicle orders",
      description: "The order of a configured car, from the reservation to the plate.",
    },
    {
      name: "Dealers",
      description:
        "Where they are, what they do, and when they have people, bays and cars for it; places by words.",
    },
    {
      name: "Search",
      description: "Models, dealers, news, services and pages by words; one's own for members.",
    },
    { name: "Points", description: "A member's points, coupons and what they are exchanged for." },
    { name: "Bookings", description: "A member's test drives and maintenance." },
    { name: "Vehicle orders, staff", description: "What staff do for such orders, and for cars." },
    {
      name: "Staff",
      description: "For members whose number is among `STAFF_PHONES`. They sign in like anyone.",
    },
  ],
};

export function addDocs(app: OpenAPIHono): void {
  app.doc31("/api/openapi.json", DESCRIPTION);
  let document: Document | undefined;
  app.get("/api/docs", (c) => {
    document ??= app.getOpenAPI31Document(DESCRIPTION) as unknown as Document;
    return docsPage(document, new URL(c.req.url).origin);
  });
}
