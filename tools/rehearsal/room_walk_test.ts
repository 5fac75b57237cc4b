import { assertEquals, assertMatch } from "@std/assert";
import type { HttpResponse } from "../load/http_response.ts";
import { TokenList } from "../load/token_list.ts";
import { RoomWalk } from "./room_walk.ts";

const encoder = new TextEncoder(), decoder = new TextDecoder();

const answer = (status: number, body: object = {}): HttpResponse => ({
  ...{ status, retryAfterSeconds: undefined, last: false },
  body: encoder.encode(JSON.stringify(body)),
});

async function walk() {
  const tokens = await TokenList.read(new Blob(["alpha\nbeta\n"]).stream());
  const address = { hostname: "shop.test", port: 80 };
  const room = new RoomWalk({ address, path: "/api/sales/spring", tokens, seed: 1 });
  const bytes = new Uint8Array(4_096);
  return {
    room,
    next: (request: number) => decoder.decode(bytes.subarray(0, room.write(request, bytes))),
  };
}

Deno.test("RoomWalk: enters, asks as often as it is told to, claims with the pass", async () => {
  const { room, next } = await walk();
  assertMatch(next(0), /^POST \/api\/sales\/spring\/queue HTTP\/1.1\r\n.*Bearer alpha\r\n\r\n$/s);
  assertEquals(room.take(0, answer(201, { state: "prequeue", pollAfterMs: 4_000 })), 4_000);
  assertMatch(next(0), /^GET \/api\/sales\/spring\/queue HTTP\/1.1\r\n.*Bearer alpha\r\n\r\n$/s);
  assertEquals(room.take(0, answer(200, { state: "waiting", pollAfterMs: 15_000 })), 15_000);
  assertEquals(room.take(0, answer(200, { state: "admitted", pass: "p1.x", pollAfterMs: 9 })), 0);
  const claim = next(0);
  assertMatch(claim, /^POST \/api\/sales\/spring\/claims /);
  assertMatch(claim, /Bearer alpha\r\nAdmission-Pass: p1\.x\r\nContent-Length: /);
  assertEquals(room.take(0, answer(503)), false);
  assertEquals(room.take(0, answer(201, { outcome: "allocated", number: 1 })), true);
  assertEquals(room.claimLatency.count, 1);
  // Another is at the beginning still.
  assertMatch(next(1), /^POST .*queue/);
});

Deno.test("RoomWalk: who was passed over or whose pass is over enters again", async () => {
  const { room, next } = await walk();
  room.take(0, answer(201, { state: "waiting", pollAfterMs: 1_000 }));
  assertEquals(room.take(0, answer(200, { state: "passed", pollAfterMs: 2_000 })), 2_000);
  assertMatch(next(0), /^POST .*queue/);
  room.take(0, answer(201, { state: "admitted", pass: "p1.x" }));
  assertEquals(room.take(0, answer(403, { code: "admission_required" })), 0);
  assertMatch(next(0), /^POST .*queue/);
});

Deno.test("RoomWalk: a refusal that nothing can be done about is an answer", async () => {
  const { room } = await walk();
  assertEquals(room.take(0, answer(404, { code: "no_waiting_room" })), true);
});
