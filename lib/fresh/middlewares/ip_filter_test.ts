import { assertEquals, assertThrows } from "@std/assert";
import { App, ipFilter, type IpFilterRules } from "fresh";

const from = async (hostname: string, rules: IpFilterRules) => {
  const app = new App().use(ipFilter(rules)).get("/", (ctx) => ctx.text("ok"));
  const info = {
    remoteAddr: { transport: "tcp" as const, hostname, port: 1 },
    completed: Promise.resolve(),
  };
  return (await app.handler()(new Request("http://localhost/"), info)).status;
};

Deno.test("ipFilter lets addresses in by list and block", async () => {
  assertEquals(await from("10.1.2.3", {}), 200);
  assertEquals(await from("10.1.2.3", { denyList: ["10.0.0.0/8"] }), 403);
  assertEquals(await from("11.1.2.3", { denyList: ["10.0.0.0/8"] }), 200);
  assertEquals(await from("11.1.2.3", { allowList: ["10.0.0.0/8", "2001:db8::/32"] }), 403);
  assertEquals(await from("2001:db8::1", { allowList: ["2001:db8::/32"] }), 200);
  assertEquals(await from("10.1.2.3", { allowList: ["10.0.0.0/8"], denyList: ["10.1.2.3"] }), 403);
  assertEquals(await from("no-address", {}), 403);
  assertThrows(() => ipFilter({ denyList: ["shop.example"] }), TypeError, "shop.example");
});
