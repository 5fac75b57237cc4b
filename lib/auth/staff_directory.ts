/** Who is staff and may do what: looked up in memory, without any I/O. */
import { staff, type StaffPerson, type StaffState } from "../../actors/platform/staff.ts";
import type { ActorSystem } from "../kernel/mod.ts";
import { type Permission, permits, type Standing, standingOf } from "../staff/roles.ts";
import { IdFilter } from "../ids/id_filter.ts";
import { type Claims, isTestMember } from "./token.ts";

/** Why somebody may not, in the order in which it is asked. */
export type StaffRefusal =
  | "staff_only"
  | "passkey_required"
  | "permission_missing"
  | "dealer_not_yours";

const ADMIN = standingOf(["admin"]);

export class StaffDirectory {
  /** Whom the settings name, with their numbers: admins that no command can withdraw. */
  readonly admins: ReadonlyMap<string, string>;
  readonly #people = new Map<string, Standing>();
  /** All who are or were staff: each request asks, and nearly all are of somebody else. */
  readonly #everStaff: IdFilter;
  #keys = new Map<string, number>();
  #passkeysRequired = false;
  #stop: () => void = () => {};

  constructor(admins: Iterable<readonly [memberId: string, phone: string]> = []) {
    this.admins = new Map(admins);
    this.#everStaff = new IdFilter(this.admins.keys());
  }

  /** Learns who is staff, and from now on each change as it is made, on whatever node. */
  async follow(system: ActorSystem): Promise<void> {
    const list = staff("all");
    // What comes while the state is read is told after it. To hear of it twice does no harm.
    let early: (readonly [string, unknown])[] | undefined = [];
    this.#stop = await system.follow(list, {
      entry: ({ events }) => {
        for (const [name, payload] of events) {
          if (early) early.push([name, payload]);
          else this.#apply(name, payload);
        }
      },
    });
    const known = await system.view(list, (state) => structuredClone(state) as StaffState);
    for (const [memberId, person] of known.people) this.#appoint(memberId, person);
    this.#keys = known.keys;
    this.#passkeysRequired = known.passkeysRequired;
    const missed = early;
    early = undefined;
    for (const [name, payload] of missed) this.#apply(name, payload);
  }

  stop(): void {
    this.#stop();
  }

  get passkeysRequired(): boolean {
    return this.#passkeysRequired;
  }

  /** Everyone, whom the settings name first. */
  *people(): Iterable<readonly [memberId: string, Standing]> {
    for (const memberId of this.admins.keys()) yield [memberId, ADMIN];
    for (const [memberId, standing] of this.#people) {
      if (!this.admins.has(memberId)) yield [memberId, standing];
    }
  }

  keysOf(memberId: string): number {
    return this.#keys.get(memberId) ?? 0;
  }

  /** What this session's member may do; undefined for who is no staff. */
  standingOf(who: Pick<Claims, "memberId" | "role">): Standing | undefined {
    const known = this.#everStaff.mayHave(who.memberId) ? this.#appointed(who.memberId) : undefined;
    // Nobody appoints the staff of load tests: their tokens say so, on servers started for them.
    return known ?? (who.role === "staff" && isTestMember(who.memberId) ? ADMIN : undefined);
  }

  /** ROLE-4: whether this session opens the console, once passkeys are required. */
  needsPasskey(who: Pick<Claims, "memberId" | "role" | "passkey">): boolean {
    return this.#passkeysRequired && who.passkey !== true && this.#keys.has(who.memberId) &&
      this.standingOf(who) !== undefined;
  }

  /** Undefined where it is allowed; without a dealer, where it is allowed somewhere. */
  refusalFor(who: Claims, permission: Permission, dealerId?: string): StaffRefusal | undefined {
    const standing = this.standingOf(who);
    if (!standing) return "staff_only";
    if (this.needsPasskey(who)) return "passkey_required";
    if (permits(standing, permission, dealerId)) return undefined;
    return permits(standing, permission) ? "dealer_not_yours" : "permission_missing";
  }

  /** What this node has just done itself is known at once; the others hear of it through the feed. */
  learn(memberId: string, person: StaffPerson | undefined): void {
    if (person) this.#appoint(memberId, person);
    else this.#people.delete(memberId);
  }

  /** As `learn`. */
  require(passkeys: boolean): void {
    this.#passkeysRequired = passkeys;
  }

  #appointed(memberId: string): Standing | undefined {
    return this.admins.has(memberId) ? ADMIN : this.#people.get(memberId);
  }

  #appoint(memberId: string, { roles, dealers }: StaffPerson): void {
    this.#everStaff.add(memberId);
    this.#people.set(memberId, standingOf(roles, dealers));
  }

  #apply(name: string, payload: unknown): void {
    const { memberId, required, keys, ...person } = payload as
      & { memberId: string; required: boolean; keys: number }
      & StaffPerson;
    if (name === "appointed") this.#appoint(memberId, person);
    else if (name === "withdrawn") this.#people.delete(memberId);
    else if (name === "passkeys_required") this.#passkeysRequired = required;
    else if (name === "keys_noted" && keys > 0) this.#keys.set(memberId, keys);
    else if (name === "keys_noted") this.#keys.delete(memberId);
  }
}
