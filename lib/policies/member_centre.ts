/** What follows for members from what they and their orders do: points, messages, partners, erasure. */
import { appointment } from "../../actors/appointments/appointment.ts";
import { calendar } from "../../actors/appointments/calendar.ts";
import { reducedFen } from "../../actors/appointments/calendar_state.ts";
import { garage } from "../../actors/members/garage.ts";
import { inbox } from "../../actors/members/inbox.ts";
import { points } from "../../actors/members/points.ts";
import { privacy } from "../../actors/members/privacy.ts";
import { vehicleOrder } from "../../actors/orders/vehicle_order.ts";
import { order } from "../../actors/sales/order.ts";
import { payment } from "../../actors/sales/payment.ts";
import { erasure } from "../adapters/erasure/port.ts";
import { loyaltyRules } from "../adapters/loyalty_rules/port.ts";
import { partners } from "../adapters/partners/port.ts";
import { push } from "../adapters/push/port.ts";
import { sms } from "../adapters/sms/port.ts";
import { call, definePolicy, send, tell } from "../kernel/mod.ts";
import { beijingDay } from "../time/beijing.ts";
import { grouped, inYuan } from "../words/money.ts";

const paidFor = (paymentId: string, memberId: string, at: number) => [
  call(loyaltyRules, { ask: "paid", paymentId, at }, {
    done: tell(points(memberId), "earn", { ref: paymentId, because: "order_paid" }),
  }),
];

/** A payment that comes late earns, too: should no car be left, its refund takes the points along. */
const paidOrderEarns = definePolicy("paid_order_earns", order, {
  deposit_paid: ({ paymentId, memberId }, { at }) => paidFor(paymentId, memberId, at),
  late_payment: ({ paymentId, memberId }, { at }) => paidFor(paymentId, memberId, at),
}, { deferred: true });

/** Of maintenance what was paid in money counts, of a drive and a review that it took place. */
const visitEarns = definePolicy("visit_earns", calendar, {
  completed: ({ id, memberId, about, reduction }, { at }) => {
    const behaviour = about.kind;
    const offFen = reduction ? reducedFen(reduction) : 0;
    const amountFen = about.kind === "maintenance" ? about.priceFen - offFen : 0;
    return [
      call(loyaltyRules, { ask: "activity", behaviour, amountFen, at }, {
        done: tell(points(memberId), "earn", { ref: id, because: behaviour }),
      }),
    ];
  },
}, { deferred: true });

const reviewEarns = definePolicy("review_earns", appointment, {
  reviewed: ({ memberId }, { id, at }) => [
    call(loyaltyRules, { ask: "activity", behaviour: "review", amountFen: 0, at }, {
      done: tell(points(memberId), "earn", { ref: `review ${id}`, because: "review" }),
    }),
  ],
}, { deferred: true });

const refundTakesBack = definePolicy("refund_takes_back", payment, {
  refund_done: ({ refundId, memberId }, { id }) => [
    call(loyaltyRules, { ask: "refunded", paymentId: id, refundId }, {
      done: tell(points(memberId), "claw_back", { ref: id, refundId }),
    }),
  ],
}, { deferred: true });

const pointsAreTold = definePolicy("points_are_told", points, {
  expiry_near: ({ points, expiresAt }, { id }) => [
    send(inbox(id), "deliver", {
      id: `points-${expiresAt}`,
      topic: "points",
      code: "points_end",
      // The last day on which they are good.
      values: { points: grouped(String(points)), day: beijingDay(expiresAt - 1) },
      href: "/my/points",
    }),
  ],
});

interface Counted {
  readonly carId: string;
  readonly repairDays: number;
  readonly repeats: number;
}

const counterIsTold =
  (code: string) => ({ carId, repairDays, repeats }: Counted, { id }: { readonly id: string }) => [
    send(inbox(id), "deliver", {
      id: `${carId}-${code}`,
      topic: "cars",
      code,
      values: { days: String(repairDays), times: String(repeats) },
      href: `/my/cars/${carId}#three`,
    }),
  ];

const carClocksAreTold = definePolicy("car_clocks_are_told", garage, {
  guarantee_near: counterIsTold("guarantee_near"),
  guarantee_reached: counterIsTold("guarantee_reached"),
  clock_near: ({ carId, code, dueAt }, { id }) => [
    send(inbox(id), "deliver", {
      id: `${carId}-${code}-${dueAt}`,
      topic: "cars",
      code: `clock_${code}`,
      values: { day: beijingDay(dueAt - 1) },
      href: `/my/cars/${carId}`,
    }),
  ],
});

interface OrderNews {
  readonly id: string;
  readonly code: string;
  readonly href: string;
  readonly values?: Readonly<Record<string, string>>;
}

/** As a policy may begin with journals that were written long before it: with the time of the event. */
const orderNews = (memberId: string, { values = {}, ...news }: OrderNews, happenedAt: number) =>
  send(inbox(memberId), "deliver", { ...news, topic: "orders", values, happenedAt });

const orderIsTold = definePolicy("order_is_told", order, {
  deposit_paid: ({ memberId }, { id, at }) => [
    orderNews(memberId, { id: `paid-${id}`, code: "deposit_paid", href: `/orders/${id}` }, at),
  ],
  given_back: ({ memberId, reason }, { id, at }) => [
    orderNews(memberId, { id: `back-${id}`, code: `order_${reason}`, href: `/orders/${id}` }, at),
    send(privacy(memberId), "business_ended", { ref: id }),
  ],
}, { deferred: true });

/** What was kept of the money, or goes back, the order itself says. */
const carOrderIsTold = definePolicy("car_order_is_told", vehicleOrder, {
  paid: ({ memberId, paymentId, amountFen }, { id, at }) => [
    orderNews(memberId, {
      id: `paid-${paymentId}`,
      code: "car_paid",
      values: { sum: inYuan(amountFen) },
      href: `/my/orders/${id}`,
    }, at),
  ],
  cancelled: ({ memberId }, { id, at }) => [
    orderNews(memberId, {
      id: `cancelled-${id}`,
      code: "car_cancelled",
      href: `/my/orders/${id}`,
    }, at),
  ],
}, { deferred: true });

const messageIsTexted = definePolicy("message_is_texted", inbox, {
  delivered: ({ sms: wanted, code, values }, { id }) =>
    wanted ? [call(sms, { template: "notice", memberId: id, code, values })] : [],
});

const messageIsPushed = definePolicy("message_is_pushed", inbox, {
  delivered: ({ id: messageId, push: wanted, code, values, href }, { id: memberId }) =>
    wanted ? [call(push, { template: "inbox", memberId, messageId, code, values, href })] : [],
});

const sharesTravel = definePolicy("shares_travel", privacy, {
  share_asked: ({ shareId, partner, purpose }, { id }) => [
    call(partners, { ask: "deliver", memberId: id, shareId, partner, purpose }, {
      done: tell(privacy(id), "arrived", { shareId }),
      failed: tell(privacy(id), "not_arrived", { shareId }),
    }),
  ],
  recall_due: ({ shareId, partner }, { id }) => [
    call(partners, { ask: "recall", shareId, partner }, {
      done: tell(privacy(id), "recalled", { shareId }),
    }),
  ],
  erasure_due: (_event, { id }) => [
    call(erasure, { memberId: id }, { done: tell(privacy(id), "erased", {}) }),
  ],
});

export const memberCentrePolicies = [
  paidOrderEarns,
  visitEarns,
  reviewEarns,
  refundTakesBack,
  pointsAreTold,
  carClocksAreTold,
  orderIsTold,
  carOrderIsTold,
  messageIsTexted,
  messageIsPushed,
  sharesTravel,
];
