/** The words of choosing when and where a car is handed over; in both languages. */
const handoverTimeZh = {
  title: "预约交付",
  choose: "选择交付时间",
  move: "改约交付时间",
  back: "返回订单",
  lead: "选好门店，再选一个还有空位的整点。交付大约一小时，请带上身份证。",
  now: "现在约在 {time}，{dealer}",
  dealer: "门店",
  show: "看空闲时间",
  later: "更晚的日子",
  none: "这家门店三周内没有空闲时间，请换一家门店，或稍后再来看。",
  unknown: "车辆到店的时间定下来以后，就可以在这里选交付时间。",
  notYet: "锁单并分配车辆以后，就可以在这里选交付时间。",
  fixed: "距离约定的时间不到一天，改约请直接联系门店。",
  done: "交付时间已经约好。",
  failed: "没有约成：{why}",
  why: {
    hour_full: "这个时间刚刚被约走，请另选一个。",
    moved_meanwhile: "您打开这一页之后，时间已经改过，现在约定的见下面；要再改，请再选一次。",
    too_late: "距离约定的时间不到一天，改约请直接联系门店。",
    too_early: "车辆到店的时间还没有定下来。",
    not_bound: "订单现在还不能约交付。",
    delivered_already: "车辆已经交付。",
    unknown_service: "车辆已经在约定的门店，不能换门店。",
    other: "请刷新后再试。",
  },
};

export type HandoverTimeText = typeof handoverTimeZh;

const handoverTimeEn: HandoverTimeText = {
  title: "Handover of your car",
  choose: "Choose a time for the handover",
  move: "Move the handover",
  back: "Back to the order",
  lead:
    "Choose a dealer, then an hour that is free. It takes about an hour; bring your identity card.",
  now: "Agreed now: {time}, {dealer}",
  dealer: "Dealer",
  show: "Show free times",
  later: "Later days",
  none: "Nothing is free at this dealer within three weeks. Try another, or look again later.",
  unknown: "Once it is known when the car comes to the dealer, you can choose a time here.",
  notYet: "Once the order is locked and has its car, you can choose a time here.",
  fixed: "It is less than a day until then: speak to the dealer to move it.",
  done: "The time is agreed.",
  failed: "That did not work: {why}",
  why: {
    hour_full: "somebody has just taken this time; choose another.",
    moved_meanwhile:
      "it was moved after you opened this page, to the time below; choose again if it should move from there.",
    too_late: "it is less than a day until then: speak to the dealer.",
    too_early: "it is not known yet when the car comes.",
    not_bound: "this order has nothing to hand over now.",
    delivered_already: "the car was handed over.",
    unknown_service: "the car stands at its dealer already.",
    other: "reload and try again.",
  },
};

export const handoverTimeText = (language: "zh" | "en"): HandoverTimeText =>
  language === "en" ? handoverTimeEn : handoverTimeZh;
