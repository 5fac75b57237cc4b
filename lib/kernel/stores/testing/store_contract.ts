/** What the kernel relies on in a store: one suite for all of them, real and simulated. */
import { assert, assertEquals, assertRejects } from "@std/assert";
import { CommitRejected } from "../../errors.ts";
import type { Key, ListOptions, Store } from "../../store.ts";

export interface Subject extends AsyncDisposable {
  readonly store: Store;
  /** Goes on until the promise settles. */
  until<T>(promise: Promise<T>): Promise<T>;
}

const bytes = (text: string) => new TextEncoder().encode(text);
const set = (...key: Key) => ({ key, value: bytes(key.join()) });
const only = (...sets: ReturnType<typeof set>[]) => ({ checks: [], sets, deletes: [] });

/**
 * Registers the suite for a store, which `open` gives empty to each test. Not every store minds how
 * long all keys of a commit are together: the kernel keeps to that limit by itself.
 */
export function storeContract(
  name: string,
  open: () => Promise<Subject>,
  { weighsKeys = true } = {},
): void {
  const each = (title: string, test: (subject: Subject) => Promise<void>) =>
    Deno.test(`${name} ${title}`, async () => {
      await using subject = await open();
      await test(subject);
    });

  each("gives rows in the order of the keys asked for, and undefined where there is none", async ({
    store,
    until,
  }) => {
    const keys: Key[] = Array.from({ length: 25 }, (_, i) => ["k", i]);
    await until(store.commit(only(...keys.filter((_, i) => i % 2).map((key) => set(...key)))));
    const rows = await until(store.getMany(keys));
    assertEquals(rows.map((row) => row?.key), keys.map((key, i) => i % 2 ? key : undefined));
    assertEquals(await until(store.getMany([])), []);
    assertEquals((await until(store.getMany([["k", 1]])))[0]!.value, bytes("k,1"));
  });

  each("gives each commit a greater versionstamp, the same to all its rows", async ({
    store,
    until,
  }) => {
    const stamps: string[] = [];
    for (let i = 0; i < 20; i++) {
      const committed = await until(store.commit(only(set("a"), set("b", i))));
      assert(committed.ok);
      stamps.push(committed.versionstamp);
      const rows = await until(store.getMany([["a"], ["b", i]]));
      assertEquals(rows.map((row) => row!.versionstamp), [stamps[i]!, stamps[i]!]);
    }
    assertEquals(stamps.toSorted(), stamps);
    assertEquals(new Set(stamps).size, 20);
    assert(stamps.every((stamp) => /^[0-9a-f]{20}$/.test(stamp)));
  });

  each("commits all or nothing, by its checks", async ({ store, until }) => {
    const first = await until(store.commit(only(set("a"))));
    assert(first.ok);
    const { versionstamp } = first;
    const stale = await until(store.commit({
      checks: [{ key: ["a"], versionstamp }, { key: ["b"], versionstamp }],
      sets: [set("c")],
      deletes: [["a"]],
    }));
    assertEquals(stale, { ok: false });
    assertEquals((await until(store.getMany([["a"], ["c"]]))).map(Boolean), [true, false]);
    const fresh = await until(store.commit({
      checks: [{ key: ["a"], versionstamp }, { key: ["b"], versionstamp: null }],
      sets: [set("c")],
      deletes: [["a"]],
    }));
    assert(fresh.ok);
    assertEquals((await until(store.getMany([["a"], ["c"]]))).map(Boolean), [false, true]);
    const checksOnly = await until(
      store.commit({ checks: [{ key: ["a"], versionstamp: null }], sets: [], deletes: [] }),
    );
    assert(checksOnly.ok);
  });

  each(
    "lists rows in key order: strings by their bytes before numbers, by prefix, from, to, backwards",
    async ({
      store,
      until,
    }) => {
      const keys: Key[] = [
        ["x", ""],
        ["x", "a"],
        ["x", "a", "b"],
        ["x", "a\0"],
        ["x", "ab"],
        ["x", "b"],
        ["x", "é"],
        ["x", "晴"],
        ["x", -1.5],
        ["x", 0],
        ["x", 2],
        ["x", 10],
        ["x", 2 ** 40],
        ["y"],
      ];
      await until(store.commit(only(...keys.toReversed().map((key) => set(...key)))));
      const list = async (options: ListOptions) =>
        (await until(Array.fromAsync(store.list(options)))).map(({ key }) => key);
      const below = keys.slice(0, -1);
      assertEquals(await list({ prefix: ["x"] }), below);
      assertEquals(await list({ prefix: ["x"], reverse: true }), below.toReversed());
      assertEquals(await list({ prefix: ["x"], start: ["x", "b"] }), below.slice(5));
      assertEquals(await list({ prefix: ["x"], end: ["x", "b"] }), below.slice(0, 5));
      assertEquals(
        await list({ prefix: ["x"], start: ["x", "ab"], end: ["x", 2] }),
        below.slice(4, 10),
      );
      assertEquals(await list({ prefix: ["x"], limit: 4 }), below.slice(0, 4));
      assertEquals(await list({ prefix: ["x"], limit: 0 }), []);
      assertEquals(await list({ prefix: ["x"], limit: Infinity }), below);
      assertEquals(
        await list({ prefix: ["x"], start: ["x", "ab"], limit: 7, reverse: true }),
        below.slice(-7).toReversed(),
      );
      assertEquals(await list({ prefix: ["x", "a"] }), [["x", "a", "b"]]);
      assertEquals(await list({ prefix: ["z"] }), []);
    },
  );

  each("rejects for good what is beyond its limits, and nothing of it happens", async ({
    store,
    until,
  }) => {
    const { checks, mutations, keyBytes, valueBytes } = store.limits;
    const value = new Uint8Array(valueBytes);
    const many = (count: number, key: (i: number) => Key, size = 1) =>
      only(
        ...Array.from({ length: count }, (_, i) => ({ key: key(i), value: new Uint8Array(size) })),
      );
    const broken = [
      only({ key: ["v"], value: new Uint8Array(valueBytes + 1) }),
      only(set("k".repeat(keyBytes + 10))),
      many(mutations + 1, (i) => ["m", i]),
      ...(weighsKeys ? [many(mutations - 10, (i) => ["m", `${i}`.padEnd(100, "x")])] : []),
      // Keys and values together.
      many(14, (i) => ["m", i], 60_000),
      {
        checks: Array.from(
          { length: checks + 1 },
          (_, i) => ({ key: ["c", i], versionstamp: null }),
        ),
        sets: [set("a")],
        deletes: [],
      },
    ];
    for (const [i, atomic] of broken.entries()) {
      await until(assertRejects(() => store.commit(atomic), CommitRejected, "", `case ${i}`));
    }
    assertEquals(await until(Array.fromAsync(store.list({ prefix: ["m"] }))), []);
    const fitting = [
      only({ key: ["v"], value }),
      many(mutations, (i) => ["m", i]),
      many(13, (i) => ["m", i], 60_000),
    ];
    for (const atomic of fitting) assert((await until(store.commit(atomic))).ok);
  });

  each("tells a watch of the value that is there, and of every last change", async ({
    store,
    until,
  }) => {
    let told = 0;
    let next = Promise.withResolvers<void>();
    const stop = store.watch(["w"], () => {
      told++;
      next.resolve();
      next = Promise.withResolvers();
    });
    for (let i = 0; i < 3; i++) {
      const change = next.promise;
      await until(store.commit(only(set("w"))));
      await until(change);
    }
    assert(told >= 3);
    stop();
  });
}
