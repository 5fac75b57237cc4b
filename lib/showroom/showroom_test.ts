import { assertEquals, assertNotEquals } from "@std/assert";
import { template } from "../../actors/catalogue/template.ts";
import type { Edit } from "../configurator/edit.ts";
import { ActorSystem, DenoKvStore, type FeedListener, systemClock } from "../kernel/mod.ts";
import { showroomPrices } from "./prices.ts";
import { shippedTemplate } from "./shipped.ts";
import { Showroom } from "./showroom.ts";

const lu = shippedTemplate("lu");
const CODE = "LU1-AZSVM";

async function withShowroom(
  run: (of: {
    showroom: Showroom;
    at: (ms: number) => void;
    publish: (...edits: Edit[]) => Promise<void>;
    /** Another node's, which was not told anything. */
    other: () => Promise<Showroom>;
    turn: () => Promise<unknown>;
  }) => Promise<void>,
): Promise<void> {
  const store = await DenoKvStore.open(":memory:");
  const system = new ActorSystem({ store, actors: [template] });
  let now = 1_000;
  const clock = { ...systemClock, now: () => now };
  const showroom = new Showroom(system, clock);
  await showroom.follow();
  const made = [showroom];
  try {
    await run({
      showroom,
      at: (ms) => void (now = ms),
      async publish(...edits) {
        const address = template("lu");
        await system.ask(address, "seed", { template: lu });
        const from = await system.view(address, ({ versions }) => versions.length);
        await system.ask(address, "begin", { from });
        await system.ask(address, "edit", { revision: 1, edits });
        const revision = 1 + edits.length;
        const done = await system.ask(address, "publish", { revision, note: "x", at: null });
        assertEquals(done.ok, true);
        await showroom.refresh("lu");
      },
      async other() {
        const one = new Showroom(system, clock);
        made.push(one);
        await one.follow();
        return one;
      },
      turn: () => system.view(template("lu"), () => 0),
    });
  } finally {
    for (const one of made) one.stop();
    await system.stop();
    store.close();
  }
}

const option = (code: string) => lu.options.find((one) => one.code === code)!;
const dearer: Edit = {
  do: "put",
  list: "options",
  item: { ...option("paint_maple"), priceFen: 900_000 },
};

// These codes are out with customers: whoever changes what they open has edited a published version.
Deno.test("Showroom opens each code as the car it was when the code was given, also after later publications", () =>
  withShowroom(async ({ showroom, publish }) => {
    const expectCars = () => {
      for (
        const [code, trim, wishes, priceFen] of [
          [CODE, "performance", ["paint_maple", "tow_bar"], 23_290_000],
          ["XIU1-4GAGZ", "max", ["paint_water", "pack_offroad"], 36_290_000],
        ] as const
      ) {
        const { selection, priced } = showroom.open(code)!;
        assertEquals([selection, priced.priceFen], [{ trim, wishes: [...wishes] }, priceFen]);
      }
    };
    expectCars();
    assertEquals(showroom.open("LU1-AZSVN"), undefined);
    assertEquals(showroom.open("LU2-AZSVM"), undefined);
    await publish(dearer, { do: "put", list: "options", item: option("tow_bar"), place: 0 });
    expectCars();
    assertEquals(showroom.open(CODE)!.outdated, true);
    const today = showroom.today(showroom.open(CODE)!)!;
    assertEquals([today.templateVersion, today.priceFen], [2, 23_490_000]);
    assertNotEquals(today.code, CODE);
    assertEquals(showroom.open(today.code)!.outdated, false);
    const prices = showroomPrices(showroom);
    assertEquals(await prices.price(CODE), undefined);
    assertEquals((await prices.price(today.code))?.priceFen, 23_490_000);
  }));

Deno.test("Showroom: a node that starts later knows every version; one that follows hears of the next", () =>
  withShowroom(async ({ showroom, publish, other, turn }) => {
    await publish(dearer);
    const late = await other();
    assertEquals(late.current("lu"), showroom.current("lu"));
    assertEquals(late.version("lu", 1)?.template, lu);
    await publish({
      do: "put",
      list: "options",
      item: { ...option("paint_maple"), priceFen: 950_000 },
    });
    // Told by the journal alone, a few turns of the actor later.
    for (let turns = 0; turns < 100 && late.current("lu").version < 3; turns++) await turn();
    assertEquals(late.current("lu").version, 3);
  }));

Deno.test("Showroom: an option that goes off sale can no longer be ordered, and its code still opens", () =>
  withShowroom(async ({ showroom, publish, at }) => {
    await publish({
      do: "put",
      list: "options",
      item: { ...option("tow_bar"), onSale: { until: 5_000 } },
    });
    const { code } = showroom.today(showroom.open(CODE)!)!;
    assertEquals(showroom.open(code)!.outdated, false);
    const hot = showroom.current("lu");
    assertEquals(showroom.current("lu") === hot, true);
    at(5_000);
    const { outdated, priced } = showroom.open(code)!;
    assertEquals([outdated, priced.options.includes("tow_bar")], [true, true]);
    assertEquals(showroom.today(showroom.open(code)!)!.options.includes("tow_bar"), false);
  }));

Deno.test("Showroom: a store that is away for long leaves one look to end behind, not one for each second", async () => {
  const listeners: FeedListener[] = [];
  let away = false;
  const system = {
    follow: (_template: unknown, listener: FeedListener) => {
      listeners.push(listener);
      return Promise.resolve(() => {});
    },
    view: () => away ? Promise.reject(new Error("the store is away")) : Promise.resolve([]),
  } as unknown as ActorSystem;
  const looks: (() => void)[] = [];
  let ended = 0;
  const after = (_ms: number, look: () => void) => {
    looks.push(look);
    return () => void ended++;
  };
  const showroom = new Showroom(system, { ...systemClock, after });
  await showroom.follow();
  away = true;
  listeners[0]!.entry({ seq: 1, at: 0, events: [["published", {}]] });
  for (let second = 0; second < 100; second++) {
    await new Promise((resolve) => setTimeout(resolve, 0));
    looks.shift()!();
  }
  await new Promise((resolve) => setTimeout(resolve, 0));
  ended = 0;
  showroom.stop();
  assertEquals([ended, looks.length], [1, 1]);
});
