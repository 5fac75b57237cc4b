/** What the search says, and the pages that it knows by their names and by everyday words for them. */
interface KnownPage {
  readonly href: string;
  readonly title: string;
  readonly text: string;
  /** Words that people have for it. */
  readonly also: string;
}

const zh = {
  title: "搜索",
  label: "找什么",
  do: "搜索",
  placeholder: "车型、门店、新闻、服务",
  found: "“{q}” 找到 {count} 条",
  none: "没有找到“{q}”",
  noneText: "换个短一点的词试试，或者从这里走：",
  start: "可以这样找",
  examples: ["鹭", "续航", "上海", "电池体检", "退订金", "冬天"],
  suggestions: "{count} 条建议",
  kinds: {
    model: "车型",
    trim: "配置",
    news: "新闻",
    dealer: "门店",
    service: "服务",
    page: "页面",
    order: "订单",
    booking: "预约",
  },
  pages: [
    {
      href: "/models",
      title: "车型",
      text: "四款车放在一起看：鹭、汀、岫、帆。",
      also: "全部车 比较 价格 报价",
    },
    {
      href: "/find",
      title: "哪台适合我",
      text: "答三个问题：用途、预算、能源，看哪台合适。",
      also: "选车 推荐 预算",
    },
    {
      href: "/configurations",
      title: "我的选配",
      text: "存下来的选配，用分享码打开一台车。",
      also: "配置单 分享码 收藏",
    },
    {
      href: "/test-drive",
      title: "预约试驾",
      text: "选车、选店、选时间，开一小时。带上驾驶证。",
      also: "试车 体验",
    },
    {
      href: "/service",
      title: "预约保养",
      text: "几样一起做，先看价格再约；可以上门取送车，可以借代步车。",
      also: "维修 修车 售后 取车 送车 代步车",
    },
    {
      href: "/dealers",
      title: "门店",
      text: "按地址、城市或现在的位置找最近的门店，看营业时间和路线。",
      also: "地址 地图 营业时间 4S店 附近 充电",
    },
    {
      href: "/orders",
      title: "我的订单",
      text: "首发抢到的车：付订金、看保留时间、取消和退款。",
      also: "退订金 退款 取消 付款 支付",
    },
    {
      href: "/my/orders",
      title: "订购的车",
      text: "选配下单的车走到哪一步：排产、运输、到店、交付。",
      also: "提车 交付 合同 尾款 物流 进度",
    },
    {
      href: "/my/bookings",
      title: "我的预约",
      text: "试驾和保养的预约，可以免费改期、取消。",
      also: "改时间 取消预约 候补",
    },
    {
      href: "/my/points",
      title: "积分与等级",
      text: "积分怎么来、怎么用、什么时候过期，可以兑换什么。",
      also: "会员 兑换 优惠券 等级",
    },
    {
      href: "/my/privacy",
      title: "隐私与同意",
      text: "七项同意逐项开关，看谁看过您的数据，导出或注销。",
      also: "个人信息 注销 删除账号 导出 数据",
    },
    {
      href: "/my/cars",
      title: "我的车",
      text: "车架号、车牌、保养和三包倒计时。",
      also: "车库 VIN 车牌 三包 质保",
    },
    {
      href: "/my/profile",
      title: "资料与地址",
      text: "姓名、地址、登录过的设备。",
      also: "收货地址 设备 退出登录",
    },
    {
      href: "/notifications",
      title: "通知",
      text: "轮到您、订单有变化时在这台设备上提醒。",
      also: "推送 提醒 消息",
    },
    {
      href: "/news",
      title: "新闻",
      text: "车、路、人，最近的事。可以订阅。",
      also: "资讯 动态 RSS 订阅",
    },
    {
      href: "/api/docs",
      title: "接口文档",
      text: "登录、抢购、实时状态，程序从这里接入。",
      also: "API OpenAPI 开发",
    },
  ] as readonly KnownPage[],
};

const en: typeof zh = {
  title: "Search",
  label: "What for",
  do: "Search",
  placeholder: "Models, dealers, news, services",
  found: "{count} found for “{q}”",
  none: "Nothing found for “{q}”",
  noneText: "Try a shorter word, or go on from here:",
  start: "For instance",
  examples: ["Lu", "range", "Shanghai", "battery", "refund", "winter"],
  suggestions: "Suggestions: {count}",
  kinds: {
    model: "Model",
    trim: "Trim",
    news: "News",
    dealer: "Dealer",
    service: "Service",
    page: "Page",
    order: "Order",
    booking: "Booking",
  },
  pages: [
    {
      href: "/models",
      title: "Models",
      text: "All four side by side: Lu, Ting, Xiu, Fan.",
      also: "cars compare price",
    },
    {
      href: "/find",
      title: "Which car fits me?",
      text: "Three questions: what for, how much, what energy.",
      also: "selector recommend budget choose",
    },
    {
      href: "/configurations",
      title: "My configurations",
      text: "The ones you kept; open a car by its share code.",
      also: "saved code favourites",
    },
    {
      href: "/test-drive",
      title: "Book a test drive",
      text: "Choose a car, a dealer and a time, and drive for an hour. Bring your licence.",
      also: "try",
    },
    {
      href: "/service",
      title: "Book a service",
      text:
        "Several jobs in one visit, priced before you book; have the car fetched, or borrow one.",
      also: "maintenance repair workshop pick-up courtesy car",
    },
    {
      href: "/dealers",
      title: "Dealers",
      text: "The nearest by address, city or where you are, with hours and directions.",
      also: "address map opening hours shop nearby charging",
    },
    {
      href: "/orders",
      title: "My orders",
      text: "Cars you got in a sale: pay the deposit, see the hold, cancel, get it back.",
      also: "refund deposit cancel payment",
    },
    {
      href: "/my/orders",
      title: "Cars on order",
      text: "How far a car has come: built, on its way, at the dealer's, handed over.",
      also: "delivery handover contract balance progress",
    },
    {
      href: "/my/bookings",
      title: "My bookings",
      text: "Drives and services, free to move or cancel.",
      also: "appointment reschedule cancel waitlist",
    },
    {
      href: "/my/points",
      title: "Points and tiers",
      text: "Where points come from, what they buy, when they expire.",
      also: "member exchange coupons loyalty",
    },
    {
      href: "/my/privacy",
      title: "Privacy and consents",
      text: "Seven consents, who looked at your data, export and erasure.",
      also: "personal data delete account GDPR PIPL",
    },
    {
      href: "/my/cars",
      title: "My cars",
      text: "Number, plate, next service, warranty.",
      also: "garage VIN plate warranty",
    },
    {
      href: "/my/profile",
      title: "Profile and addresses",
      text: "Name, addresses, devices that are signed in.",
      also: "address devices sign out",
    },
    {
      href: "/notifications",
      title: "Notifications",
      text: "Be told on this device when it is your turn or an order changes.",
      also: "push reminder messages",
    },
    {
      href: "/news",
      title: "News",
      text: "Cars, roads and people, of late.",
      also: "feed RSS Atom",
    },
    {
      href: "/api/docs",
      title: "API",
      text: "Signing in, claims, live state: where programs begin.",
      also: "OpenAPI documentation developer",
    },
  ],
};

export type SearchText = typeof zh;

export const searchText = (language: "zh" | "en"): SearchText => language === "en" ? en : zh;
