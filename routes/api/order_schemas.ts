/** What the API says of orders and payments. */
import { z } from "@hono/zod-openapi";
import { time } from "./schemas.ts";

export const order = z.object({
  id: z.string().openapi({ example: "launch-2017-1" }),
  saleId: z.string().openapi({ example: "launch-2017" }),
  status: z.enum(["reserved", "settling", "paid", "reinstating", "lapsed", "cancelled"]).openapi({
    description:
      "`reserved`: held until `payBy`. `settling`: the hold has ended, or the order was " +
      "cancelled, and the provider is being asked about an open payment. `paid`: the car is yours. `reinstating`: paid after the hold, " +
      "and another car is being looked for. `lapsed`, `cancelled`: the car was given back.",
    example: "reserved",
  }),
  number: z.int().openapi({ description: "The car's number in the sale", example: 1 }),
  payBy: time.openapi({ description: "Until when the car is held, epoch milliseconds" }),
  depositFen: z.int().optional().openapi({ description: "What secures the car, fen" }),
  continuedAt: time.optional().openapi({
    description: "When it went on as the order of a car, of the same id",
  }),
  placedAt: time,
  paymentId: z.string().nullable().openapi({
    description: "The payment that is open, or that counted",
  }),
  paidAt: time.optional(),
  endedAt: time.optional(),
  reason: z.enum(["lapsed", "cancelled"]).optional(),
}).openapi("Order");

export const orders = z.object({ orders: z.array(order) }).openapi("Orders");

export const orderStatus = z.object({
  id: z.string().openapi({ example: "launch-2017-1" }),
  status: z.enum(["cancelled", "settling"]).openapi({
    description: "`settling` while the provider is asked about an open payment",
  }),
}).openapi("OrderStatus");

export const payPage = z.object({
  paymentId: z.string().openapi({ example: "pmjlyfhx2l5eot2i4uholn" }),
  amountFen: z.int().openapi({ example: 200_000 }),
  expiresAt: time.openapi({ description: "When the page closes, epoch milliseconds" }),
  payUrl: z.string().openapi({ description: "Where to pay", example: "/sandbox/pay/p…" }),
  qrText: z.string().optional().openapi({ description: "For a QR code on a desktop's screen" }),
  provider: z.string().openapi({ example: "alipay" }),
}).openapi("PayPage");

export const payment = z.object({
  paymentId: z.string(),
  orderId: z.string(),
  status: z.enum(["open", "settling", "closed", "succeeded"]),
  amountFen: z.int(),
  paidAt: time.optional(),
  refundedFen: z.int().openapi({ description: "What has gone back, or is about to" }),
}).openapi("Payment");
