/** The rules that are in force until staff publish others. */
import type { Programme } from "./programme.ts";

export const FIRST_PROGRAMME: Programme = {
  version: 1,
  from: 0,
  text: {
    zh:
      "付清的订金每 100 元得 50 分，可无理由退款的七天过后到账；签到、试驾、保养和点评另有积分。" +
      "积分满十二个月，在当日结束时失效，我们会提前三十天告知。退款时，由这笔款得来的积分一并收回，" +
      "已经用掉的记为欠分，由之后的积分补上。等级看一个自然年的积分，保留到次年年底。",
    en: "Each 100 yuan of a deposit earns 50 points, yours once the seven days for a refund are " +
      "over; checking in, test drives, maintenance and reviews earn more. Points end with the " +
      "day twelve months later, and we tell you thirty days before. A refund takes back what its " +
      "money earned; what was spent meanwhile is owed and repaid from later points. Your tier " +
      "counts the points of a calendar year and lasts to the end of the next.",
  },
  rules: [
    {
      id: "deposit",
      behaviour: "order_paid",
      name: { zh: "付订金", en: "Deposit paid" },
      gives: { pointsPer100Yuan: 50 },
      pendingDays: 7,
      expires: { months: 12 },
      caps: [{ per: "year", points: 20_000 }],
      qualifies: true,
    },
    {
      id: "check_in",
      behaviour: "check_in",
      name: { zh: "签到", en: "Checking in" },
      gives: { points: 5 },
      pendingDays: 0,
      expires: { months: 12 },
      caps: [{ per: "day", points: 5 }, { per: "month", points: 100 }],
      qualifies: false,
    },
    {
      id: "test_drive",
      behaviour: "test_drive",
      name: { zh: "完成试驾", en: "Test drive" },
      gives: { points: 200 },
      pendingDays: 0,
      expires: { months: 12 },
      caps: [{ per: "year", points: 600 }],
      qualifies: true,
    },
    {
      id: "maintenance",
      behaviour: "maintenance",
      name: { zh: "到店保养", en: "Maintenance" },
      gives: { pointsPer100Yuan: 100 },
      pendingDays: 7,
      expires: { months: 12 },
      caps: [],
      qualifies: true,
    },
    {
      id: "review",
      behaviour: "review",
      name: { zh: "到店后的点评", en: "Review after a visit" },
      gives: { points: 50 },
      pendingDays: 0,
      expires: { yearEnd: 1 },
      caps: [{ per: "month", points: 100 }],
      qualifies: false,
    },
    {
      id: "referral",
      behaviour: "referral",
      name: { zh: "荐友购车", en: "A friend's order" },
      gives: { points: 2_000 },
      pendingDays: 7,
      expires: { months: 24 },
      caps: [{ per: "year", points: 10_000 }],
      qualifies: true,
    },
  ],
  tiers: [
    {
      id: "brook",
      name: { zh: "溪", en: "Brook" },
      from: 0,
      bonusPct: 0,
      benefits: [{ zh: "每次保养免费洗车", en: "A wash with each maintenance" }],
    },
    {
      id: "river",
      name: { zh: "江", en: "River" },
      from: 1_500,
      bonusPct: 10,
      benefits: [
        { zh: "积分多得一成", en: "A tenth more points" },
        { zh: "免费取送车，每年一次", en: "Pick-up and return, once a year" },
      ],
    },
    {
      id: "lake",
      name: { zh: "湖", en: "Lake" },
      from: 6_000,
      bonusPct: 20,
      benefits: [
        { zh: "积分多得两成", en: "A fifth more points" },
        { zh: "保养时的代步车", en: "A courtesy car while yours is in" },
      ],
    },
    {
      id: "sea",
      name: { zh: "海", en: "Sea" },
      from: 20_000,
      bonusPct: 40,
      benefits: [
        { zh: "积分多得四成", en: "Two fifths more points" },
        { zh: "新车型先开一周", en: "New models first, for a week" },
      ],
    },
  ],
  burn: { fenPerPoint: 5, step: 100, mostPct: 30 },
  coupons: [
    {
      id: "wash_oil",
      name: { zh: "保养立减 100 元", en: "100 yuan off maintenance" },
      on: "maintenance",
      takesOff: { fen: 10_000 },
      fromFen: 50_000,
      stacks: { group: "maintenance" },
      validDays: 180,
    },
    {
      id: "parts_ninety",
      name: { zh: "精品与备件九折", en: "A tenth off parts" },
      on: "parts",
      takesOff: { pct: 10, mostFen: 50_000 },
      fromFen: 0,
      stacks: "alone",
      validDays: 90,
    },
    {
      id: "winter_tyres",
      name: { zh: "冬季轮胎减 300 元", en: "300 yuan off winter tyres" },
      on: "parts",
      takesOff: { fen: 30_000 },
      fromFen: 200_000,
      stacks: { group: "tyres" },
      validDays: 120,
    },
  ],
  shop: [
    {
      id: "maintenance_100",
      name: { zh: "保养立减 100 元", en: "100 yuan off maintenance" },
      points: 1_500,
      stock: null,
      each: 4,
      gives: { coupon: "wash_oil" },
    },
    {
      id: "parts_90",
      name: { zh: "精品与备件九折券", en: "A tenth off parts" },
      points: 600,
      stock: null,
      each: 4,
      gives: { coupon: "parts_ninety" },
    },
    {
      id: "model_lu",
      name: { zh: "鹭的车模，一比四十三", en: "Lu in 1:43" },
      points: 3_200,
      stock: 200,
      each: 2,
      gives: { goods: "posted" },
    },
    {
      id: "river_stone",
      name: { zh: "河石香薰，随车可用", en: "River stone, a scent for the car" },
      points: 900,
      stock: 500,
      each: 3,
      gives: { goods: "at_dealer" },
    },
  ],
};
