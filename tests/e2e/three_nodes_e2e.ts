/** Three server processes share a sale on one denokv; one is killed in the middle of it. */
import { assert, assertEquals } from "@std/assert";
import { type Answered, claimAll, journalOf, startDenokv, startServer } from "./servers.ts";

Deno.test("three nodes on one denokv, one killed: nothing oversold, nothing lost", async () => {
  const folder = await Deno.makeTempDir();
  const denokv = await startDenokv(`${folder}/kv.db`);
  const nodes = await Promise.all([0, 1, 2].map(() => startServer(denokv.url, denokv.token)));
  const answered: Answered[] = [];
  const bursts = nodes.map((node, i) => claimAll(node.url, 1 + i * 2_000, 2_000, answered));
  while (answered.length < 1_500) await new Promise((resolve) => setTimeout(resolve, 1));
  nodes[2]!.kill();
  await Promise.all(bursts);

  const before = [...answered];
  // Who got no answer from the dead node asks another one.
  await claimAll(nodes[0]!.url, 4_001, 2_000, answered);
  const journal = await journalOf(nodes[1]!.url);
  assert(journal.proof.ok, journal.proof.ok ? "" : journal.proof.problem);
  assertEquals(journal.answers.size, 6_000);
  for (const { memberId, number, place } of before) {
    assertEquals(journal.answers.get(memberId), { number, place }, `what ${memberId} was told`);
  }
  for (const node of nodes.slice(0, 2)) node.kill();
  await Promise.all(nodes.map(({ ended }) => ended));
  denokv.kill();
  await denokv.ended;
  await Deno.remove(folder, { recursive: true });
});
