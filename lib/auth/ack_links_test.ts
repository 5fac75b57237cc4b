import { assert, assertEquals } from "@std/assert";
import { ACK_LINK_MS, createAckLinks } from "./ack_links.ts";

Deno.test("createAckLinks: a link is for one message of one group, for a week", () => {
  let now = Date.UTC(2026, 10, 23, 4);
  const links = createAckLinks("a secret of sixteen", () => now);
  const token = links.mint("service.sh-xuhui", 12);
  assertEquals(links.read(token), { group: "service.sh-xuhui", message: 12 });
  assertEquals(links.read(token.replace("~12~", "~13~")), undefined);
  assertEquals(links.read(token.replace("sh-xuhui", "sh-pudong")), undefined);
  assertEquals(createAckLinks("another secret of ours", () => now).read(token), undefined);
  for (const nonsense of ["", "x", `${token}x`, token.slice(0, -1), "~~~"]) {
    assertEquals(links.read(nonsense), undefined);
  }
  assert(/^[\w.~-]+$/.test(token), "it goes into a path as it is");
  now += ACK_LINK_MS;
  assertEquals(links.read(token), undefined);
});
