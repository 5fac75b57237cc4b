/** The kernel: durable actors on Deno KV. See README.md beside this file. */
export * from "./actor.ts";
export { type Clock, type Random, systemClock, systemRandom } from "./clock.ts";
export { type Courier, type CourierContext, defineCourier, Undeliverable } from "./courier.ts";
export {
  call,
  definePolicy,
  definePort,
  defineReadModel,
  type Effect,
  type Origin,
  type Policy,
  type Port,
  type ReadModel,
  type RowChange,
  send,
  tell,
} from "./effects.ts";
export { KernelError, type KernelErrorCode } from "./errors.ts";
export type { FeedEntry, FeedListener } from "./feed.ts";
export { type Entry, genesis, sha256 } from "./journal.ts";
export { type JointPart, part } from "./joint.ts";
export { DEFAULT_LIMITS, type Limits } from "./limits.ts";
export { Histogram, type Metrics, renderMetrics } from "./metrics.ts";
export { type ModelRow, Rows } from "./rows.ts";
export type { Store } from "./store.ts";
export { DeadlineStore } from "./stores/deadline_store.ts";
export { DenoKvStore } from "./stores/deno_kv.ts";
export { CannotOpenStore, openStore } from "./stores/open_store.ts";
export type { Inspection } from "./inspection.ts";
export { ActorSystem, type AskOptions, type SystemOptions } from "./system.ts";
export type { Span, SpanOptions, TracePoint, Tracer } from "./trace.ts";
export type { DeadLetter } from "./plan.ts";
