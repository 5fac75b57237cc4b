import { assert, assertEquals } from "@std/assert";
import { clientAddress, clientIp, parseBlock } from "./client_address.ts";

const from = (hostname: string) => ({
  remoteAddr: { transport: "tcp", hostname, port: 40_000 } as const,
});
const trusted = (...blocks: string[]) => blocks.map((block) => parseBlock(block)!);

function addressOf(remote: string, forwarded?: string, ...proxies: string[]) {
  const headers = new Headers(forwarded === undefined ? {} : { "x-forwarded-for": forwarded });
  return clientAddress(from(remote), headers, trusted(...proxies));
}

Deno.test("clientAddress: an IPv4 address is itself, in whatever spelling", () => {
  assertEquals(addressOf("192.0.2.7"), "192.0.2.7");
  assertEquals(addressOf("::ffff:192.0.2.7"), "192.0.2.7");
  assertEquals(addressOf("::ffff:c000:207"), "192.0.2.7");
});

Deno.test("clientAddress: all addresses of an IPv6 /64 are one client", () => {
  const one = addressOf("2001:db8:1:2:3:4:5:6");
  assertEquals(addressOf("2001:db8:1:2::"), one);
  assertEquals(addressOf("2001:0DB8:1:2:ffff::1%eth0"), one);
  assert(addressOf("2001:db8:1:3::1") !== one);
});

Deno.test("clientAddress: X-Forwarded-For from anyone but a trusted proxy is not believed", () => {
  assertEquals(addressOf("192.0.2.7", "198.51.100.1"), "192.0.2.7");
  assertEquals(addressOf("192.0.2.7", "198.51.100.1", "10.0.0.0/8"), "192.0.2.7");
});

Deno.test("clientAddress: of what trusted proxies forward, the last that is none of them counts", () => {
  assertEquals(addressOf("10.0.0.1", "198.51.100.1", "10.0.0.0/8"), "198.51.100.1");
  assertEquals(
    addressOf("10.0.0.1", "1.1.1.1, 198.51.100.1, 10.9.9.9", "10.0.0.0/8"),
    "198.51.100.1",
  );
  assertEquals(addressOf("::1", "198.51.100.1:4711", "::1"), "198.51.100.1");
  assertEquals(addressOf("10.0.0.1", "[2001:db8::1]:80", "10.0.0.1"), addressOf("2001:db8::2"));
});

Deno.test("clientAddress: a proxy that forwards nothing, or nonsense, is the client itself", () => {
  for (const forwarded of [undefined, "", "unknown", "1.2.3.4.5", "999.1.1.1", "1::2::3"]) {
    assertEquals(addressOf("10.0.0.1", forwarded, "10.0.0.1"), "10.0.0.1");
  }
});

Deno.test("clientIp: the whole address, for whoever outside has to know it", () => {
  const ip = (hostname: string) =>
    clientIp({ remoteAddr: { transport: "tcp", hostname, port: 1 } }, new Headers(), []);
  assertEquals(ip("203.0.113.7"), "203.0.113.7");
  assertEquals(ip("2001:db8::7"), "2001:0db8:0000:0000:0000:0000:0000:0007");
  assertEquals(clientIp(undefined, new Headers(), []), undefined);
});

Deno.test("clientAddress: there is none without a network", () => {
  assertEquals(clientAddress(undefined, new Headers(), []), undefined);
  const socket = { remoteAddr: { transport: "unix", path: "/run/x" } } as const;
  assertEquals(clientAddress(socket, new Headers(), []), undefined);
});

Deno.test("parseBlock: addresses and blocks, and nothing else", () => {
  for (const block of ["10.0.0.0/8", "127.0.0.1", "::1", "fd00::/8", "0.0.0.0/0", "::/0"]) {
    assert(parseBlock(block), block);
  }
  for (const block of ["", "localhost", "10.0.0.0/33", "::/129", "10.0.0.0/8/8", "1:2", "10.0/x"]) {
    assertEquals(parseBlock(block), undefined, block);
  }
});
