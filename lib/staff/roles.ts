/**
 * What staff may do: the permissions that routes ask for, and which of them go with which role. The
 * one place where this stands; a route names a permission, a person has roles.
 */

export const PERMISSIONS = [
  /** Sales as they stand, their figures and rehearsals, without a name. */
  "sales.see",
  /** Schedule, open, pause, throttle and close sales; rehearse them. */
  "sales.run",
  /** Leads, with names and numbers masked. */
  "leads.see",
  "leads.work",
  /** Names and numbers of many people at once, whole, for a reason. */
  "people.take",
  /** Orders, cars and stock, without a name. */
  "orders.see",
  /** One order with its buyer, masked. */
  "orders.open",
  "orders.work",
  /** A car on its last stretch: milestones, appointment, handover. */
  "deliveries.work",
  "payments.see",
  "payments.reconcile",
  "refunds.give",
  /** A dealer's day, with numbers masked. */
  "day.see",
  "day.run",
  /** One member whole, for a reason that the member reads. */
  "members.look",
  /** Points adjusted, a car's papers confirmed: what is worth money. */
  "members.mend",
  "members.erase",
  /** What members and visitors read and by which rules they earn. */
  "content.edit",
  /** What the house was told of by itself, from new leads to calls that fail; to take it on. */
  "alerts.work",
  /** Actors, journals and dead letters. */
  "machinery.see",
  "machinery.mend",
  /** Roles of staff. */
  "staff.manage",
] as const;
export type Permission = (typeof PERMISSIONS)[number];

export const STAFF_ROLES = ["admin", "sales", "dealer", "finance", "editor", "viewer"] as const;
export type StaffRole = (typeof STAFF_ROLES)[number];

export const ROLE_PERMISSIONS: Readonly<Record<StaffRole, readonly Permission[]>> = {
  admin: PERMISSIONS,
  sales: [
    "sales.see",
    "sales.run",
    "leads.see",
    "leads.work",
    "people.take",
    "orders.see",
    "orders.open",
    "orders.work",
    "members.look",
    "alerts.work",
  ],
  /** At the dealers that the person was given, and nowhere else. */
  dealer: ["day.see", "day.run", "orders.see", "orders.open", "deliveries.work"],
  finance: [
    "sales.see",
    "orders.see",
    "orders.open",
    "payments.see",
    "payments.reconcile",
    "refunds.give",
    "alerts.work",
  ],
  editor: ["content.edit"],
  viewer: ["sales.see", "orders.see", "payments.see"],
};

/** Whose permissions hold only where the person works. */
export const AT_DEALERS: StaffRole = "dealer";

/** What somebody with these roles may do; everything at once, so that a look needs no more than this. */
export interface Standing {
  readonly roles: readonly StaffRole[];
  /** Where the role `dealer` counts. */
  readonly dealers: ReadonlySet<string>;
  readonly anywhere: ReadonlySet<Permission>;
  readonly atDealers: ReadonlySet<Permission>;
}

export function standingOf(
  roles: readonly StaffRole[],
  dealers: Iterable<string> = [],
): Standing {
  const granted = (some: readonly StaffRole[]) =>
    new Set(some.flatMap((role) => ROLE_PERMISSIONS[role]));
  return {
    roles,
    dealers: new Set(dealers),
    anywhere: granted(roles.filter((role) => role !== AT_DEALERS)),
    atDealers: granted(roles.filter((role) => role === AT_DEALERS)),
  };
}

/** Whether it is allowed at this dealer; without one, whether it is allowed anywhere at all. */
export function permits(
  { anywhere, atDealers, dealers }: Standing,
  permission: Permission,
  dealerId?: string,
): boolean {
  return anywhere.has(permission) ||
    atDealers.has(permission) && (dealerId === undefined || dealers.has(dealerId));
}
