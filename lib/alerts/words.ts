/** The sentences of notices, for chat messages and the console. */
import { dealerById } from "../dealers/dealers.ts";
import { readMoment } from "../words/moments.ts";
import type { NoticeCode } from "./notices.ts";

type Language = "zh" | "en";

const MODELS: Readonly<Record<string, readonly [string, string]>> = {
  lu: ["鹭", "Lu"],
  ting: ["汀", "Ting"],
  xiu: ["岫", "Xiu"],
  fan: ["帆", "Fan"],
};

const SENTENCES: Readonly<Record<NoticeCode, readonly [zh: string, en: string]>> = {
  leads_grew: [
    "{sale} 新线索 {count} 条，共 {total} 条",
    "{sale}: new leads {count}, in all {total}",
  ],
  sale_opened: ["{sale} 已开售", "{sale} has opened"],
  sale_paused: ["{sale} 已暂停", "{sale} was paused"],
  sale_closed: ["{sale} 已结束", "{sale} has closed"],
  drive_booked: [
    "新试驾预约：{model}，{time}，{dealer}",
    "Test drive booked: {model}, {time}, {dealer}",
  ],
  drive_cancelled: [
    "试驾取消：{model}，{time}，{dealer}",
    "Test drive cancelled: {model}, {time}, {dealer}",
  ],
  visit_booked: [
    "新保养预约：{model}，{time}，{dealer}",
    "Service booked: {model}, {time}, {dealer}",
  ],
  visit_cancelled: [
    "保养取消：{model}，{time}，{dealer}",
    "Service cancelled: {model}, {time}, {dealer}",
  ],
  review_low: [
    "{dealer} 收到 {stars} 星点评，请尽快联系客户",
    "{dealer} was given {stars} of 5: call the customer",
  ],
  guarantee_near: [
    "三包计数接近上限：{model}，累计维修 {days} 天，同一故障 {times} 次",
    "A guarantee's limit is near: {model}, {days} days in repair, one fault {times} times",
  ],
  guarantee_reached: [
    "三包上限已超过：{model}，累计维修 {days} 天，同一故障 {times} 次，车主可以退换",
    "A guarantee's limit is passed: {model}, {days} days in repair, one fault {times} times; the " +
    "owner may return the car",
  ],
  dead_letters: ["{count} 条死信待处理：{places}", "Dead letters to settle, {count}: {places}"],
  bill_differs: [
    "{day} 与 {provider} 账单有 {count} 笔差异",
    "Differences with {provider}'s bill of {day}: {count}",
  ],
  erp_differs: ["{day} 与 ERP 有 {count} 笔差异", "Differences with the ERP on {day}: {count}"],
  nobody_answers: ["{group} 群里无人确认：{what}", "Nobody has answered in {group}: {what}"],
};

/** What one notice says. `values` hold ids, numbers and a sale's titles, never a person's name. */
export function noticeSentence(
  { code, values, count }: {
    readonly code: string;
    readonly values: Readonly<Record<string, string>>;
    readonly count: number;
  },
  language: Language,
): string {
  const at = language === "zh" ? 0 : 1;
  const text = Object.hasOwn(SENTENCES, code) ? SENTENCES[code as NoticeCode][at] : code;
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => {
    if (name === "count") return String(count);
    const value = values[name];
    if (value === undefined) return whole;
    if (name === "model") return MODELS[value]?.[at] ?? value;
    if (name === "sale") return (at === 1 && values.titleEn) || values.title || value;
    if (name === "dealer") return dealerById(value)?.name[language] ?? value;
    // Another notice stands within this one.
    if (name === "what") return nameOf(value, language);
    return readMoment(value, language);
  });
}

const NAMES: Readonly<Record<NoticeCode, readonly [zh: string, en: string]>> = {
  leads_grew: ["新线索", "New leads"],
  sale_opened: ["开售", "Sale opened"],
  sale_paused: ["发售暂停", "Sale paused"],
  sale_closed: ["发售结束", "Sale closed"],
  drive_booked: ["试驾预约", "Test drives"],
  drive_cancelled: ["试驾取消", "Test drives cancelled"],
  visit_booked: ["保养预约", "Service visits"],
  visit_cancelled: ["保养取消", "Service visits cancelled"],
  review_low: ["差评", "Low reviews"],
  guarantee_near: ["三包临近", "Guarantee near"],
  guarantee_reached: ["三包超限", "Guarantee passed"],
  dead_letters: ["死信", "Dead letters"],
  bill_differs: ["对账差异", "Bill differs"],
  erp_differs: ["ERP 差异", "ERP differs"],
  nobody_answers: ["无人确认", "Nobody answers"],
};

/** What kind of notice it is, in a word or two. */
export const nameOf = (code: string, language: Language): string =>
  Object.hasOwn(NAMES, code) ? NAMES[code as NoticeCode][language === "zh" ? 0 : 1] : code;
