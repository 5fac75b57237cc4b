import { assert, assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { readConfig } from "./config.ts";

const ROBOT = "0123456789abcdef0123:SECabcdefabcdef012345";
const reading = (given: Record<string, string>) => readConfig((name) => given[name]);

Deno.test("readConfig: chat groups have a robot each, alerts at least", () => {
  const given = {
    CHAT: "dingtalk",
    DINGTALK_ROBOTS: `alerts=${ROBOT}, service.sh-xuhui=${ROBOT}`,
    PUBLIC_ORIGIN: "https://shop.example",
  };
  const { DINGTALK_ROBOTS: robots = {} } = reading(given);
  assertEquals(Object.keys(robots), ["alerts", "service.sh-xuhui"]);
  assertEquals(robots["alerts"]!.accessToken, "0123456789abcdef0123");
});

Deno.test("readConfig: what is missing or wrong of chat groups is named, secrets never", () => {
  const told = (given: Record<string, string>) => {
    const { message } = assertThrows(() => reading({ CHAT: "dingtalk", ...given })) as Error;
    assert(!message.includes("SECabc") && !message.includes("0123456789abcdef"), message);
    return message;
  };
  assertStringIncludes(told({}), "DINGTALK_ROBOTS: expected a robot for alerts");
  assertStringIncludes(told({}), "PUBLIC_ORIGIN: expected a value");
  assertStringIncludes(told({ DINGTALK_ROBOTS: `lobby=${ROBOT}` }), 'got "lobby=…"');
  assertStringIncludes(told({ DINGTALK_ROBOTS: `alerts=${ROBOT}x!` }), 'got "alerts=…"');
  assertStringIncludes(told({ CHAT: "telegram" }), "CHAT: expected sandbox or dingtalk");
});
