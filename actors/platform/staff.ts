/**
 * Who of the members is staff, and as what. One actor, `all`, that every node follows, so that roles
 * are looked up in memory. Names and numbers are in the vault; here are opaque ids.
 *
 * ROLE-1: nobody changes their own roles, so that no slip leaves the house without an admin.
 * ROLE-2: the role `dealer` names the dealers it counts at, and no other role does.
 * ROLE-3: whoever has no role is no staff; each change is recorded with who made it.
 * ROLE-4: where passkeys are required, a code alone opens the console no longer for who has one.
 * ROLE-5: who changes roles that a colleague has changed since they saw them is refused.
 */
import * as z from "zod";
import { defineActor } from "../../lib/kernel/actor.ts";
import { AT_DEALERS, STAFF_ROLES } from "../../lib/staff/roles.ts";

const STAFF = 2_000;

const memberId = z.string().min(1).max(64);
const role = z.enum(STAFF_ROLES);

const person = z.object({
  roles: z.array(role),
  dealers: z.array(z.string().min(1).max(64)),
});
export type StaffPerson = z.infer<typeof person>;

const state = z.object({
  people: z.map(z.string(), person),
  /** ROLE-4: of staff, also of those whom the settings name, how many passkeys they have. */
  keys: z.map(z.string(), z.int().min(1)),
  passkeysRequired: z.boolean(),
});

export type StaffState = z.infer<typeof state>;

const appointed = person.extend({ memberId, by: z.string() });
const withdrawn = z.object({ memberId, by: z.string() });
const required = z.object({ required: z.boolean(), by: z.string() });
const keys = z.object({ memberId, keys: z.int().min(0) });

/** Whatever the order in which they are named. */
const isSame = (known: StaffPerson | undefined, other: StaffPerson): boolean =>
  known !== undefined &&
  known.roles.toSorted().join() === other.roles.toSorted().join() &&
  known.dealers.toSorted().join() === other.dealers.toSorted().join();

export const staff = defineActor("staff", {
  version: 1,
  live: true,
  state,
  initial: { people: new Map(), keys: new Map(), passkeysRequired: false },
  commands: {
    appoint: z.object({
      memberId,
      roles: z.array(role).min(1).max(STAFF_ROLES.length),
      dealers: z.array(z.string().min(1).max(64)).max(200),
      /** What whoever changes them has seen. */
      seen: person.optional(),
    }),
    withdraw: z.object({ memberId }),
    require_passkeys: z.object({ required: z.boolean() }),
    note_keys: keys,
  },
  events: {
    appointed,
    withdrawn,
    passkeys_required: required,
    keys_noted: keys,
  },
  refusals: ["own_roles", "dealers_missing", "too_many_staff", "roles_changed_meanwhile"],
  decide: {
    appoint({ people }, { memberId, roles, dealers, seen }, turn) {
      if (memberId === turn.by.id) return turn.refuse("own_roles");
      const wanted = STAFF_ROLES.filter((role) => roles.includes(role));
      const counts = wanted.includes(AT_DEALERS) ? [...new Set(dealers)].sort() : [];
      if (wanted.includes(AT_DEALERS) && counts.length === 0) return turn.refuse("dealers_missing");
      const known = people.get(memberId);
      if (!known && people.size >= STAFF) return turn.refuse("too_many_staff");
      const same = isSame(known, { roles: wanted, dealers: counts });
      if (!same && seen && !isSame(known, seen)) return turn.refuse("roles_changed_meanwhile");
      if (!same) {
        turn.emit("appointed", { memberId, roles: wanted, dealers: counts, by: turn.by.id });
      }
      return turn.reply({ roles: wanted, dealers: counts });
    },
    withdraw({ people }, { memberId }, turn) {
      if (memberId === turn.by.id) return turn.refuse("own_roles");
      if (people.has(memberId)) turn.emit("withdrawn", { memberId, by: turn.by.id });
      return turn.reply({});
    },
    require_passkeys({ passkeysRequired }, { required }, turn) {
      if (passkeysRequired !== required) {
        turn.emit("passkeys_required", { required, by: turn.by.id });
      }
      return turn.reply({});
    },
    note_keys(state, { memberId, keys }, turn) {
      if ((state.keys.get(memberId) ?? 0) !== keys) turn.emit("keys_noted", { memberId, keys });
      return turn.reply({});
    },
  },
  evolve: {
    appointed: ({ people }, { memberId, roles, dealers }) => {
      people.set(memberId, { roles, dealers });
    },
    withdrawn: ({ people }, { memberId }) => void people.delete(memberId),
    passkeys_required: (state, { required }) => void (state.passkeysRequired = required),
    keys_noted: (state, { memberId, keys }) => {
      if (keys === 0) state.keys.delete(memberId);
      else state.keys.set(memberId, keys);
    },
  },
  invariant: ({ people }) =>
    [...people.values()].every(({ roles, dealers }) =>
      roles.length > 0 && roles.includes(AT_DEALERS) === (dealers.length > 0)
    ),
});
