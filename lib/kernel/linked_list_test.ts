import { assert, assertEquals } from "@std/assert";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { LinkedList } from "./linked_list.ts";

Deno.test("LinkedList: gives its values in the order in which they came, whoever has left", () => {
  const list = new LinkedList<string>();
  const links = ["a", "b", "c", "d", "e"].map((value) => list.add(value));
  assertEquals([...list], ["a", "b", "c", "d", "e"]);
  for (const at of [2, 0, 4]) assert(list.delete(links[at]!));
  assertEquals([...list], ["b", "d"]);
  assertEquals([list.size, list.first], [2, "b"]);
  list.add("f");
  assertEquals([...list], ["b", "d", "f"]);
});

Deno.test("LinkedList: a value is taken out once, and only of the list it is in", () => {
  const list = new LinkedList<number>(), other = new LinkedList<number>();
  const link = list.add(1);
  other.add(2);
  assertEquals(other.delete(link), false);
  assertEquals(list.delete(link), true);
  assertEquals(list.delete(link), false);
  assertEquals([list.size, list.first, other.size], [0, undefined, 1]);
});

Deno.test("LinkedList: shift takes out the oldest until there is none", () => {
  const list = new LinkedList<number>();
  for (const n of [1, 2, 3]) list.add(n);
  assertEquals([list.shift(), list.shift(), list.shift(), list.shift()], [1, 2, 3, undefined]);
  assertEquals(list.size, 0);
  list.add(4);
  assertEquals([...list], [4]);
});

Deno.test("LinkedList: who looks through it may take out what is there", () => {
  const list = new LinkedList<number>();
  const links = new Map([1, 2, 3].map((n) => [n, list.add(n)]));
  const seen: number[] = [];
  for (const n of list) {
    seen.push(n);
    list.delete(links.get(n)!);
  }
  assertEquals(seen, [1, 2, 3]);
  assertEquals(list.size, 0);
});

/** The engine's collector, which it shows to nobody who does not ask for it. */
function collector(): () => void {
  setFlagsFromString("--expose-gc");
  return runInNewContext("gc");
}

Deno.test("LinkedList: what has left it dies young, after a full collection too", () => {
  const list = new LinkedList<unknown>();
  const churn = (count: number) => {
    for (let i = 0; i < count; i++) {
      list.add(new Array(500).fill(i));
      if (list.size > 2) list.shift();
    }
  };
  churn(1_000);
  collector()();
  const before = Deno.memoryUsage().heapUsed;
  // Sixteen megabytes, sixteen times what the young have room for; a set would leave all of them.
  churn(4_000);
  const megabytes = (Deno.memoryUsage().heapUsed - before) / 2 ** 20;
  assert(megabytes < 4, `${megabytes} MB are left`);
});
