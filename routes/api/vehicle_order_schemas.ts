/** What the API says of vehicle orders and cars. */
import { z } from "@hono/zod-openapi";
import { vehicleOrderState } from "../../actors/orders/vehicle_order_state.ts";
import { vehicleState } from "../../actors/orders/vehicle_state.ts";
import { WARNINGS } from "../../lib/orders/terms.ts";

export const vehicleOrder = vehicleOrderState.omit({ memberId: true, models: true }).extend({
  id: z.string(),
  heldFen: z.int().openapi({ description: "What was paid and has not gone back" }),
  balanceFen: z.int().openapi({ description: "What is left of the price" }),
}).openapi("VehicleOrder");

export const row = z.object({
  id: z.string(),
  status: vehicleOrderState.shape.status,
  placedAt: z.int(),
  model: z.string(),
  trim: z.string(),
  priceFen: z.int(),
  heldFen: z.int(),
  balanceFen: z.int(),
  vin: z.string().nullable().openapi({ description: "Masked" }),
});
export const rows = z.object({ orders: z.array(row) }).openapi("VehicleOrders");

export const staffRows = z.object({
  orders: z.array(row.extend({ memberId: z.string() })),
  next: z.string().nullable().openapi({ description: "`after` of the next page" }),
}).openapi("VehicleOrdersPage");

export const vehicle = vehicleState.extend({ id: z.string(), vin: z.string() }).openapi("Vehicle");

export const placing = z.object({
  code: z.string().min(1).max(120).openapi({
    description: "The share code of a configuration; its price is taken from the catalogue",
    example: "LU1-AZSVM",
  }),
});

export const person = z.object({
  name: z.string().min(2).max(60),
  identityNumber: z.string().max(40).openapi({ example: "11010519491231002X" }),
});

export const warnings = z.object({
  version: z.int().openapi({ description: "Of the wording that was shown", example: 1 }),
  warnings: z.array(z.enum(WARNINGS)),
});

export const done = z.object({ id: z.string() }).openapi("VehicleOrderDone");
