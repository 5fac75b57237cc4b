import { assertEquals } from "@std/assert";
import { KernelError } from "../kernel/mod.ts";
import { OwnPlaces } from "./own_places.ts";

/** A member's watch, whose standing is read from `answers` one after the other. */
function watching(answers: readonly unknown[]) {
  const later: (() => void)[] = [];
  const told: string[] = [];
  const left = [...answers];
  const places = new OwnPlaces((again) => later.push(again));
  const read = () => {
    const next = left.shift();
    return next instanceof Error ? Promise.reject(next) : Promise.resolve(next);
  };
  const decoder = new TextDecoder();
  const end = places.watch("m1", read, (frame) => told.push(decoder.decode(frame)));
  return { places, later, told, end };
}

const settled = () => new Promise((resolve) => setTimeout(resolve, 0));
const busy = new KernelError("busy", "the mailbox is full");
const own = [["claimed", { memberId: "m1" }]] as const;

Deno.test("OwnPlaces: a lot that is too busy to say how a member stands is asked again", async () => {
  // One full mailbox in the rush, and a stream told its member nothing more for as long as it lasted.
  const { places, later, told } = watching([busy, busy, { outcome: "held" }, { outcome: "sold" }]);
  await settled();
  later.shift()!();
  await settled();
  assertEquals(told, []);
  later.shift()!();
  await settled();
  places.happened(own);
  await settled();
  assertEquals(told.length, 2);
  assertEquals([told[0]!.includes("held"), told[1]!.includes("sold")], [true, true]);
  assertEquals(later, []);
});

Deno.test("OwnPlaces: who has gone meanwhile, or may no longer know, is read for no more", async () => {
  const gone = watching([busy, { outcome: "held" }]);
  await settled();
  gone.end();
  gone.later.shift()!();
  await settled();
  assertEquals(gone.told, []);
  const signedOut = watching([new Error("token_revoked"), { outcome: "held" }]);
  await settled();
  signedOut.places.happened(own);
  await settled();
  assertEquals([signedOut.told, signedOut.later], [[], []]);
});
