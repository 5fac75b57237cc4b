import type { AppText } from "./app.ts";

export const appEn: AppText = {
  offline: {
    title: "No network",
    text: "Try again once you are connected. Your place and your orders are safe with us.",
    again: "Try again",
    form:
      "There is no network, so nothing was sent. What you filled in is here: send it again later.",
  },
  install: {
    text: "Put Qingchuan on your home screen, and hear when it is your turn.",
    button: "Install",
  },
  push: {
    title: "Notifications",
    lead: "When it is your turn to pay, or an order changes, this device tells you. " +
      "Text messages come as before.",
    on: "This device gets notifications.",
    off: "This device gets no notifications yet.",
    turnOn: "Turn on for this device",
    turnOff: "Turn off for this device",
    denied: "The browser keeps this site from notifying you. Allow it in the browser's settings " +
      "for this site, then come back.",
    missing: "This browser has no notifications. Open this page in your phone's own browser, or " +
      "install the app first.",
    failed: "That did not work. Try again a little later.",
    script: "Turning on notifications needs JavaScript; which ones you get can be chosen below.",
    devices: "On for {count} {count|device|devices}",
    choose: "What to be told",
    turn: "My turn",
    turnHint: "A returned car is held for you.",
    orders: "Changes of my orders",
    ordersHint: "Deposit received, refund, cancellation.",
    save: "Save",
    saved: "Saved.",
    everywhere: "Turn off on all devices",
  },
};
