import { assert, assertEquals } from "@std/assert";
import { Problem } from "../http/problem.ts";
import { Door, DOOR_LIMITS } from "./door.ts";
import { ProofOfWork, solve, zeroBits } from "./proof_of_work.ts";

const SECRETS = ["a secret of the tests"];
const guard = { mode: "auto", bits: 4 } as const;

function codeOf(run: () => void): string {
  try {
    run();
    return "in";
  } catch (error) {
    assert(error instanceof Problem);
    return error.code;
  }
}

const enter = (door: Door, memberId: string, address: string, now: number, mode = guard) =>
  codeOf(() => door.pass({ saleId: "s", memberId, address, guard: mode }, now));

Deno.test("Door: a member who hammers is put off, whatever the address", () => {
  const door = new Door(SECRETS);
  const tries = Array.from({ length: 7 }, (_, i) => enter(door, "m", `10.0.0.${i}`, 1_000));
  assertEquals(tries, ["in", "in", "in", "in", "in", "too_many_requests", "too_many_requests"]);
  assertEquals(enter(door, "m", "10.0.0.9", 3_000), "in");
});

Deno.test("Door: one crowded address pays alone, many set off the alarm for all", () => {
  const door = new Door(SECRETS);
  let members = 0;
  const crowd = (address: string, now: number) => {
    for (let i = 0; i <= DOOR_LIMITS.address.burst; i++) enter(door, `m${members++}`, address, now);
  };
  crowd("10.0.0.1", 1_000);
  assertEquals(enter(door, "next", "10.0.0.1", 1_000), "proof_of_work_required");
  assertEquals([door.alarmed(1_000), enter(door, "else", "10.9.9.9", 1_000)], [false, "in"]);
  for (let i = 0; i < 50; i++) crowd(`10.0.1.${i}`, 2_000);
  assertEquals(door.alarmed(2_000), true);
  assertEquals(enter(door, "anyone", "10.9.9.8", 2_000), "proof_of_work_required");
  assertEquals(enter(door, "later", "10.9.9.7", 200_000), "in");
  const off = codeOf(() =>
    door.pass({
      saleId: "s",
      memberId: "off",
      address: "10.0.1.1",
      guard: { mode: "off", bits: 4 },
    }, 2_000)
  );
  assertEquals(off, "in", "staff have the last word");
});

Deno.test("Door: 100,000 members of one address within a minute keep nobody else out", () => {
  const door = new Door(SECRETS);
  const got = new Map<string, number>();
  const minute = 60_000, from = 1_000;
  for (let i = 0; i < 100_000; i++) {
    const now = from + i * minute / 100_000;
    const code = enter(door, `m${i}`, "10.0.0.1", now);
    got.set(code, (got.get(code) ?? 0) + 1);
    if (i % 1_000 === 0) assertEquals(enter(door, `else${i}`, `10.9.${i / 1_000}.9`, now), "in");
  }
  const { address } = DOOR_LIMITS;
  const free = address.burst + minute / address.everyMs;
  assert(got.get("in")! <= free + 1, `${got.get("in")} got in without work`);
  assert(got.get("too_many_requests")! > 90_000);
  assertEquals(door.alarmed(from + minute), false);
});

Deno.test("Door: without limits by address, as in a load test", () => {
  const door = new Door(SECRETS, DOOR_LIMITS, { byAddress: false });
  for (let i = 0; i < 2_000; i++) assertEquals(enter(door, `m${i}`, "127.0.0.1", 5), "in");
});

Deno.test("ProofOfWork: verdicts", () => {
  const work = new ProofOfWork(SECRETS);
  const asked = work.challenge("s", "m", 8, 1_000_000);
  const proof = solve(asked);
  assert(zeroBits(proof.challenge, proof.solution) >= 8);
  const check = (change: Partial<typeof proof>, sale = "s", member = "m", at = 1_000_001) =>
    work.check(sale, member, { ...proof, ...change }, at);
  const unsolved = ["x", "y", "z", "xx", "yy"].find((solution) =>
    zeroBits(asked.challenge, solution) < 8
  )!;
  assertEquals(check({ solution: unsolved }), "not_solved");
  assertEquals(check({ challenge: asked.challenge.replace(".8.", ".1.") }), "invalid");
  assertEquals(check({}, "s", "other"), "invalid");
  assertEquals(check({}, "other"), "invalid");
  assertEquals(check({ solution: "line\nfeed" }), "not_solved");
  assertEquals(check({}, "s", "m", asked.expiresAt), "expired");
  assertEquals(new ProofOfWork(["another secret"]).check("s", "m", proof, 1_000_001), "invalid");
  assertEquals([check({}), check({})], ["ok", "used"]);
});
