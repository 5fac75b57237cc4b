/** The maker's dealers: the one place that says where they are, when they are open, what they do. */
import { BEIJING_ZONE } from "../time/beijing.ts";

export const DEALER_SERVICES = [
  "test_drive",
  "sales",
  "maintenance",
  "body_shop",
  "pick_up",
  "charging",
] as const;
export type DealerService = (typeof DEALER_SERVICES)[number];

/** Minutes after local midnight; `until` is not part of it. */
export interface OpenHours {
  readonly from: number;
  readonly until: number;
}

export interface Dealer {
  readonly id: string;
  readonly name: { readonly zh: string; readonly en: string };
  readonly city: { readonly zh: string; readonly en: string };
  readonly address: { readonly zh: string; readonly en: string };
  /** GCJ-02 degrees, as Chinese maps print them. */
  readonly at: { readonly longitude: number; readonly latitude: number };
  readonly timeZone: string;
  /** Monday first; null on a day that is always closed. */
  readonly week: readonly (OpenHours | null)[];
  readonly services: readonly DealerService[];
}

const CITY_HOURS: OpenHours = { from: 9 * 60, until: 20 * 60 };
const WORKSHOP_HOURS: OpenHours = { from: 8 * 60 + 30, until: 18 * 60 };
const EVERY_DAY = Array.from({ length: 7 }, () => CITY_HOURS);
const SIX_DAYS = [...Array.from({ length: 6 }, () => WORKSHOP_HOURS), null];

const FULL: readonly DealerService[] = [
  "test_drive",
  "sales",
  "maintenance",
  "body_shop",
  "pick_up",
  "charging",
];
const CITY: readonly DealerService[] = ["test_drive", "sales"];
const WORKSHOP: readonly DealerService[] = ["maintenance", "body_shop", "pick_up", "charging"];

type Row = readonly [
  id: string,
  zh: string,
  en: string,
  cityZh: string,
  cityEn: string,
  addressZh: string,
  addressEn: string,
  longitude: number,
  latitude: number,
  services: readonly DealerService[],
];

// deno-fmt-ignore
const ROWS: readonly Row[] = [
  ["sh-xuhui", "晴川上海徐汇中心", "Qingchuan Shanghai Xuhui", "上海", "Shanghai", "徐汇区龙腾大道", "Longteng Avenue, Xuhui", 121.4612, 31.1846, FULL],
  ["sh-pudong", "晴川上海浦东空间", "Qingchuan Shanghai Pudong", "上海", "Shanghai", "浦东新区世纪大道", "Century Avenue, Pudong", 121.5223, 31.2297, CITY],
  ["sh-jiading", "晴川上海嘉定服务中心", "Qingchuan Shanghai Jiading Workshop", "上海", "Shanghai", "嘉定区安亭镇", "Anting, Jiading", 121.1628, 31.2889, WORKSHOP],
  ["bj-chaoyang", "晴川北京朝阳中心", "Qingchuan Beijing Chaoyang", "北京", "Beijing", "朝阳区建国路", "Jianguo Road, Chaoyang", 116.4716, 39.9082, FULL],
  ["bj-haidian", "晴川北京海淀空间", "Qingchuan Beijing Haidian", "北京", "Beijing", "海淀区中关村大街", "Zhongguancun Street, Haidian", 116.3159, 39.9836, CITY],
  ["gz-tianhe", "晴川广州天河中心", "Qingchuan Guangzhou Tianhe", "广州", "Guangzhou", "天河区珠江新城", "Zhujiang New Town, Tianhe", 113.3245, 23.1196, FULL],
  ["sz-nanshan", "晴川深圳南山中心", "Qingchuan Shenzhen Nanshan", "深圳", "Shenzhen", "南山区后海大道", "Houhai Avenue, Nanshan", 113.9371, 22.5174, FULL],
  ["hz-xihu", "晴川杭州西湖中心", "Qingchuan Hangzhou Xihu", "杭州", "Hangzhou", "西湖区文三路", "Wensan Road, Xihu", 120.1263, 30.2775, FULL],
  ["nj-jianye", "晴川南京建邺空间", "Qingchuan Nanjing Jianye", "南京", "Nanjing", "建邺区江东中路", "Jiangdong Middle Road, Jianye", 118.7322, 32.0043, CITY],
  ["wh-hanyang", "晴川武汉汉阳中心", "Qingchuan Wuhan Hanyang", "武汉", "Wuhan", "汉阳区晴川大道", "Qingchuan Avenue, Hanyang", 114.2812, 30.5571, FULL],
  ["cd-gaoxin", "晴川成都高新中心", "Qingchuan Chengdu Gaoxin", "成都", "Chengdu", "高新区天府大道", "Tianfu Avenue, Gaoxin", 104.0668, 30.5728, FULL],
  ["xa-yanta", "晴川西安雁塔中心", "Qingchuan Xi'an Yanta", "西安", "Xi'an", "雁塔区科技路", "Keji Road, Yanta", 108.8973, 34.2316, FULL],
];

export const DEALERS: readonly Dealer[] = ROWS.map((
  [id, zh, en, cityZh, cityEn, addressZh, addressEn, longitude, latitude, services],
) => ({
  id,
  name: { zh, en },
  city: { zh: cityZh, en: cityEn },
  address: { zh: addressZh, en: addressEn },
  at: { longitude, latitude },
  timeZone: BEIJING_ZONE,
  week: services === WORKSHOP ? SIX_DAYS : EVERY_DAY,
  services,
}));

const BY_ID = new Map(DEALERS.map((dealer) => [dealer.id, dealer]));

export function dealerById(id: string): Dealer | undefined {
  return BY_ID.get(id);
}
