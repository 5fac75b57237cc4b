import { assertEquals } from "@std/assert";
import { createHmac } from "node:crypto";
import { Mac, roomFor } from "./mac.ts";

const MOST = 140;

/** As the runtime's own library has it. */
const expected = (key: Uint8Array, message: Uint8Array) =>
  new Uint8Array(createHmac("sha256", key).update(message).digest());

Deno.test("Mac: is HMAC-SHA-256 for keys and messages of every length, one after another", () => {
  for (const keyBytes of [0, 1, 16, 45, 63, 64, 65, 200]) {
    const key = Uint8Array.from({ length: keyBytes }, (_, i) => 7 * i + keyBytes);
    const room = roomFor(MOST);
    const mac = new Mac(key, room);
    // The longest first, so that what it leaves in the buffer would show in the shorter ones.
    for (let length = MOST; length >= 0; length--) {
      const message = Uint8Array.from({ length }, (_, i) => 31 * i + length);
      room.set(message);
      assertEquals(mac.sign(length), expected(key, message), `${keyBytes} and ${length} bytes`);
    }
  }
});

Deno.test("Mac: two keys do not share what they have taken in", () => {
  const [one, other] = [1, 2].map((byte) => new Uint8Array(20).fill(byte)) as [
    Uint8Array,
    Uint8Array,
  ];
  const room = roomFor(MOST);
  const macs = [new Mac(one, room), new Mac(other, room)] as const;
  const message = new TextEncoder().encode("a message");
  room.set(message);
  for (const [mac, key] of [[macs[0], one], [macs[1], other], [macs[0], one]] as const) {
    assertEquals(mac.sign(message.length), expected(key, message));
  }
});
