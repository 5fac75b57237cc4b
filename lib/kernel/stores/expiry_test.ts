/** Rows that disappear in time without the engine's help, which a full disk turns into a panic. */
import { assert, assertEquals } from "@std/assert";
import { DatabaseSync } from "node:sqlite";
import { EMBEDDED_STORE } from "../limits.ts";
import type { Atomic, Key, Row, Store } from "../store.ts";
import { DenoKvStore } from "./deno_kv.ts";
import { Expiry } from "./expiry.ts";

const START = 1_800_000_000_000;
const value = new Uint8Array([1]);
const kept = (key: Key, expireInMs?: number) =>
  expireInMs === undefined ? { key, value } : { key, value, expireInMs };
const setting = (...sets: Atomic["sets"]): Atomic => ({ checks: [], sets, deletes: [] });

/** A store in memory, with an expiry that goes by the hand of a clock. */
async function onStore(
  work: (given: {
    store: Store;
    clock: { now: number };
    expiry: Expiry;
    /** Commits `sets` with the notes of `by`. */
    write(sets: Atomic["sets"], by?: Expiry): Promise<void>;
    all(): Promise<Row[]>;
  }) => Promise<void>,
): Promise<void> {
  const store = await DenoKvStore.open(":memory:");
  const clock = { now: START };
  const expiry = new Expiry(store, () => clock.now);
  const plain = ({ key, value }: { key: Key; value: Uint8Array }) => ({ key, value });
  try {
    await work({
      store,
      clock,
      expiry,
      async write(sets, by = expiry) {
        const notes = by.notes(setting(...sets));
        assert(notes);
        assert((await store.commit(setting(...sets.map(plain), ...notes))).ok);
      },
      all: () => Array.fromAsync(store.list({ prefix: [] })),
    });
  } finally {
    store.close();
  }
}

const namesOf = (rows: readonly Row[]) => rows.map(({ key }) => String(key[0]));

Deno.test("Expiry: a row goes when its time is over and not before, and leaves nothing behind", () =>
  onStore(async ({ clock, expiry, write, all }) => {
    await write([kept(["stays"]), kept(["a"], 1_000), kept(["b"], 5_000)]);
    await write([kept(["c"], 60_000)]);
    clock.now += 4_999;
    assertEquals(await expiry.collect(), true);
    assertEquals(namesOf(await all()), ["a", "b", "c", "expiring", "expiring", "stays"]);
    clock.now += 1;
    assertEquals(await expiry.collect(), true);
    assertEquals(namesOf(await all()), ["c", "expiring", "stays"]);
    clock.now += 60_000;
    assertEquals(await expiry.collect(), true);
    assertEquals(namesOf(await all()), ["stays"]);
  }));

Deno.test("Expiry: a row written anew under its key lives as long as it was given last", () =>
  onStore(async ({ clock, expiry, write, all }) => {
    await write([kept(["code"], 1_000), kept(["for ever"], 1_000)]);
    clock.now += 900;
    await write([kept(["code"], 1_000), kept(["for ever"])]);
    clock.now += 900;
    await expiry.collect();
    assertEquals(namesOf(await all()), ["code", "expiring", "for ever"]);
    clock.now += 100;
    await expiry.collect();
    assertEquals(namesOf(await all()), ["for ever"]);
  }));

Deno.test("Expiry: hundreds of rows of one commit go, few at a time, and two nodes at once do no harm", () =>
  onStore(async ({ store, clock, expiry, write, all }) => {
    const few = { ...EMBEDDED_STORE, checks: 10 };
    const other = new Expiry(
      {
        limits: few,
        getMany: (asked) => store.getMany(asked),
        list: (options) => store.list(options),
        commit: (atomic) => {
          assert(atomic.checks.length <= few.checks);
          return store.commit(atomic);
        },
      },
      () => clock.now,
    );
    // Long keys: they take more than one note.
    const long = "x".repeat(110);
    await write(Array.from({ length: 200 }, (_, i) => kept(["k", `${i}${long}`], 1_000)));
    await write(Array.from({ length: 250 }, (_, i) => kept(["l", i], 1_000)), other);
    assert((await all()).length > 452);
    clock.now += 1_000;
    assertEquals(await Promise.all([expiry.collect(), other.collect()]), [true, true]);
    await expiry.collect();
    assertEquals(await all(), []);
  }));

Deno.test("Expiry: thousands that are due at once are deleted in several looks", () =>
  onStore(async ({ clock, expiry, write, all }) => {
    for (let commit = 0; commit < 5; commit++) {
      await write(Array.from({ length: 700 }, (_, i) => kept(["k", commit, i], 1_000)));
    }
    clock.now += 1_000;
    assertEquals(await expiry.collect(), false);
    assertEquals((await all()).length, 2 * 700 + 2);
    assertEquals(await expiry.collect(), true);
    assertEquals(await all(), []);
  }));

Deno.test("Expiry: a commit without room for its notes is told so", () =>
  onStore(({ expiry }) => {
    const { mutations, commitBytes } = EMBEDDED_STORE;
    const many = Array.from({ length: mutations }, (_, i) => kept(["k", i]));
    assertEquals(expiry.notes(setting(...many)), []);
    assertEquals(expiry.notes(setting(...many.slice(1), kept(["x"], 1)))?.length, undefined);
    assertEquals(expiry.notes(setting(...many.slice(2), kept(["x"], 1)))?.length, 1);
    const large = Array.from({ length: 13 }, (_, i) => ({
      key: ["k", i],
      value: new Uint8Array(Math.floor(commitBytes / 13) - 12),
    }));
    assertEquals(expiry.notes(setting(...large, kept(["x"], 1))), undefined);
    return Promise.resolve();
  }));

Deno.test("DenoKvStore gives the engine nothing to expire, unless a commit has no room for notes", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const path = `${folder}/kv.db`;
    const store = await DenoKvStore.open(path);
    await store.commit(setting(kept(["a"], 60_000), kept(["b"])));
    const { mutations } = store.limits;
    await store.commit(
      setting(
        ...Array.from({ length: mutations }, (_, i) => kept(["full", i], i ? undefined : 60_000)),
      ),
    );
    store.close();
    const database = new DatabaseSync(path);
    const expiring = database.prepare(
      "select count(*) as n, count(case when expiration_ms >= 0 then 1 end) as expiring from kv",
    ).get();
    database.close();
    assertEquals({ ...expiring }, { n: 2 + 1 + mutations, expiring: 1 });
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
