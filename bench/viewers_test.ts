import { assertEquals } from "@std/assert";
import { lastParticipants } from "./viewers.ts";

const encoder = new TextEncoder();
const frame = (participants: number) =>
  `event: sale\nid: 7\ndata: {"allocated":1,"participants":${participants},"seq":7}\n\n`;

for (
  const [what, text, expected] of [
    ["one frame", frame(12), 12],
    ["the last of several", frame(12) + frame(345), 345],
    ["the last whole one", frame(12) + frame(345).slice(0, -26), 12],
    ["no frame", ": ping\n\n", -1],
    ["nothing", "", -1],
    ["a number that is cut", 'data: {"participants":12', -1],
  ] as const
) {
  Deno.test(`lastParticipants: finds ${what}`, () => {
    assertEquals(lastParticipants(encoder.encode(text)), expected);
  });
}
