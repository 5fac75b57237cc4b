import type { lostZh } from "./lost_zh.ts";

export const lostEn: typeof lostZh = {
  missing: {
    title: "Only water and mist here",
    text: "No page has this address. It may have a slip in it, or the page has moved.",
  },
  refused: {
    title: "Not this way",
    text: "The request was not accepted, and nothing was changed. Start again from a page below.",
  },
  broken: {
    title: "Something broke on our side",
    text: "It is logged. Orders and payments you completed are not touched. Please try again soon.",
  },
  slow: {
    title: "The river runs slowly",
    text: "This page took too long, so it was stopped. If you sent something, see whether it " +
      "arrived before you send it again.",
  },
  held: {
    title: "You are signed out",
    text:
      "What you filled in is kept on this page. Sign in in a new tab, then come back here and " +
      "send it.",
    signIn: "Sign in in a new tab",
    send: "Signed in: send it again",
  },
  again: "Try again",
  home: "Home",
  models: "See all models",
  ways: "Or go to",
  find: "Find my car",
  drive: "Book a test drive",
  hub: "My Qingchuan",
};
