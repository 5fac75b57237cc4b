import type { Messages } from "./language.ts";

export const en: Messages = {
  code: "en",
  other: { code: "zh", name: "中文" },
  brand: "Qingchuan",
  sentence: {
    scheduled: "Opens {date}, Beijing time. {cars} {cars|car|cars}, first come, one each.",
    open: "On sale now. First come, one each.",
    gone: "All {cars} cars are taken. You can still stand in line.",
    paused: "The sale is paused. What was given stays given.",
    closed: "The sale is over.",
    none: "There is no sale now.",
  },
  untilOpening: "Opens in",
  now: "Beijing time",
  left: "Left",
  ofCars: "of {cars} {cars|car|cars}",
  live: "live",
  reconnecting: "connection lost, reconnecting",
  lineLabel: "{left} of {cars} {cars|car|cars} left",
  carLabel: "The Lu at night: only its roof, shoulder and lamps can be seen",
  journal: {
    title: "The order is on record",
    text:
      "Who came first and who got which number stands in a public journal, entry chained to entry; a changed letter breaks it. Take it and check.",
    link: "This sale’s journal",
  },
  api: { title: "API", text: "Sign-in, claims and the live state.", link: "API documentation" },
  sms: {
    title: "Text messages",
    text: "Messages do not leave this sandbox. See the codes sent to a number.",
    label: "Mobile number",
    button: "Show",
  },
  staff: {
    title: "Staff",
    text: "Sign in with a registered number to schedule, open, pause and close a sale.",
    link: "Staff operations",
  },
  away: "Back in a moment.",
  missing: {
    title: "Nothing here",
    text: "No page is called {path}.",
    home: "Front page",
    docs: "API documentation",
  },
};
