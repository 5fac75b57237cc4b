/** What a dealer's calendar begins with: its people, bays and cars, its hours and holidays. */
import type { Dealer } from "./dealers.ts";

export interface PlannedResource {
  readonly id: string;
  readonly kind: "person" | "bay" | "car";
  readonly can: readonly string[];
}

/** The Spring Festival, when every dealer is closed: its eve and the two days that follow. */
const HOLIDAYS: readonly string[] = [
  "2027-02-05",
  "2027-02-06",
  "2027-02-07",
  "2028-01-25",
  "2028-01-26",
  "2028-01-27",
];

const PEOPLE = {
  lin: { zh: "林舒", en: "Lin Shu" },
  zhou: { zh: "周岚", en: "Zhou Lan" },
  he: { zh: "何川", en: "He Chuan" },
  tang: { zh: "唐宁", en: "Tang Ning" },
  wu: { zh: "吴桐", en: "Wu Tong" },
  shen: { zh: "沈越", en: "Shen Yue" },
  qiu: { zh: "邱实", en: "Qiu Shi" },
  lu: { zh: "陆鸣", en: "Lu Ming" },
} as const;

const CONSULTANTS = ["lin", "zhou", "he", "tang"] as const;
const TECHNICIANS = ["wu", "shen", "qiu", "lu"] as const;
const DEMO_CARS = ["lu", "lu", "ting", "xiu", "fan"] as const;

export function resourcesOf({ services }: Dealer): PlannedResource[] {
  const found: PlannedResource[] = [];
  if (services.includes("test_drive")) {
    for (const one of CONSULTANTS) {
      found.push({ id: `person-${one}`, kind: "person", can: ["drive"] });
    }
    DEMO_CARS.forEach((model, at) =>
      found.push({ id: `car-${model}-${at + 1}`, kind: "car", can: [model] })
    );
  }
  if (services.includes("maintenance")) {
    TECHNICIANS.forEach((one, at) =>
      found.push({
        id: `person-${one}`,
        kind: "person",
        can: at < 2 ? ["service", "high_voltage"] : ["service"],
      })
    );
    for (let bay = 1; bay <= 4; bay++) {
      found.push({ id: `bay-${bay}`, kind: "bay", can: ["service"] });
    }
    for (const car of [1, 2]) {
      found.push({ id: `car-courtesy-${car}`, kind: "car", can: ["courtesy"] });
    }
  }
  return found;
}

export function planOf(dealer: Dealer) {
  return {
    opening: {
      timeZone: dealer.timeZone,
      week: dealer.week.map((hours) => hours && { ...hours }),
      exceptions: Object.fromEntries(HOLIDAYS.map((day) => [day, null])),
    },
    resources: resourcesOf(dealer).map((one) => ({ ...one, can: [...one.can], away: [] })),
  };
}

/** What a resource is called; `modelName` names a demo car's model. */
export function resourceName(
  id: string,
  language: "zh" | "en",
  modelName: (model: string) => string,
): string {
  const [kind, name = "", number] = id.split("-");
  if (kind === "person") {
    return Object.hasOwn(PEOPLE, name) ? PEOPLE[name as keyof typeof PEOPLE][language] : name;
  }
  if (kind === "bay") return language === "zh" ? `${name} 号工位` : `Bay ${name}`;
  if (name === "courtesy") return language === "zh" ? `代步车 ${number}` : `Courtesy car ${number}`;
  return `${modelName(name)} ${number}`;
}
