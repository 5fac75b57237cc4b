/** What the API takes and tells of staff. */
import { z } from "@hono/zod-openapi";
import { STAFF_ROLES } from "../../lib/staff/roles.ts";

const role = z.enum(STAFF_ROLES);
const memberId = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/);

export const personParams = z.object({
  member: memberId.openapi({ param: { name: "member", in: "path" } }),
});

const wish = {
  roles: z.array(role).min(1).max(STAFF_ROLES.length).openapi({ example: ["dealer"] }),
  dealers: z.array(z.string().min(1).max(64)).max(200).optional().openapi({
    description: "Where the role `dealer` counts.",
  }),
  name: z.string().max(40).optional().openapi({ description: "How the person is called at work." }),
};

export const roles = z.strictObject({
  ...wish,
  seen: z.strictObject({ roles: z.array(role), dealers: z.array(z.string()) }).optional().openapi({
    description: "What you have seen; changed meanwhile, the roles stay as they are",
  }),
}).openapi("StaffRoles");

export const appointment = z.strictObject({
  ...wish,
  phone: z.string().max(40).openapi({ example: "139 0000 0000" }),
}).openapi("StaffAppointment");

export const appointed = z.object({
  id: z.string(),
  roles: z.array(role),
  dealers: z.array(z.string()),
}).openapi("StaffAppointed");

export const people = z.object({
  people: z.array(appointed.extend({
    name: z.string().optional(),
    phone: z.string().optional().openapi({ description: "The end of the number." }),
    bySettings: z.boolean().openapi({ description: "Named by `STAFF_PHONES`." }),
    passkeys: z.int(),
  })),
  passkeysRequired: z.boolean(),
}).openapi("StaffPeople");

export const requirement = z.strictObject({ required: z.boolean() }).openapi("StaffPasskeys");
