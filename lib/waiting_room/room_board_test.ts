import { assert, assertEquals } from "@std/assert";
import { initial, type RoomState, waitingIn } from "../../actors/sales/room_state.ts";
import { waitingRoom } from "../../actors/sales/waiting_room.ts";
import { stateCodec } from "../kernel/codec.ts";
import { RoomBoard } from "./room_board.ts";

const plan = {
  opensAt: 1_000,
  prequeueAt: null,
  ratePerMinute: 600,
  maxActive: 100,
  graceMs: 60_000,
  returnMs: 60_000,
  admissionMs: 300_000,
};

type Events = readonly (readonly [string, unknown])[];

function boardOf() {
  const moved: string[] = [];
  let seq = 0;
  const board = new RoomBoard("spring", {
    moved: (memberIds) => void moved.push(...memberIds),
    called: () => {},
    changed: () => {},
  });
  const apply = (at: number, ...events: Events) =>
    board.apply({ seq: ++seq, at, events: events as never });
  return { board, moved, apply };
}

const entered = (from: number, to: number): Events =>
  Array.from({ length: to - from + 1 }, (_, i) => [
    "entered",
    { memberId: `m${from + i}`, place: from + i },
  ]);
const opened: Events = [
  ["sealed", { entrants: 0, digest: "" }],
  ["opened", { secret: null, randomness: null, seed: "s" }],
];

Deno.test("RoomBoard: people ahead are counted without those who left, passed or went in", () => {
  const { board, moved, apply } = boardOf();
  apply(0, ["configured", { plan, commitment: "" }], ...opened, ...entered(1, 10));
  const ahead = () => board.view("m10", 10_000).ahead;
  assertEquals(ahead(), 9);
  apply(1, ["left", { place: 9 }], ["left", { place: 4 }]);
  assertEquals(ahead(), 7);
  apply(2, ["called", { upTo: 5 }]);
  assertEquals(ahead(), 7);
  apply(3, ["admitted", { places: [1], until: 99_000, credit: 0 }]);
  apply(4, ["passed", { places: [2], returnBy: 50_000 }]);
  assertEquals([ahead(), board.view("m5", 10_000).ahead, moved], [5, 1, ["m1", "m2"]]);
  apply(5, ["returned", { places: [2] }]);
  assertEquals([ahead(), board.view("m2", 10_000).ahead], [6, 0]);
  assertEquals(board.view("m9", 10_000).state, "none");
  assertEquals(board.view("m1", 10_000).until, 99_000);
  assertEquals(board.view("nobody", 10_000).place, null);
});

Deno.test("RoomBoard: it tells of those called who were heard of, and of those who came back", () => {
  const { board, apply } = boardOf();
  apply(0, ["configured", { plan, commitment: "" }], ...opened, ...entered(1, 4));
  apply(100_000, ["called", { upTo: 3 }], ["passed", { places: [3], returnBy: 160_000 }]);
  board.presence.heard("m1", 99_000);
  board.presence.heard("m2", 10_000);
  board.presence.heard("m3", 99_000);
  assertEquals(board.presentPlaces(101_000), [1], "m2 long ago, m3 not since it was passed over");
  board.presence.heard("m3", 101_000);
  assertEquals(board.presentPlaces(101_000), [1, 3]);
  apply(101_000, ["heard", { places: [1] }], ["returned", { places: [3] }]);
  assertEquals(board.presentPlaces(102_000), []);
  const stop = board.presence.follow("m2", 102_000, () => 200_000);
  assertEquals(board.presentPlaces(190_000), [2], "an open stream is presence");
  stop();
  assertEquals(board.presentPlaces(231_000), []);
});

Deno.test("RoomBoard: 300,000 entries fold, shuffle and survive a snapshot", () => {
  const { board, apply } = boardOf();
  apply(0, ["configured", { plan, commitment: "" }]);
  for (let from = 1; from <= 300_000; from += 500) apply(1, ...entered(from, from + 499));
  apply(
    2,
    ["sealed", { entrants: 300_000, digest: "" }],
    ["opened", { secret: null, randomness: null, seed: "s" }],
    ["called", { upTo: 20 }],
  );
  assertEquals([waitingIn(board.state), new Set(board.state.line).size], [300_000, 300_000]);
  const { place, ahead } = board.view("m1", 3);
  assertEquals(ahead, place! - 1);
  assertEquals(board.state.line[place! - 1], "m1");
  const codec = stateCodec(waitingRoom.state);
  const again = codec.decode(JSON.parse(codec.encode(board.state))) as RoomState;
  assertEquals([again.places.get("m1"), again.front.size], [place, 20]);
  assert(initial.line.length === 0, "boards share nothing");
});
