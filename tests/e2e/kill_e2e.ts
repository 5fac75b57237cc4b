/** The server is killed in mid-sale and started again: every answer it gave still holds. */
import { assert, assertEquals } from "@std/assert";
import { type Answered, claimAll, journalOf, startServer } from "./servers.ts";

Deno.test("kill -9 in mid-sale and restart: every accepted answer still holds", async () => {
  const folder = await Deno.makeTempDir();
  const store = `${folder}/kv.db`;
  const answered: Answered[] = [];
  const first = await startServer(store);
  const burst = claimAll(first.url, 1, 3_000, answered);
  while (answered.length < 1_000) await new Promise((resolve) => setTimeout(resolve, 1));
  first.kill();
  await burst;
  await first.ended;
  assert(
    answered.length >= 1_000 && answered.length < 3_000,
    `${answered.length} answers before the kill`,
  );

  const second = await startServer(store);
  const before = [...answered];
  await claimAll(second.url, 1, 3_000, answered);
  const journal = await journalOf(second.url);
  assert(journal.proof.ok, journal.proof.ok ? "" : journal.proof.problem);
  assertEquals(journal.answers.size, 3_000);
  for (const { memberId, number, place } of before) {
    assertEquals(journal.answers.get(memberId), { number, place }, `what ${memberId} was told`);
  }
  second.kill();
  await second.ended;
  await Deno.remove(folder, { recursive: true });
});
