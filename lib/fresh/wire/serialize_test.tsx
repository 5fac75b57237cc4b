import { computed, signal } from "@preact/signals";
import { assert, assertEquals, assertStrictEquals, assertThrows } from "@std/assert";
import { deserialize } from "./deserialize.ts";
import { serialize } from "./serialize.ts";

const makers = {
  signal: (value: unknown) => signal(value),
  computed: (value: unknown) => computed(() => value),
  slot: (id: number) => ({ slot: id }),
};

// deno-lint-ignore no-explicit-any
const trip = (value: unknown): any => deserialize(JSON.parse(serialize(value)), makers);

Deno.test("serialize and deserialize give back every kind of value", () => {
  const values: unknown[] = [
    "",
    "text 文字 </script>",
    0,
    1.5,
    -0,
    NaN,
    Infinity,
    -Infinity,
    true,
    false,
    null,
    undefined,
    123456789012345678901234567890n,
    new Date("2026-11-23T10:00:00Z"),
    new URL("https://example.com/a?b#c"),
    /a\/b+/giu,
    new Uint8Array([0, 1, 254, 255]),
    new Set([1, "a", undefined]),
    new Map<unknown, unknown>([
      ["a", [1]],
      [{ k: 1 }, new Set([NaN])],
    ]),
    [],
    [[], [1, [2, undefined]]],
    {},
    { a: undefined, b: { c: -0 }, "": 1 },
    new Set(),
    new Map(),
    ["Date", 1],
    [1, 2, 3],
  ];
  for (const value of values) assertEquals(trip(value), value);
  assert(Object.is(trip(-0), -0));
  assert(Number.isNaN(trip(new Date(NaN)).getTime()));
});

Deno.test("serialize keeps cycles, shared references and keys that look like the prototype", () => {
  const shared = { n: 1 };
  const cycle: Record<string, unknown> = { a: shared, b: [shared], set: new Set([shared]) };
  cycle.self = cycle;
  cycle.map = new Map([[cycle, cycle]]);
  const back = trip(cycle);
  assertStrictEquals(back.self, back);
  assertStrictEquals(back.a, back.b[0]);
  assertStrictEquals([...back.set][0], back.a);
  assertStrictEquals(back.map.get(back), back);

  const hostile = trip(JSON.parse('{"__proto__": {"admin": true}}'));
  assertEquals(Object.getPrototypeOf(hostile), Object.prototype);
  assertEquals(hostile.admin, undefined);
  assertEquals(Object.keys(hostile), ["__proto__"]);
});

Deno.test("serialize keeps signals as signals, one for all who share it", () => {
  const count = signal(1);
  const double = computed(() => count.value * 2);
  const [left, right] = trip([
    { count, double },
    { count, nested: signal({ count }) },
  ]);
  assertStrictEquals(left.count, right.count);
  assertStrictEquals(right.nested.value.count, left.count);
  assertEquals([left.count.value, left.double.value], [1, 2]);
  left.count.value = 5;
  assertEquals(right.count.value, 5);
  assertThrows(() => (left.double.value = 1));
});

Deno.test("serialize refuses functions, symbols and JSX in objects, and names the place", () => {
  assertThrows(
    () => serialize({ list: [{ onClick: () => {} }] }),
    TypeError,
    "Cannot send a function to the browser, which stands in $.list.0.onClick",
  );
  assertThrows(() => serialize({ a: Symbol("x") }), TypeError, "a symbol");
  assertThrows(() => serialize({ a: { b: <p>x</p> } }), TypeError, "JSX inside of an object");
});

Deno.test("serialize sends the number of what stands for a slot", () => {
  const place = { place: true };
  const wire = serialize(
    { children: place },
    { slot: (value) => (value === place ? 3 : undefined) },
  );
  assertEquals(deserialize(JSON.parse(wire), makers), { children: { slot: 3 } });
});

Deno.test("deserialize refuses a kind it does not know", () => {
  assertThrows(() => deserialize([["Function", "x"]]), TypeError, "Function");
});
