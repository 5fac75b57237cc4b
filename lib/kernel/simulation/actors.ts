/**
 * The actors of the simulation: small, and between them they use every feature of the kernel. Each
 * command carries an `op`, its name in the whole history, and each event says whose it is; so a
 * checker can say of every effect why it is there, and of every command what became of it.
 */
import * as z from "zod";
import { type AnyActor, defineActor } from "../actor.ts";
import { call, definePolicy, definePort, defineReadModel, send } from "../effects.ts";

const op = z.string();
const amount = z.int();

// ---- money: transfers by mail and by joint turns, poison, a schema that changes

const accountCommands = {
  deposit: z.object({ op, amount }),
  withdraw: z.object({ op, amount }),
  /** Takes the money here; mail brings it there. */
  send: z.object({ op, amount, to: z.string() }),
  credit: z.object({ op, amount }),
  peek: z.object({ op }),
  /** Spoils its turn in the way `how` says. */
  break: z.object({
    op,
    how: z.enum(["decide", "evolve", "invariant", "policy", "row", "large_event", "large_letter"]),
  }),
};

const accountRefusals = ["insufficient"] as const;

/** The amount that version 1 cannot take, until a later version mends it. */
export const UNLUCKY = 13;

const moneyEvents = {
  withdrawn: z.object({ op, amount }),
  sent: z.object({ op, amount, to: z.string() }),
  credited: z.object({ op, amount }),
  broken: z.object({ op, how: z.string(), filler: z.string() }),
};

interface Money {
  balance: number;
  moves: number;
}

const spoil = (state: Money, how: string): void => {
  if (how === "evolve") {
    state.balance += 1_000_000;
    throw new Error("evolve was told to fail");
  }
  if (how === "invariant") state.balance = -1;
};

const filler = (how: string): string => how.startsWith("large") ? how.repeat(3_000) : "";

export const accountV1 = defineActor("account", {
  version: 1,
  state: z.object({ balance: z.int(), moves: z.int() }),
  initial: { balance: 0, moves: 0 },
  commands: accountCommands,
  events: { deposited: z.object({ op, amount, note: z.string().optional() }), ...moneyEvents },
  refusals: accountRefusals,
  decide: {
    deposit(state, { op, amount }, turn) {
      return turn.emit("deposited", { op, amount }).reply({ balance: state.balance + amount });
    },
    withdraw(state, { op, amount }, turn) {
      if (state.balance < amount) return turn.refuse("insufficient", state.balance);
      return turn.emit("withdrawn", { op, amount }).reply({ balance: state.balance - amount });
    },
    send(state, { op, amount, to }, turn) {
      if (state.balance < amount) return turn.refuse("insufficient", state.balance);
      return turn.emit("sent", { op, amount, to }).reply({ balance: state.balance - amount });
    },
    credit(state, { op, amount }, turn) {
      if (amount === UNLUCKY) throw new Error("an unlucky amount");
      return turn.emit("credited", { op, amount }).reply({ balance: state.balance + amount });
    },
    peek: (state, _, turn) => turn.reply({ balance: state.balance, moves: state.moves }),
    break(_, { op, how }, turn) {
      if (how === "decide") throw new Error("decide was told to fail");
      return turn.emit("broken", { op, how, filler: filler(how) }).reply(null);
    },
  },
  evolve: {
    deposited: (state, { amount }) => void (state.balance += amount, state.moves++),
    withdrawn: (state, { amount }) => void (state.balance -= amount, state.moves++),
    sent: (state, { amount }) => void (state.balance -= amount, state.moves++),
    credited: (state, { amount }) => void (state.balance += amount, state.moves++),
    broken: (state, { how }) => spoil(state, how),
  },
  invariant: (state) => state.balance >= 0 || `the balance is ${state.balance}`,
});

interface NotedMoney extends Money {
  notes: Record<string, number>;
}

/** Counts deposits by their note; those of version 1 have none, and get one on the way. */
export const accountV2: AnyActor = defineActor("account", {
  version: 2,
  state: z.object({ balance: z.int(), moves: z.int(), notes: z.record(z.string(), z.int()) }),
  initial: { balance: 0, moves: 0, notes: {} },
  commands: accountCommands,
  events: { deposited: z.object({ op, amount, note: z.string() }), ...moneyEvents },
  refusals: accountRefusals,
  decide: {
    ...(accountV1.decide as object as Record<"withdraw" | "send" | "peek" | "break", () => never>),
    deposit(state, { op, amount }, turn) {
      return turn.emit("deposited", { op, amount, note: "new" })
        .reply({ balance: state.balance + amount });
    },
    credit(state, { op, amount }, turn) {
      return turn.emit("credited", { op, amount }).reply({ balance: state.balance + amount });
    },
  },
  evolve: {
    ...(accountV1.evolve as object as Record<keyof typeof moneyEvents, () => void>),
    deposited(state: NotedMoney, { amount, note }) {
      state.balance += amount;
      state.moves++;
      state.notes[note] = (state.notes[note] ?? 0) + 1;
    },
  },
  invariant: accountV1.invariant!,
  upcast: {
    deposited: (payload) => ({ note: "old", ...(payload as object) }),
  },
});

/** Policies and models name only the kind, so one set serves both versions. */
export const transfers = definePolicy("transfers", accountV1, {
  sent: ({ op, amount, to }) => [send(accountV1(to), "credit", { op: `${op}/credit`, amount })],
  broken: ({ how, op }) => {
    if (how === "policy") throw new Error("the policy was told to fail");
    if (how !== "large_letter") return [];
    return [send(accountV1("none"), "credit", { op: op + "x".repeat(70_000), amount: 1 })];
  },
});

/** Every deposit is told to the ledger, a moment later. */
export const bookkeepingV1 = definePolicy("bookkeeping", accountV1, {
  deposited: ({ op, amount }, { id }) => [
    send(ledger(ledgerOf(id)), "note", { op: `${op}/note`, amount }),
  ],
}, { deferred: true });

const bookkeepingV2 = definePolicy("bookkeeping", accountV1, {
  deposited: ({ op, amount, note = "missing" }, { id }) => [
    send(ledger(ledgerOf(id)), "note", { op: `${op}/note`, amount, note }),
  ],
}, { deferred: true });

export const balances = defineReadModel("balances", accountV1, {
  rows: ({ balance }, { id, seq }) => [
    { key: [id], value: { balance, seq } },
    { key: ["poor", id], value: balance < 20 ? true : null },
  ],
});

export const withdrawals = defineReadModel("withdrawals", accountV1, {
  on: {
    withdrawn: ({ op, amount }, { id }) => [{ key: [id, op], value: amount }],
    broken({ how, op }) {
      if (how === "row") throw new Error("the row was told to fail");
      return [{ key: ["broken", op], value: how }];
    },
  },
});

/** `note` is what the follower saw of the deposit's note; version 1 does not look. */
const noted = z.object({ op, amount, note: z.string().optional() });

export const ledger = defineActor("ledger", {
  version: 1,
  state: z.object({ sum: z.int(), notes: z.int() }),
  initial: { sum: 0, notes: 0 },
  commands: { note: noted },
  events: { noted },
  refusals: [],
  decide: {
    note: (state, payload, turn) =>
      turn.emit("noted", payload).reply({ sum: state.sum + payload.amount }),
  },
  evolve: { noted: (state, { amount }) => void (state.sum += amount, state.notes++) },
});

export const ledgerOf = (account: string): string => `book-${account.at(-1)}`;

// ---- a hot lot with a large state, followed live, with rows and mail that follow later

export const lot = defineActor("lot", {
  version: 1,
  state: z.object({
    capacity: z.int(),
    taken: z.map(z.string(), z.int()),
    missed: z.set(z.string()),
    /** Events so far: the other fields do not show an event that was applied twice. */
    moves: z.int(),
  }),
  initial: { capacity: 12, taken: new Map(), missed: new Set<string>(), moves: 0 },
  commands: {
    claim: z.object({ op, member: z.string() }),
    grow: z.object({ op, by: z.int() }),
    look: z.object({ op }),
  },
  events: {
    claimed: z.object({ op, member: z.string(), number: z.int() }),
    missed: z.object({ op, member: z.string() }),
    grown: z.object({ op }),
  },
  refusals: ["sold_out"],
  decide: {
    claim(state, { op, member }, turn) {
      const number = state.taken.get(member);
      if (number !== undefined) return turn.reply({ number, again: true });
      if (state.missed.has(member)) return turn.refuse("sold_out");
      if (state.taken.size >= state.capacity) {
        return turn.emit("missed", { op, member }).reply({ number: 0 });
      }
      const next = state.taken.size + 1;
      return turn.emit("claimed", { op, member, number: next }).reply({ number: next });
    },
    /** Several events, so that one command's may come to lie in two entries. */
    grow(state, { op, by }, turn) {
      for (let i = 0; i < by; i++) turn.emit("grown", { op });
      return turn.reply({ capacity: state.capacity + by });
    },
    look: (state, _, turn) =>
      turn.reply({ taken: state.taken.size, missed: state.missed.size, of: state.capacity }),
  },
  evolve: {
    claimed: (state, { member, number }) => void (state.taken.set(member, number), state.moves++),
    missed: (state, { member }) => void (state.missed.add(member), state.moves++),
    grown: (state) => void (state.capacity++, state.moves++),
  },
  invariant: (state) => state.taken.size <= state.capacity,
  live: true,
});

export const leads = definePolicy("leads", lot, {
  claimed: ({ op, member, number }) => [
    send(lead(member), "record", { op: `${op}/lead`, number }),
  ],
  missed: ({ op, member }) => [send(lead(member), "record", { op: `${op}/lead`, number: 0 })],
}, { deferred: true });

export const claims = defineReadModel("claims", lot, {
  on: {
    claimed: ({ member, number }, { id }) => [{ key: [id, number], value: member }],
  },
  deferred: true,
});

export const stock = defineReadModel("stock", lot, {
  rows: ({ capacity, taken }, { id, seq }) => [
    { key: [id], value: { free: capacity - taken.size, seq } },
  ],
});

// ---- one actor for each participant, and a port that fails

export const texts = definePort<{ op: string }, { said: string }>("texts");

export const lead = defineActor("lead", {
  version: 1,
  state: z.object({ records: z.int(), texted: z.int(), failed: z.int() }),
  initial: { records: 0, texted: 0, failed: 0 },
  commands: {
    record: z.object({ op, number: z.int() }),
    texted: z.object({ op, result: z.object({ said: z.string() }) }),
    text_failed: z.object({ op, reason: z.string() }),
  },
  events: {
    recorded: z.object({ op, number: z.int() }),
    texted: z.object({ op, said: z.string() }),
    text_failed: z.object({ op }),
  },
  refusals: [],
  decide: {
    record: (_, { op, number }, turn) => turn.emit("recorded", { op, number }).reply(null),
    texted: (_, { op, result }, turn) => turn.emit("texted", { op, said: result.said }).reply(null),
    text_failed: (_, { op }, turn) => turn.emit("text_failed", { op }).reply(null),
  },
  evolve: {
    recorded: (state) => void state.records++,
    texted: (state) => void state.texted++,
    text_failed: (state) => void state.failed++,
  },
});

export const textings = definePolicy("textings", lead, {
  recorded: ({ op }, { id }) => [
    call(texts, { op }, {
      // The kernel adds `result` and `reason` to what is written here.
      done: send(lead(id), "texted", { op: `${op}/done` } as never),
      failed: send(lead(id), "text_failed", { op: `${op}/failed` } as never),
    }),
  ],
});

// ---- reminders

export const alarm = defineActor("alarm", {
  version: 1,
  state: z.object({
    armed: z.record(z.string(), z.object({ op, due: z.int(), left: z.int() })),
    rung: z.int(),
    whispers: z.int(),
  }),
  initial: { armed: {}, rung: 0, whispers: 0 },
  commands: {
    /** Rings `times` times, `inMs` apart. */
    arm: z.object({ op, name: z.string(), inMs: z.int(), times: z.int() }),
    /** Sets the reminder again to the very time it is set to. */
    affirm: z.object({ op, name: z.string() }),
    disarm: z.object({ op, name: z.string() }),
    ring: z.object({ op, name: z.string(), inMs: z.int() }),
    /** Sets a reminder and records nothing. */
    whisper: z.object({ op, inMs: z.int(), fails: z.boolean() }),
    whispered: z.object({ op, fails: z.boolean() }),
  },
  events: {
    armed: z.object({ op, name: z.string(), due: z.int(), times: z.int() }),
    affirmed: z.object({ op, name: z.string() }),
    disarmed: z.object({ op, name: z.string() }),
    rung: z.object({ op, name: z.string(), next: z.int() }),
    whispered: z.object({ op }),
  },
  refusals: ["not_armed"],
  decide: {
    arm(_, { op, name, inMs, times }, turn) {
      const due = turn.at + inMs;
      return turn.emit("armed", { op, name, due, times })
        .remind(name, due, "ring", { op: `${op}/${times}`, name, inMs })
        .reply({ due });
    },
    affirm(state, { op, name }, turn) {
      const now = state.armed[name];
      if (!now) return turn.refuse("not_armed");
      return turn.emit("affirmed", { op, name })
        .remind(name, now.due, "ring", { op: `${now.op}/${now.left}`, name, inMs: 500 })
        .reply({ due: now.due });
    },
    disarm(state, { op, name }, turn) {
      if (!state.armed[name]) return turn.refuse("not_armed");
      return turn.emit("disarmed", { op, name }).forget(name).reply(null);
    },
    ring(state, { op, name, inMs }, turn) {
      const now = state.armed[name];
      const left = now ? now.left - 1 : 0;
      const next = turn.at + inMs;
      turn.emit("rung", { op, name, next });
      if (now && left > 0) turn.remind(name, next, "ring", { op: `${now.op}/${left}`, name, inMs });
      return turn.reply({ left });
    },
    whisper: (_, { op, inMs, fails }, turn) =>
      turn.remind(`w ${op}`, turn.at + inMs, "whispered", { op: `${op}/heard`, fails }).reply(null),
    whispered(_, { op, fails }, turn) {
      if (fails) throw new Error("the reminder was told to fail");
      return turn.emit("whispered", { op }).reply(null);
    },
  },
  evolve: {
    armed: (state, { op, name, due, times }) => void (state.armed[name] = { op, due, left: times }),
    affirmed: () => {},
    disarmed: (state, { name }) => void delete state.armed[name],
    rung(state, { name, next }) {
      state.rung++;
      const now = state.armed[name];
      if (!now) return;
      now.left--;
      now.due = next;
      if (now.left <= 0) delete state.armed[name];
    },
    whispered: (state) => void state.whispers++,
  },
});

const others = [ledger, lot, lead, alarm];

/** What a node of each version runs. */
export const V1 = {
  actors: [accountV1, ...others],
  policies: [transfers, bookkeepingV1, leads, textings],
};
export const V2 = {
  actors: [accountV2, ...others],
  policies: [transfers, bookkeepingV2, leads, textings],
};
export const READ_MODELS = [balances, withdrawals, claims, stock];
