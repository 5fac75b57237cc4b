import { assertEquals, assertThrows } from "@std/assert";
import { keyBytes } from "./keys.ts";
import { assertLimits, DEFAULT_LIMITS, EMBEDDED_STORE, REMOTE_STORE } from "./limits.ts";
import type { Key } from "./store.ts";
import { encodeKey } from "./testing/sim_disk.ts";

Deno.test("assertLimits holds for the defaults on both engines", () => {
  assertLimits(DEFAULT_LIMITS, EMBEDDED_STORE);
  assertLimits(DEFAULT_LIMITS, REMOTE_STORE);
});

Deno.test("assertLimits names the relation that does not hold", () => {
  const cases: [Partial<typeof DEFAULT_LIMITS>, string][] = [
    [{ valueUnits: 30_000 }, "an entry with one largest event fits a value"],
    [{ entryUnits: 30_000 }, "a full entry fits a value"],
    [{ inlineStateUnits: 20_000 }, "a head with its inline state fits a value"],
    [{ reminderBytes: 60_000 }, "a head with its reminders fits a value"],
    [{ recentUnits: 30_000 }, "a head with its last entries fits a value"],
    [{ turnUnits: 300_000 }, "a turn and one item beyond its mark fit a commit"],
    [{ turnMutations: 900 }, "a turn's mutations leave room for one command more"],
    [
      { turnUnits: 100_000, turnKeysBytes: 80 * 1024 },
      "a turn's keys leave room for one command more",
    ],
    [{ jointActors: 11 }, "a joint turn's actors fit the checks of a commit"],
    [{ keyUnits: 400 }, "an idempotent answer's key fits"],
    [{ snapshotChunkBytes: 70_000 }, "a snapshot's chunk fits a value"],
    [{ handoverUnits: 30_000 }, "a handed-over letter fits a value"],
    [{ handoverKeptMs: 5_000 }, "answers outlive several stewardships"],
    [{ handoverPollMs: 1_000 }, "polls are quicker than a stewardship"],
    [{ leaseMs: 300 }, "the lease outlives a few sweeps"],
  ];
  for (const [change, relation] of cases) {
    assertThrows(
      () => assertLimits({ ...DEFAULT_LIMITS, ...change }, REMOTE_STORE),
      RangeError,
      `expected that ${relation}`,
    );
  }
});

Deno.test("keyBytes is never less than the encoded key takes", () => {
  const keys: Key[] = [["a"], ["mail", "lot", "x".repeat(128), "id"], ["晴川", 5], ["é", -1, ""]];
  for (const key of keys) assertEquals(keyBytes(key) >= encodeKey(key).length, true);
  assertEquals(keyBytes(["abc", 1]), encodeKey(["abc", 1]).length);
});

Deno.test("assertLimits names the limit with which a node would stand still", () => {
  const none: Partial<typeof DEFAULT_LIMITS>[] = [
    { turnItems: 0 },
    { mailboxItems: -1 },
    { sweepRows: NaN },
    { commitAttempts: -1 },
  ];
  for (const change of none) {
    const [[name, value]] = Object.entries(change) as [[string, number]];
    assertThrows(
      () => assertLimits({ ...DEFAULT_LIMITS, ...change }, EMBEDDED_STORE),
      RangeError,
      `expected ${name} of ${name === "commitAttempts" ? 0 : 1} or more, got ${value}`,
    );
  }
});
