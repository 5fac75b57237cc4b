/** What staff's chat groups are told of, and what becomes of it. */
import { appointment } from "../../actors/appointments/appointment.ts";
import { calendar } from "../../actors/appointments/calendar.ts";
import { garage } from "../../actors/members/garage.ts";
import { chatGroup } from "../../actors/platform/chat_group.ts";
import { erpDay } from "../../actors/platform/erp_day.ts";
import { reconciliation } from "../../actors/sales/reconciliation.ts";
import { sale } from "../../actors/sales/sale.ts";
import { chat } from "../adapters/chat/port.ts";
import {
  FALLBACK,
  groupFor,
  type NoticeCode,
  NOTICES,
  type SaleTitles,
  saleValues,
} from "../alerts/notices.ts";
import { call, definePolicy, type Policy, send, tell } from "../kernel/mod.ts";
import { beijingDay, beijingMinute } from "../time/beijing.ts";

interface News {
  /** Told once under it. */
  readonly id: string;
  readonly values: Readonly<Record<string, string>>;
  readonly href: string;
  readonly count?: number;
  readonly dealerId?: string;
}

const DRIVE = { booked: "drive_booked", cancelled: "drive_cancelled" } as const;
const VISIT = { booked: "visit_booked", cancelled: "visit_cancelled" } as const;
const LOW_MARKS = 2;

interface Visited {
  readonly bookingId: string;
  readonly startAt: number;
  readonly about: { readonly kind: "test_drive" | "maintenance"; readonly model: string };
}

/** Deferred all of them: what staff are told never slows what customers do. */
export function chatPolicies(groups: ReadonlySet<string>): Policy[] {
  const notify = (code: NoticeCode, { id, values, href, count = 1, dealerId }: News) =>
    send(chatGroup(groupFor(groups, NOTICES[code].topic, dealerId)), "notify", {
      id,
      code,
      values,
      href,
      count,
      about: null,
    });

  const visitIs = (
    what: "booked" | "cancelled",
    { bookingId, startAt, about }: Visited,
    dealerId: string,
  ) =>
    notify((about.kind === "test_drive" ? DRIVE : VISIT)[what], {
      id: `${what} ${bookingId} ${startAt}`,
      values: { model: about.model, time: beijingMinute(startAt), dealer: dealerId },
      href: `/staff/day?dealer=${dealerId}&date=${beijingDay(startAt)}&visit=${
        encodeURIComponent(bookingId)
      }`,
      dealerId,
    });

  const bookingIsTold = definePolicy("booking_is_told", calendar, {
    booked: ({ id, startAt, about }, { id: dealerId }) => [
      visitIs("booked", { bookingId: id, startAt, about }, dealerId),
    ],
    offer_taken: ({ id, startAt, about }, { id: dealerId }) => [
      visitIs("booked", { bookingId: id, startAt, about }, dealerId),
    ],
    cancelled: ({ id, startAt, about, byStaff }, { id: dealerId }) =>
      byStaff || !about ? [] : [visitIs("cancelled", { bookingId: id, startAt, about }, dealerId)],
  }, { deferred: true });

  const lowReviewIsTold = definePolicy("low_review_is_told", appointment, {
    reviewed({ scores }, { id }) {
      const dealerId = id.split(".")[0]!;
      const stars = Math.min(scores.overall, scores.people);
      if (stars > LOW_MARKS) return [];
      const values = { dealer: dealerId, stars: String(stars) };
      return [
        notify("review_low", {
          id: `review ${id}`,
          values,
          href: `/staff/day?dealer=${dealerId}`,
          dealerId,
        }),
      ];
    },
  }, { deferred: true });

  const guaranteeIs = (code: "guarantee_near" | "guarantee_reached") =>
  (
    { carId, model, repairDays, repeats, visit }: {
      readonly carId: string;
      readonly model: string;
      readonly repairDays: number;
      readonly repeats: number;
      readonly visit?: string | undefined;
    },
  ) => {
    const dealerId = visit?.split(".")[0];
    const values = { model, days: String(repairDays), times: String(repeats) };
    const href = visit ? `/staff/day?visit=${encodeURIComponent(visit)}` : "/staff/alerts";
    const there = dealerId === undefined ? {} : { dealerId };
    return [notify(code, { id: `${code} ${carId}`, values, href, ...there })];
  };
  const guaranteeIsTold = definePolicy("guarantee_is_told", garage, {
    guarantee_near: guaranteeIs("guarantee_near"),
    guarantee_reached: guaranteeIs("guarantee_reached"),
  }, { deferred: true });

  const ofSale = (code: NoticeCode, name: SaleTitles, saleId: string, at: number) => [
    notify(code, {
      id: `${code} ${saleId} ${at}`,
      values: saleValues(saleId, name),
      href: `/staff/sales/${saleId}`,
    }),
  ];
  const saleIsTold = definePolicy("sale_is_told", sale, {
    opened: (name, { id, at }) => ofSale("sale_opened", name, id, at),
    paused: (name, { id, at }) => ofSale("sale_paused", name, id, at),
    closed: (name, { id, at }) => ofSale("sale_closed", name, id, at),
  }, { deferred: true });

  const billIsTold = definePolicy("bill_is_told", reconciliation, {
    compared({ day, result: { differences, more } }, { id: provider }) {
      const count = differences.length + more;
      if (count === 0) return [];
      // A day that is compared again has the same differences: told once a number.
      const id = `bill ${provider} ${day} ${count}`;
      return [
        notify("bill_differs", {
          id,
          values: { day, provider },
          href: "/staff/reconciliation",
          count,
        }),
      ];
    },
  }, { deferred: true });

  const erpIsTold = definePolicy("erp_is_told", erpDay, {
    compared({ differences: { length } }, { id: day }) {
      if (length === 0) return [];
      const href = `/staff/actors/erp_day/${day}`;
      return [
        notify("erp_differs", { id: `erp ${day} ${length}`, values: { day }, href, count: length }),
      ];
    },
  }, { deferred: true });

  const messageIsSent = definePolicy("chat_message_is_sent", chatGroup, {
    message_due: ({ message, lines, more, everybody }, { id }) => [
      call(chat, { group: id, message, lines, more, everybody }, {
        done: tell(chatGroup(id), "delivered", { message }),
        failed: tell(chatGroup(id), "undelivered", { message }),
      }),
    ],
    escalated: ({ key, code, at }, { id }) =>
      id === FALLBACK ? [] : [
        notify("nobody_answers", {
          id: `late ${id} ${key} ${at}`.slice(0, 160),
          values: { group: id, what: code },
          href: "/staff/alerts",
        }),
      ],
  });

  return [
    bookingIsTold,
    lowReviewIsTold,
    guaranteeIsTold,
    saleIsTold,
    billIsTold,
    erpIsTold,
    messageIsSent,
  ];
}
