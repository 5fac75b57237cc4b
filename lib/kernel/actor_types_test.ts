/**
 * What the compiler checks. Nothing here runs: each line under a `@ts-expect-error` has to be an
 * error, or the type check of the tests fails.
 */
import * as z from "zod";
import { counter, purse } from "./_testing.ts";
import { defineActor, type Json, type OutcomeOf, type ReplyOf } from "./actor.ts";
import { call, definePolicy, definePort, defineReadModel, send } from "./effects.ts";
import { part } from "./joint.ts";
import type { ActorSystem } from "./system.ts";
import { given } from "./testing/mod.ts";

type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends (<T>() => T extends B ? 1 : 2) ? true
  : false;
const same = <A, B>(_holds: Same<A, B>) => {};

// deno-lint-ignore no-unused-vars -- for the compiler only
async function asking(system: ActorSystem) {
  const answer = await system.ask(counter("a"), "add", { n: 1 });
  same<typeof answer, OutcomeOf<typeof counter, "add">>(true);
  if (answer.ok) {
    answer.value.total.toFixed();
    // @ts-expect-error: the reply has no such field
    answer.value.sum;
    // @ts-expect-error: a reply is no refusal
    answer.refusal;
  } else {
    same<typeof answer.refusal, "negative" | "too_much">(true);
    // @ts-expect-error: the command never refuses with this code
    answer.refusal === "sold_out";
  }
  const taken = await system.ask(purse("p"), "take", { coins: 1 });
  if (!taken.ok) same<typeof taken.refusal, "too_little">(true);

  // @ts-expect-error: no such command
  system.ask(counter("a"), "ad", { n: 1 });
  // @ts-expect-error: a command of another actor
  system.ask(counter("a"), "take", { coins: 1 });
  // @ts-expect-error: the payload misses a field
  system.ask(counter("a"), "add", {});
  // @ts-expect-error: a field of another type
  system.ask(counter("a"), "add", { n: "1" });
  // @ts-expect-error: an id is no address
  system.ask("a", "add", { n: 1 });

  const total = await system.view(counter("a"), (state) => state.total);
  same<typeof total, number>(true);
  // @ts-expect-error: the state has no such field
  system.view(counter("a"), (state) => state.sum);

  const both = await system.joint([
    part(purse("a"), "take", { coins: 1 }),
    part(counter("b"), "add", { n: 1 }),
  ]);
  if (both.ok) {
    same<(typeof both.values)[0], { readonly coins: number }>(true);
    same<(typeof both.values)[1]["total"], number>(true);
  } else same<typeof both.refusal, "too_little" | "negative" | "too_much">(true);
  // @ts-expect-error: no such command
  part(purse("a"), "steal", { coins: 1 });
  // @ts-expect-error: a payload of another command
  part(purse("a"), "take", { n: 1 });
}

// deno-lint-ignore no-unused-vars -- for the compiler only
function deciding() {
  const shared = {
    version: 1,
    state: z.object({ total: z.int() }),
    initial: { total: 0 },
    commands: { add: z.object({ n: z.int() }) },
    events: { added: z.object({ n: z.int() }) },
  };
  const lot = defineActor("lot", {
    ...shared,
    refusals: ["too_much"],
    decide: {
      add(state, { n }, turn) {
        same<typeof n, number>(true);
        same<typeof state.total, number>(true);
        // @ts-expect-error: no such event
        turn.emit("add", { n });
        // @ts-expect-error: the event has no such payload
        turn.emit("added", { m: 1 });
        // @ts-expect-error: not in the list of refusals
        turn.refuse("sold_out");
        // @ts-expect-error: a reminder sends one of the actor's commands
        turn.remind("later", 1, "ad", { n });
        // @ts-expect-error: with that command's payload
        turn.remind("later", 1, "add", {});
        if (n > 1) return turn.refuse("too_much");
        return turn.remind("later", 1, "add", { n }).emit("added", { n }).reply({ done: n });
      },
    },
    evolve: { added: (state, { n }) => void (state.total += n) },
  });
  same<ReplyOf<typeof lot, "add">, { readonly done: number }>(true);
  defineActor("lot", {
    ...shared,
    refusals: [],
    // @ts-expect-error: the command has no decision
    decide: {},
    evolve: { added: () => {} },
  });
  defineActor("lot", {
    ...shared,
    refusals: [],
    decide: { add: (_state, _payload, turn) => turn.reply(1) },
    // @ts-expect-error: the event has no evolution
    evolve: {},
  });
  defineActor("lot", {
    ...shared,
    refusals: [],
    decide: { add: (_state, _payload, turn) => turn.reply(1) },
    evolve: { added: () => {} },
    // @ts-expect-error: no such event, so old payloads would go unchanged into evolve
    upcast: { add: (payload: Json) => payload },
  });
  defineActor("lot", {
    ...shared,
    // @ts-expect-error: the initial state does not fit the schema
    initial: { total: "0" },
    refusals: [],
    decide: { add: (_state, _payload, turn) => turn.reply(1) },
    evolve: { added: () => {} },
  });
}

// deno-lint-ignore no-unused-vars -- for the compiler only
function joining() {
  const sms = definePort<{ text: string }, { id: string }>("sms");
  definePolicy("p", counter, {
    added: ({ n }, { id, at }) => {
      same<typeof n, number>(true);
      same<typeof at, number>(true);
      return [
        send(purse(id), "put", { coins: n }),
        call(sms, { text: id }, { done: send(purse(id), "put", { coins: 1 }) }),
      ];
    },
  });
  // @ts-expect-error: no such event
  definePolicy("p", counter, { ad: () => [] });
  // @ts-expect-error: the event has no such field
  definePolicy("p", counter, { added: ({ m }) => [send(purse("a"), "put", { coins: m })] });
  // @ts-expect-error: the receiver has no such command
  send(purse("a"), "add", { n: 1 });
  // @ts-expect-error: the port takes something else
  call(sms, { body: "" });
  defineReadModel("r", counter, { rows: (state, { id }) => [{ key: [id], value: state.total }] });
  // @ts-expect-error: the state has no such field
  defineReadModel("r", counter, { rows: (state) => [{ key: [], value: state.sum }] });
  // @ts-expect-error: no such event
  defineReadModel("r", counter, { on: { ad: () => [] } });
  // @ts-expect-error: rows of a state are part of its turn
  defineReadModel("r", counter, { rows: () => [], deferred: true });
}

Deno.test("defineActor, ask, view, joint, send and call are checked by the compiler", () => {});

// deno-lint-ignore no-unused-vars -- for the compiler only
function trying() {
  // The kit took any command with any payload, and gave answers of any shape.
  const added = given(counter, ["added", { n: 1 }]).when("add", { n: 2 });
  if (added.outcome.ok) same<typeof added.outcome.value.total, number>(true);
  else same<typeof added.outcome.refusal, "negative" | "too_much">(true);
  same<typeof added.state.total, number>(true);
  // @ts-expect-error: no such event
  given(counter, ["exploded", {}]);
  // @ts-expect-error: no such command
  given(counter).when("ad", { n: 1 });
  // @ts-expect-error: a field of another type
  added.when("add", { n: "1" });
}
