/**
 * A guest list: who said beforehand that they will take part in a first-come sale. It reminds them; it
 * gives no place and no advantage.
 *
 * GUEST-1: whoever registers before the sale opens is on the list, once; asking again repeats the
 * answer.
 * GUEST-2: a registration can be withdrawn until the sale opens; to register again gives a new number.
 * GUEST-3: everyone is reminded once, half an hour before the opening; who comes after that, five
 * minutes before it; who comes later still has the page before them.
 * GUEST-4: when staff open the sale ahead of its time, everyone is told so at once.
 * GUEST-5: a sale that was closed reminds nobody.
 */
import * as z from "zod";
import { defineActor } from "../../lib/kernel/actor.ts";
import { titlesOf } from "../../lib/words/titles.ts";
import { participantOrigin } from "./origin.ts";

const MINUTE_MS = 60_000;
/** The reminder of those who registered before, and of those who came after it. */
const ROUNDS_MS = [30 * MINUTE_MS, 5 * MINUTE_MS] as const;
/** People reminded in one commit, each by a letter of it; the next ones with the kernel's next sweep. */
const BATCH = 80;

/** Epoch milliseconds. */
const time = z.int().min(0);
const number = z.int().min(1);
/** What the sale is called in English, where it is. */
const titleEn = z.string().optional();
const memberId = z.string().regex(/^[!-~]{1,64}$/);

const state = z.object({
  /** `early`: staff opened the sale ahead of its time. */
  status: z.enum(["none", "registering", "early", "over"]),
  title: z.string(),
  titleEn,
  opensAt: time,
  /** By number of registration; empty where one was withdrawn. */
  guests: z.array(z.string()),
  numbers: z.map(z.string(), number),
  /** The last number that was told what there is to be told now. */
  told: z.int(),
});

export type GuestListState = z.infer<typeof state>;

const initial: GuestListState = {
  status: "none",
  title: "",
  opensAt: 0,
  guests: [],
  numbers: new Map(),
  told: 0,
};

export const guestList = defineActor("guest_list", {
  version: 1,
  state,
  initial,
  commands: {
    announce: z.object({ title: z.string(), titleEn, opensAt: time }),
    retitle: z.object({ titleEn: z.string() }),
    register: z.object({ memberId, from: participantOrigin.optional() }),
    withdraw: z.object({ memberId }),
    /** Tells the next of them; the list sends it to itself. */
    remind: z.object({}),
    open: z.object({}),
    close: z.object({}),
  },
  events: {
    announced: z.object({ title: z.string(), titleEn, opensAt: time }),
    retitled: z.object({ titleEn: z.string() }),
    registered: z.object({ memberId, number, from: participantOrigin.optional() }),
    withdrawn: z.object({ memberId, number }),
    reminded: z.object({
      upTo: z.int(),
      members: z.array(z.string()),
      title: z.string(),
      titleEn,
      opensAt: time,
      /** The sale is open already. */
      open: z.boolean(),
    }),
    opened: z.object({ early: z.boolean() }),
    closed: z.object({}),
  },
  refusals: ["unknown_sale", "registration_closed", "not_registered"],
  decide: {
    announce(list, plan, turn) {
      if (list.status !== "none") return turn.reply({});
      turn.emit("announced", plan).remind("remind", roundAfter(turn.at, plan), "remind", {});
      return turn.reply({});
    },
    retitle(list, { titleEn }, turn) {
      if (list.status === "registering") turn.emit("retitled", { titleEn });
      return turn.reply({});
    },
    register(list, { memberId, from }, turn) {
      if (list.status === "none") return turn.refuse("unknown_sale");
      const { opensAt } = list;
      const known = list.numbers.get(memberId);
      if (known !== undefined) return turn.reply({ outcome: "already", number: known, opensAt });
      if (!takesGuests(list, turn.at)) return turn.refuse("registration_closed", { opensAt });
      const number = list.guests.length + 1;
      turn.emit("registered", { memberId, number, ...(from === undefined ? {} : { from }) });
      return turn.reply({ outcome: "registered", number, opensAt });
    },
    withdraw(list, { memberId }, turn) {
      if (list.status === "none") return turn.refuse("unknown_sale");
      const number = list.numbers.get(memberId);
      if (number === undefined) return turn.refuse("not_registered");
      if (!takesGuests(list, turn.at)) {
        return turn.refuse("registration_closed", { opensAt: list.opensAt });
      }
      return turn.emit("withdrawn", { memberId, number }).reply({});
    },
    remind(list, _none, turn) {
      const open = list.status === "early";
      if (!open && !takesGuests(list, turn.at)) return turn.reply({});
      const { opensAt } = list;
      const next = list.guests.slice(list.told, list.told + BATCH);
      const upTo = list.told + next.length;
      const members = next.filter((guest) => guest !== "");
      if (next.length > 0) {
        turn.emit("reminded", { upTo, members, ...titlesOf(list), opensAt, open });
      }
      if (upTo < list.guests.length) turn.remind("remind", turn.at, "remind", {});
      else if (!open) turn.remind("remind", roundAfter(turn.at, list), "remind", {});
      return turn.reply({});
    },
    open(list, _none, turn) {
      if (list.status !== "registering") return turn.reply({});
      const early = turn.at < list.opensAt;
      turn.emit("opened", { early }).forget("remind");
      if (early) turn.remind("remind", turn.at, "remind", {});
      return turn.reply({});
    },
    close(list, _none, turn) {
      if (list.status === "registering" || list.status === "early") {
        turn.emit("closed", {}).forget("remind");
      }
      return turn.reply({});
    },
  },
  evolve: {
    announced(list, { title, titleEn, opensAt }) {
      list.status = "registering";
      list.title = title;
      if (titleEn) list.titleEn = titleEn;
      list.opensAt = opensAt;
    },
    retitled: (list, { titleEn }) => void (list.titleEn = titleEn),
    registered(list, { memberId }) {
      list.guests.push(memberId);
      list.numbers.set(memberId, list.guests.length);
    },
    withdrawn(list, { memberId, number }) {
      list.guests[number - 1] = "";
      list.numbers.delete(memberId);
    },
    reminded: (list, { upTo }) => void (list.told = upTo),
    opened(list, { early }) {
      list.status = early ? "early" : "over";
      // That it is open now is news for those who were reminded of its time, too.
      if (early) list.told = 0;
    },
    closed: (list) => void (list.status = "over"),
  },
  invariant: (list) =>
    list.numbers.size <= list.guests.length ||
    `${list.numbers.size} guests of ${list.guests.length} registrations`,
});

const takesGuests = ({ status, opensAt }: GuestListState, at: number): boolean =>
  status === "registering" && at < opensAt;

/** When the next round of reminders is; once the sale opens there is none. */
const roundAfter = (at: number, { opensAt }: { readonly opensAt: number }): number =>
  ROUNDS_MS.map((before) => opensAt - before).find((round) => round > at) ?? opensAt;
