import { assert, assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { testTokenLines } from "../lib/auth/test_members.ts";
import { DenoKvStore } from "../lib/kernel/mod.ts";
import { createPlatform } from "../lib/platform.ts";
import {
  claimed,
  journalOf,
  missed,
  SMALL_SALE,
  stocked,
  writerOf,
} from "../lib/proof/_testing.ts";
import { DRAWS_AT, whole } from "../lib/proof/draw_testing.ts";
import { verifyDrawJournal } from "../lib/proof/verify_draw.ts";
import { seedShowroom } from "../lib/showroom/seed.ts";
import { createApi } from "../routes/api/app.ts";
import { UsageError } from "./args.ts";
import { verify } from "./verify.ts";

async function run(...args: string[]): Promise<{ code: number; lines: string[] }> {
  const lines: string[] = [];
  const code = await verify(args, (line) => lines.push(line));
  return { code, lines };
}

async function withFile<T>(text: string, use: (path: string) => Promise<T>): Promise<T> {
  const path = await Deno.makeTempFile({ suffix: ".ndjson" });
  try {
    await Deno.writeTextFile(path, text);
    return await use(path);
  } finally {
    await Deno.remove(path);
  }
}

/** Serves what `answer` gives, and notes the paths that were asked for. */
async function withServer<T>(
  answer: (path: string) => Response | Promise<Response>,
  use: (origin: string, asked: string[]) => Promise<T>,
): Promise<T> {
  const asked: string[] = [];
  const server = Deno.serve({ port: 0, hostname: "127.0.0.1", onListen() {} }, (request) => {
    const { pathname } = new URL(request.url);
    asked.push(pathname);
    return answer(pathname);
  });
  try {
    return await use(`http://127.0.0.1:${server.addr.port}`, asked);
  } finally {
    await server.shutdown();
  }
}

const journal = journalOf(SMALL_SALE);
const { head } = writerOf(SMALL_SALE);

Deno.test("verify: says what a file proves, and its head", async () => {
  const { code, lines } = await withFile(journal, (path) => run(path));
  assertEquals(code, 0);
  assert(lines[0]!.startsWith("Proved: 3 of 3 cars went to 3 different members"));
  assertEquals(lines[1], `Head: entry 8, ${head.hash}`);
  assert(lines[2]!.startsWith("No journal can prove "));
});

Deno.test("verify: names what is wrong, with line, entry and code", async () => {
  const { code, lines } = await withFile(journal.replace("m-bo", "m-by"), (path) => run(path));
  assertEquals(code, 1);
  assertEquals(lines[0], "Not proved: 1 finding");
  assert(lines[1]!.startsWith("line 5: entry 4 does not follow from entry 3: its prev is "));
  assert(lines[1]!.endsWith(" [chain_broken]"));
});

Deno.test("verify --member: shows the member's own line, or that there is none", async () => {
  await withFile(journal, async (path) => {
    const car = await run(path, "--member", "m-bo");
    assertEquals([car.code, car.lines.at(-1)], [
      0,
      '"m-bo": car 2, order "launch-2017-2", at 2027-01-15T08:00:00.000Z in entry 3 on line 4',
    ]);
    const place = await run("--member=m-fay", path);
    assertEquals([place.code, place.lines.at(-1)], [
      0,
      '"m-fay": place 3 in line, at 2027-01-15T08:00:00.030Z in entry 7 on line 8',
    ]);
    const none = await run(path, "--member", "m-nobody");
    assertEquals([none.code, none.lines.at(-1)], [1, '"m-nobody": has no answer in this journal']);
  });
});

Deno.test("verify --head: the journal has to contain it", async () => {
  const earlier = writerOf(SMALL_SALE.slice(0, 3)).head.hash;
  await withFile(journal, async (path) => {
    const known = await run(path, "--head", earlier.toUpperCase());
    assertEquals(known.code, 0);
    assertStringIncludes(known.lines[0]!, "; the head given beforehand is its entry 3.");
    const unknown = await run(path, "--head", "0".repeat(64));
    assertEquals(unknown.code, 1);
    assertStringIncludes(unknown.lines[1]!, "[anchor_missing]");
  });
});

Deno.test("verify --json: one line for programs", async () => {
  const good = await withFile(journal, (path) => run(path, "--json", "--member", "m-bo"));
  assertEquals(good.lines.length, 1);
  const { ok, allocated, participants, capacity, answers } = JSON.parse(good.lines[0]!);
  assertEquals([good.code, ok, allocated, participants, capacity], [0, true, 3, 7, 3]);
  assertEquals(answers[0].number, 2);
  const bad = await withFile("<html>\n", (path) => run(path, "--json"));
  const told = JSON.parse(bad.lines[0]!);
  assertEquals([bad.code, told.ok, told.findings[0].code], [1, false, "not_a_journal"]);
  const unread = await run("--json", "no-such-file");
  const problem = 'Cannot read "no-such-file": there is no such file';
  assertEquals([unread.code, ...unread.lines.map((line) => JSON.parse(line))], [
    1,
    { ok: false, problem, findings: [] },
  ]);
});

for (
  const args of [[], ["a", "b"], ["a", "--hed", "x"], ["a", "--head", "12"], ["a", "--member"]]
) {
  Deno.test(`verify: takes "${args.join(" ")}" for a slip`, async () => {
    await assertRejects(() => run(...args), UsageError);
  });
}

Deno.test("verify: a draw, and a sale by its draw, from files", async () => {
  const draw = writerOf(whole(), "launch-2017", "draw").text;
  const { order = [] } = await verifyDrawJournal(draw);
  const [first, ...others] = order;
  const given = (all: readonly string[]) =>
    journalOf([{
      at: DRAWS_AT,
      events: [
        stocked(1, { mode: "draw" }),
        claimed(first!, 1),
        ...all.map((memberId, i) => missed(memberId, i + 1)),
      ],
    }]);
  await withFile(draw, async (drawPath) => {
    const alone = await run(drawPath, "--member", order[1]!);
    assertEquals([alone.code, alone.lines.at(-1)], [0, `"${order[1]}": drawn as number 2 of 5`]);
    const good = await withFile(given(others), (path) => run(path, "--draw", drawPath));
    assertEquals(good.code, 0);
    assertStringIncludes(good.lines.join("\n"), "in the order in which 5 were drawn");
    const swapped = await withFile(
      given(others.toReversed()),
      (path) => run(path, "--draw", drawPath, "--json"),
    );
    const told = JSON.parse(swapped.lines[0]!);
    assertEquals([swapped.code, told.ok, told.draw.ok], [1, false, true]);
    assertEquals(told.findings[0].code, "order_differs");
    const other = await withFile(
      journalOf(SMALL_SALE, "other"),
      (path) => run(path, "--draw", drawPath),
    );
    assertStringIncludes(other.lines[0]!, '--draw is the draw of "launch-2017"');
    await assertRejects(() => run(drawPath, "--draw", drawPath), UsageError);
  });
});

Deno.test("verify: a path is meant from where the task was called", async () => {
  const before = Deno.env.get("INIT_CWD");
  await withFile(journal, async (path) => {
    const at = path.lastIndexOf("/");
    try {
      Deno.env.set("INIT_CWD", path.slice(0, at));
      assertEquals((await run(path.slice(at + 1))).code, 0);
      assertEquals((await run(path)).code, 0);
    } finally {
      if (before === undefined) Deno.env.delete("INIT_CWD");
      else Deno.env.set("INIT_CWD", before);
    }
  });
});

Deno.test("verify: a folder is no journal", async () => {
  const { code, lines } = await run(".");
  assertEquals([code, ...lines], [1, 'Cannot read ".": expected a file, got a folder']);
});

Deno.test("verify: a sale's present head is fetched before its journal, and has to be in it", async () => {
  const sale = (hash: string) => (path: string) =>
    path.endsWith("/journal")
      ? new Response(journal)
      : Response.json({ id: "launch-2017", journal: { seq: 8, hash } });
  const good = await withServer(sale(head.hash), async (origin, asked) => ({
    ...await run(`${origin}/api/sales/launch-2017/journal`),
    asked,
  }));
  assertEquals(good.asked, ["/api/sales/launch-2017", "/api/sales/launch-2017/journal"]);
  assertEquals(good.code, 0);
  assertStringIncludes(good.lines[0]!, "; the head given beforehand is its last entry.");
  const other = await withServer(
    sale("f".repeat(64)),
    (origin) => run(`${origin}/api/sales/launch-2017/journal`),
  );
  assertEquals(other.code, 1);
  assertStringIncludes(other.lines[1]!, "[anchor_missing]");
});

Deno.test("verify: a journal at any other address is judged by itself", async () => {
  const { code, lines } = await withServer(
    () => new Response(journal),
    (origin) => run(`${origin}/archive/launch-2017.ndjson`),
  );
  assertEquals(code, 0);
  assert(!lines[0]!.includes("beforehand"));
});

Deno.test("verify: another sale's journal is not what was asked for", async () => {
  const { code, lines } = await withServer(
    (path) => path.endsWith("/journal") ? new Response(journal) : Response.json({}),
    (origin) => run(`${origin}/api/sales/launch-2018/journal`),
  );
  assertEquals(code, 1);
  assertStringIncludes(lines[1]!, 'this is the journal of "launch-2017", expected that of');
});

Deno.test("verify: says what the server said", async () => {
  const problem = { title: "There is no such sale", code: "unknown_sale" };
  const { code, lines } = await withServer(
    () => Response.json(problem, { status: 404 }),
    (origin) => run(`${origin}/api/sales/none/journal`),
  );
  assertEquals(code, 1);
  assertStringIncludes(
    lines[0]!,
    '/api/sales/none: expected 200, got 404 Not Found: "There is no such sale"',
  );
});

Deno.test("verify: an address where nobody answers", async () => {
  const origin = await withServer(() => new Response(), (origin) => Promise.resolve(origin));
  const { code, lines } = await run(`${origin}/api/sales/launch-2017/journal`);
  assertEquals(code, 1);
  assert(lines[0]!.startsWith(`Cannot get ${origin}/api/sales/launch-2017: `));
  // The runtime says "fetch failed" of whatever has happened.
  assertStringIncludes(lines[0]!, "Connection refused");
});

Deno.test("verify: what is neither a file nor an address is told with what was expected", async () => {
  await assertRejects(
    () => run("http://"),
    UsageError,
    'verify takes an address like http://127.0.0.1:8000, got "http://"',
  );
  const { code, lines } = await run("http://127.0.0.1:9/api/sales/%E0%A4%A/journal");
  assertEquals([code, lines[0]!.startsWith("Cannot get http://127.0.0.1:9/")], [1, true]);
});

Deno.test("verify: a connection that breaks off is told as such", async () => {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const served = (async () => {
    using connection = await listener.accept();
    await connection.read(new Uint8Array(4_096));
    const answer = `HTTP/1.1 200 OK\r\ncontent-length: 90000\r\n\r\n${journal.slice(0, 500)}`;
    await connection.write(new TextEncoder().encode(answer));
  })();
  const { port } = listener.addr as Deno.NetAddr;
  const { code, lines } = await run(`http://127.0.0.1:${port}/launch.ndjson`);
  await served;
  assertEquals(code, 1);
  assert(lines[0]!.startsWith(`Cannot get all of http://127.0.0.1:${port}/launch.ndjson: `));
});

Deno.test("verify: proves the journal that the platform publishes", async () => {
  const store = await DenoKvStore.open(":memory:");
  const platform = await createPlatform({ store, staffPhones: [], loadTest: true });
  const { tokens, now } = platform;
  try {
    await seedShowroom(platform.system, { now: now(), cars: 5, openAtOnce: true });
    const api = createApi(platform);
    const lines = testTokenLines(tokens, { count: 60, first: 1, role: "member", nowMs: now() });
    const answered = [...lines].join("").trim().split("\n").map(async (token) => {
      const response = await api.request("/api/sales/launch-2017/claims", {
        method: "POST",
        headers: { authorization: `Bearer ${token}` },
      });
      assert(response.ok);
      await response.body?.cancel();
    });
    await Promise.all(answered);
    const { code, lines: told } = await withServer(
      (path) => api.request(path),
      (origin) => run(`${origin}/api/sales/launch-2017/journal`),
    );
    assertEquals(code, 0, told.join("\n"));
    assertStringIncludes(told[0]!, "Proved: 5 of 5 cars went to 5 different members in the order");
    assertStringIncludes(told[0]!, "55 others have their place in line");
  } finally {
    await platform.stop();
    store.close();
  }
});
