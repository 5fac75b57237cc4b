/** The disk is full in mid-sale: 503, reading goes on, and so does the sale once there is room. */
import { assert, assertEquals } from "@std/assert";
import { journalOf, startServer, tokenOf } from "./servers.ts";

const SALE = "/api/sales/launch-2017";
const DISK_BYTES = 1_500_000;
const AT_ONCE = 32;
const breath = () => new Promise((resolve) => setTimeout(resolve, 100));

interface Answer {
  readonly status: number;
  readonly code?: string;
  readonly number?: number;
  readonly place?: number;
}

async function claim(url: string, member: number): Promise<Answer & { retryAfter: string | null }> {
  const response = await fetch(`${url}${SALE}/claims`, {
    method: "POST",
    headers: { authorization: `Bearer ${tokenOf(member)}` },
    signal: AbortSignal.timeout(30_000),
  });
  const { code, number, place } = await response.json();
  const retryAfter = response.headers.get("retry-after");
  return { status: response.status, code, number, place, retryAfter };
}

Deno.test("the disk is full: 503 and no loss, and it goes on when there is room", async () => {
  const folder = await Deno.makeTempDir();
  const store = `${folder}/kv.db`;
  let server = await startServer(store);
  const letFilesGrowTo = async (most: string) => {
    const args = ["--pid", String(server.pid), `--fsize=${most}:`];
    assert((await new Deno.Command("prlimit", { args }).output()).success);
  };
  try {
    await letFilesGrowTo(String(DISK_BYTES));
    const told = new Map<number, Answer>();
    const claimed = async (member: number) => {
      const answer = await claim(server.url, member);
      if (answer.status < 300) told.set(member, answer);
      else if (answer.code !== "unknown_sale") {
        assertEquals([answer.status, answer.code], [503, "unavailable"]);
        assert(Number(answer.retryAfter) >= 1);
        return false;
      }
      return true;
    };
    let next = 1;
    for (let full = false; !full;) {
      assert(next < 20_000, "the disk never became full");
      const group = await Promise.all(Array.from({ length: AT_ONCE }, () => claimed(next++)));
      full = !group.every(Boolean);
    }
    assert(told.size > AT_ONCE);
    const read = await fetch(server.url + SALE);
    assertEquals(read.status, 200);
    await read.body?.cancel();
    const storeIs = async () => (await (await fetch(`${server.url}/api/health`)).json()).store;
    assertEquals(await storeIs(), "failing");

    await letFilesGrowTo("unlimited");
    for (let tries = 0; await storeIs() !== "well"; tries++) {
      assert(tries < 100, "nobody saw that there is room again");
      await breath();
    }
    for (let member = 1; member < next; member++) {
      for (let tries = 0; !told.has(member); tries++) {
        assert(tries < 100, `claim ${member} was never answered`);
        if (!await claimed(member)) await breath();
      }
    }

    server.kill();
    await server.ended;
    server = await startServer(store);
    const { proof, answers } = await journalOf(server.url);
    assert(proof.ok, proof.ok ? "" : proof.problem);
    assertEquals(answers.size, told.size);
    for (const [member, { number, place }] of told) {
      const kept = answers.get(`t-${String(member).padStart(9, "0")}`);
      assertEquals(kept, { number, place }, `what member ${member} was told`);
    }
  } finally {
    server.kill();
    await server.ended;
    await Deno.remove(folder, { recursive: true });
  }
});
