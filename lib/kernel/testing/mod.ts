/**
 * The kernel's test kit.
 * - {@linkcode given}, when, then: what an actor decides, without a store.
 * - {@linkcode Stage}: nodes on virtual time over a simulated store, with faults, crashes and clocks
 *   of the test's choice.
 * - {@linkcode World}, {@linkcode SimDisk} and {@linkcode SimNode} are what a simulation of one's own
 *   is made of: seeds draw from {@linkcode Chance}, and a seed that fails replays exactly.
 *
 * @example
 * ```ts
 * import * as z from "zod";
 * import { defineActor } from "../actor.ts";
 * import { given } from "./mod.ts";
 *
 * const door = defineActor("door", {
 *   version: 1,
 *   state: z.object({ locked: z.boolean() }),
 *   initial: { locked: false },
 *   commands: { lock: z.object({}) },
 *   events: { locked: z.object({}) },
 *   refusals: ["locked_already"],
 *   decide: {
 *     lock(state, _, turn) {
 *       if (state.locked) return turn.refuse("locked_already");
 *       return turn.emit("locked", {}).reply(null);
 *     },
 *   },
 *   evolve: { locked: (state) => void (state.locked = true) },
 * });
 *
 * const { outcome, events } = given(door, ["locked", {}]).when("lock", {});
 * if (outcome.ok || outcome.refusal !== "locked_already" || events.length > 0) {
 *   throw new Error("Expected a locked door to refuse");
 * }
 * ```
 */
export { Chance } from "./chance.ts";
export { type Decided, given, type NamedEvent, type WhenOptions } from "./given.ts";
export { SimClock, World, WORLD_EPOCH } from "./sim_clock.ts";
export { type DiskKind, SimDisk } from "./sim_disk.ts";
export { type NodeOptions as SimNodeOptions, SimNode } from "./sim_node.ts";
export {
  type Conditions,
  NO_FAULTS,
  type Outage,
  SimStore,
  type StoreFaults,
  type StoreStats,
} from "./sim_store.ts";
export { type Node, type NodeOptions, Stage, type StageOptions } from "./stage.ts";
export { once, type Tamper, TamperedStore, writes } from "./tampered_store.ts";
